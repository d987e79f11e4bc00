import type { Involvement } from "../../libs/access/facts.ts";
import { dayOf } from "../../libs/clock/day.ts";
import { type CheckedIdentifier, checkIdentifier } from "../../libs/identifiers/identifiers.ts";
import type { personIdentifierKinds } from "./defendants.contract.ts";
import type { Defendant, Identifier } from "./defendants.schema.ts";

/** Which services may bring agencies to the table on their own account, and for what. */
export const involving: Readonly<Record<string, readonly Involvement["reason"][]>> = {
  cases: ["charge", "receipt", "listing", "report", "order", "referral", "disclosure"],
  notes: ["disclosure"],
};

/** Identifiers as they are stored: as given, and as checked. */
export function checkAll(
  given: readonly { kind: (typeof personIdentifierKinds)[number]; value: string }[],
  agencyId: string,
  today: Date,
): Identifier[] {
  return given.map(({ kind, value }) => {
    const { raw, canonical, valid, matchable, reason, warning }: CheckedIdentifier = checkIdentifier(kind, value, {
      today,
    });
    return { kind, raw, canonical, valid, matchable, reason, warning, agencyId };
  });
}

export function matchKeysOf(identifiers: readonly Identifier[]): string[] {
  return [
    ...new Set(
      identifiers.flatMap(({ kind, canonical, matchable }) => (matchable && canonical ? [`${kind}:${canonical}`] : [])),
    ),
  ];
}

/** The eighteenth birthday of somebody who had not come to it on that day; null for anybody else. */
export function adultFromOf(dateOfBirth: string, on: Date): string | null {
  const birthday = `${Number(dateOfBirth.slice(0, 4)) + 18}${dateOfBirth.slice(4)}`;
  // Whoever was born on a leap day comes of age on the first of March.
  const day = birthday.endsWith("-02-29") ? birthday.replace("-02-29", "-03-01") : birthday;
  return dayOf(on) < day ? day : null;
}

/** What is told of a person so that it can be counted by: codes, and the eighteenth birthday of whoever was recorded before it. */
export function characteristicsOf(
  { sex, dateOfBirth, interpreter }: Pick<Defendant, "sex" | "dateOfBirth" | "interpreter">,
  recordedAt: Date,
) {
  const birthYear = Number(dateOfBirth.slice(0, 4));
  return { sex, birthYear, adultFrom: adultFromOf(dateOfBirth, recordedAt), needsInterpreter: interpreter };
}

export const identifiersTold = (identifiers: readonly Pick<Identifier, "kind" | "valid">[]) =>
  identifiers.map(({ kind, valid }) => ({ kind, isValid: valid }));

/** Which of the fields that agencies may give are given. */
export function fieldsOf(given: Partial<Defendant>): string[] {
  const { sex, languages, aliases, addresses, identifiers } = given;
  const isGiven = { languages, aliases, addresses, identifiers };
  return [
    ...(sex && sex !== "not-known" ? ["sex"] : []),
    ...Object.entries(isGiven).flatMap(([field, entries]) => (entries && entries.length > 0 ? [field] : [])),
  ];
}

/** What may make somebody else the same person when it is put right or added; the rest changes nothing there. */
export const comparedFields: ReadonlySet<string> = new Set([
  "name",
  "dateOfBirth",
  "dateOfBirthEstimated",
  "sex",
  "aliases",
  "addresses",
  "identifiers",
]);
