export const attendances = [
  "attended",
  "attended-by-video",
  "absent-acceptable",
  "absent-unacceptable",
  "not-required",
] as const;

/** Why a hearing is put off without progress, and whose doing it is (report 9). */
export const adjournmentReasons = {
  "report-not-ready": "probation",
  "agency-information-not-ready": "agency",
  "defendant-absent": "defendant",
  "defendant-not-produced": "escort",
  "defence-not-ready": "defence",
  "prosecution-not-ready": "prosecution",
  "no-interpreter": "court",
  "court-time": "court",
  "for-sentence": "none",
  "for-trial": "none",
  other: "none",
} as const;

/** Why a hearing is moved to another day, or does not take place, before the day comes. */
export const movingReasons = {
  "application-by-defence": "defence",
  "application-by-prosecution": "prosecution",
  "defendant-in-custody-elsewhere": "escort",
  "court-time": "court",
  "no-longer-needed": "none",
  "listed-in-error": "court",
  other: "none",
} as const;

type TrialOutcome = "cracked" | "ineffective" | "vacated";
interface TrialReason {
  readonly of: readonly TrialOutcome[];
  readonly party: "prosecution" | "defence" | "court" | "none";
  /** The code of the Ministry of Justice's return, where a public source gives it. */
  readonly code?: string;
}

/**
 * Why a trial did not go ahead. Cracked: not started on the day and no longer needed; ineffective: not gone ahead that
 * day and listed again (definitions of the Ministry of Justice's criminal court statistics).
 */
export const trialReasons = {
  "guilty-plea": { of: ["cracked"], party: "defence" },
  "guilty-plea-to-alternative": { of: ["cracked"], party: "defence" },
  "bound-over": { of: ["cracked"], party: "none" },
  "prosecution-ends-case": { of: ["cracked", "vacated"], party: "prosecution" },
  "prosecution-witness-absent": { of: ["cracked", "ineffective"], party: "prosecution" },
  "prosecution-not-ready": { of: ["ineffective", "vacated"], party: "prosecution" },
  "defence-not-ready": { of: ["ineffective", "vacated"], party: "defence" },
  "defence-witness-absent": { of: ["ineffective"], party: "defence" },
  "defendant-absent": { of: ["ineffective"], party: "defence", code: "S1" },
  "defendant-not-produced": { of: ["ineffective"], party: "none" },
  "not-reached": { of: ["ineffective"], party: "court", code: "W3" },
  "no-interpreter": { of: ["ineffective"], party: "court", code: "W5" },
  "no-court": { of: ["ineffective", "vacated"], party: "court" },
} as const satisfies Record<string, TrialReason>;
export type TrialReasonName = keyof typeof trialReasons;
export const benchMax = 5;
export const daysMax = 30;
/** The most entries of attendance that one hearing keeps, corrections included. */
export const attendanceMax = 400;

const keysOf = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];
export const adjournmentReasonNames = keysOf(adjournmentReasons);
export const movingReasonNames = keysOf(movingReasons);
export const trialReasonNames = keysOf(trialReasons);
