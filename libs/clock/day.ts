/** The day of an instant, of UTC: 2026-03-10. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
