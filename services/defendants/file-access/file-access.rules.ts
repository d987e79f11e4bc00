import type { Because, Decision } from "../../../libs/access/decide.ts";
import { barrier } from "../../../libs/access/decide.ts";
import { isLive } from "../../../libs/access/facts.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { FileAccessRecord, KeptGlass } from "./file-access.schema.ts";

/** The most of each kind of fact that one file holds, ended ones included. */
export const factsMax = 300;
/** How long an emergency lasts, and how fresh the sign-in must be that begins it. */
export const glassMinutes = 60;
export const freshSignInSeconds = 300;
export const reviewWorkingDays = 5;
const disclosureDaysMax = 730;
const dayMs = 86_400_000;

/** Refuses a period that ends before it begins, or lasts longer than sharing may without being looked at again. */
export function assertPeriod(from: Date, until: string | undefined, daysMax = disclosureDaysMax): Date | null {
  if (until === undefined) return null;
  const to = new Date(until);
  if (to <= from) fail("VALIDATION", { errors: [{ path: "until", message: "expected an instant after the start" }] });
  if (to.getTime() - from.getTime() > daysMax * dayMs)
    fail("VALIDATION", { errors: [{ path: "until", message: `expected at most ${daysMax} days after the start` }] });
  return to;
}

/**
 * Whether this person may break the glass of this file now. Never a system, never against an exclusion or a seal, and
 * only shortly after the password was given. Fails with ACCESS_DENIED, FRESH_SIGN_IN_NEEDED, NOT_FOUND.
 */
export function assertMayBreakGlass(person: Person, file: FileAccessRecord, now: Date): void {
  if (person.kind !== "person") fail("ACCESS_DENIED", { detail: "Only a person may break the glass, not a system." });
  const barred = barrier(person, file, now);
  // Excluded people and those before a seal are told what they are told everywhere: there is no such file.
  if (barred && barred.rule !== "restricted") fail("NOT_FOUND");
  if (now.getTime() / 1_000 - person.signedInAtSeconds > freshSignInSeconds) fail("FRESH_SIGN_IN_NEEDED");
  if (file.glass.some(found => found.personId === person.id && isLive(found, now)))
    fail("RULE_BROKEN", { detail: "You have broken the glass of this file already; it cannot be made longer." });
}

/** Where an emergency stands: to be reviewed, overdue after its day, or reviewed. */
export function glassState({ review, reviewDueOn }: KeptGlass, today: string): "to-review" | "overdue" | "reviewed" {
  if (review) return "reviewed";
  return today > reviewDueOn ? "overdue" : "to-review";
}

/** What each rule means to somebody who asks why. */
const sentences: Readonly<Record<Because["rule"], string>> = {
  unknown: "There is no such file.",
  erased: "What was in this file has been erased.",
  excluded: "You are excluded from this file by name.",
  sealed: "This file is sealed: the bench and its legal advisers only.",
  restricted: "Only named people may see this file, and you are not named.",
  matrix:
    "Your role does not see this class, or only what is shared, consented to or given by statute, and nothing is.",
  "not-involved": "Your agency is not at the table for this, and it is not shared with you.",
  involvement: "Your agency is at the table for it.",
  "past-involvement": "Your agency was at the table: you see it as it was when that ended.",
  disclosure: "The agency that holds it shares it with you.",
  consent: "The person has consented that your agency reads it.",
  statute: "The law gives it to you.",
  served: "It has been served on the defence.",
  "broken-glass": "You have broken the glass of this file.",
  "subject-request": "You answer the person it is about.",
};

export function explained(decision: Decision) {
  const { rule, cell = null, fact = null } = decision.because;
  const asOf = decision.view && decision.asOf ? decision.asOf.toISOString() : null;
  return { effect: decision.view ?? ("none" as const), asOf, rule, cell, fact, text: sentences[rule] };
}

/** What was stored under an id, now or when this command came the first time. */
export function keptIn<T extends { readonly id: string }>(list: readonly T[], id: string): T {
  return list.find(kept => kept.id === id) ?? fail("INTERNAL");
}
