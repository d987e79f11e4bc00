/**
 * Bank holidays in England and Wales by year (Banking and Financial Dealings Act 1971, s. 1 and Sch. 1, and the
 * proclamations under it), as published on gov.uk/bank-holidays: the days that are kept, so substitute days where a
 * holiday falls on a weekend, and the days that were moved or added for one year.
 */
export const bankHolidays: Readonly<Record<number, readonly string[]>> = {
  // The early May holiday was moved to Friday 8 May for the anniversary of VE Day.
  2020: ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"],
  2021: ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"],
  // The spring holiday was moved to 2 June, 3 June added for the Platinum Jubilee, 19 September for the state funeral.
  2022: ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"],
  // 8 May was added for the coronation.
  2023: ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"],
  2024: ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"],
  2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
  2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
  2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
  2028: ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"],
};
