export const paymentKinds = ["fine", "compensation", "costs", "surcharge"] as const;
export const amountMaxPence = 100_000_000;
export const entriesMax = 500;
