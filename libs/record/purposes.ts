import { z } from "zod";

/** Why somebody looks, as a person may say it with a request (DPA 2018, s. 62: the justification of a consultation). */
export const purposes = [
  "charging",
  "listing",
  "sentencing",
  "supervision",
  "treatment",
  "support",
  "victim-care",
  "break-glass",
  "audit",
  "other",
] as const;
export type Purpose = (typeof purposes)[number];
export const purposeSchema = z.enum(purposes);
