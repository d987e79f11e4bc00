import type { Involvement } from "../../libs/access/facts.ts";
import { type CheckedIdentifier, checkIdentifier } from "../../libs/identifiers/identifiers.ts";
import type { personIdentifierKinds } from "./defendants.contract.ts";
import type { Candidate, Defendant, Identifier } from "./defendants.schema.ts";

/** A pair below this is not worth anybody's time. */
const scoreMin = 0.6;
export const candidatesMax = 20;

/** Which services may bring agencies to the table on their own account, and for what. */
export const involving: Readonly<Record<string, readonly Involvement["reason"][]>> = {
  cases: ["charge", "receipt", "listing", "report", "order", "referral", "disclosure"],
  notes: ["disclosure"],
};

/** How likely two records are one person, and why: the strongest reason counts. Nothing is ever joined by a score; a person decides. */
export function compare(one: Defendant, other: Defendant): Pick<Candidate, "score" | "reasons"> | undefined {
  const shared = one.matchKeys
    .filter(key => other.matchKeys.includes(key))
    .map(key => ({ score: 0.95, reason: `same ${identifierNames[key.slice(0, key.indexOf(":"))] ?? "identifier"}` }));
  const sameBirth = one.dateOfBirth === other.dateOfBirth;
  const sameSurname = one.surnameKey === other.surnameKey;
  const sameForename = nameKey(one.name.forenames[0] ?? "") === nameKey(other.name.forenames[0] ?? "");
  const byName =
    sameBirth && sameSurname
      ? [
          {
            score: sameForename ? 0.8 : 0.6,
            reason: sameForename ? "same name and date of birth" : "same surname and date of birth",
          },
        ]
      : [];
  const found = [...shared, ...byName];
  const score = Math.max(0, ...found.map(reason => reason.score));
  return score >= scoreMin ? { score, reasons: found.map(({ reason }) => reason) } : undefined;
}

const identifierNames: Readonly<Record<string, string>> = {
  pnc: "PNC ID",
  cro: "CRO number",
  noms: "prison number",
  crn: "CRN",
  ni: "NI number",
  nhs: "NHS number",
  driver: "driver number",
};

/** A name as it is compared: lower case, without accents, marks and spaces. */
export function nameKey(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[^\p{L}]/gu, "")
    .toLowerCase();
}

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
  return on.toISOString().slice(0, 10) < day ? day : null;
}
