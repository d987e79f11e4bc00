import { checkAsn, slashedAsn } from "./asn.ts";
import { checkCcr, checkUrn } from "./case-references.ts";
import { checkHoClass, checkOffenceCode, checkOuCode, checkResultCode } from "./codes.ts";
import { checkCro } from "./cro.ts";
import { type Checker, type Finding, isPlaceholder } from "./finding.ts";
import { checkCrn, checkDriver, checkNhs, checkNi, checkNoms, spacedNhs, spacedNi } from "./person-numbers.ts";
import { checkPnc, shortPnc } from "./pnc.ts";

export { type AsnParts, makeAsn } from "./asn.ts";
export { makeUrn, type UrnParts } from "./case-references.ts";
export { makeCro, makeSmallFileCro } from "./cro.ts";
export { makeCrn, makeNhs, makeNi, makeNoms, nhsCheckDigit } from "./person-numbers.ts";
export { makePnc } from "./pnc.ts";

export const identifierKinds = [
  "pnc",
  "cro",
  "asn",
  "urn",
  "ccr",
  "noms",
  "crn",
  "ni",
  "nhs",
  "driver",
  "offence-code",
  "result-code",
  "ho-class",
  "ou-code",
] as const;
export type IdentifierKind = (typeof identifierKinds)[number];

interface Row {
  readonly what: string;
  readonly check: Checker;
  readonly display?: (canonical: string) => string;
}

const table: Readonly<Record<IdentifierKind, Row>> = {
  pnc: { what: "a PNC ID", check: checkPnc, display: shortPnc },
  cro: { what: "a CRO number", check: checkCro },
  asn: { what: "an ASN", check: checkAsn, display: slashedAsn },
  urn: { what: "a URN", check: checkUrn },
  ccr: { what: "a court case reference", check: checkCcr },
  noms: { what: "a prison number", check: checkNoms },
  crn: { what: "a CRN", check: checkCrn },
  ni: { what: "an NI number", check: checkNi, display: spacedNi },
  nhs: { what: "an NHS number", check: checkNhs, display: spacedNhs },
  driver: { what: "a driver number", check: checkDriver },
  "offence-code": { what: "an offence code", check: checkOffenceCode },
  "result-code": { what: "a result code", check: checkResultCode },
  "ho-class": { what: "a Home Office class", check: checkHoClass },
  "ou-code": { what: "a court or OU code", check: checkOuCode },
};

/**
 * An identifier and what was found: `canonical` is null unless `valid`, and only what is `matchable` may join records.
 * An invalid value is kept, since officers quote it; `reason` tells them what is wrong with it.
 */
export interface CheckedIdentifier {
  readonly kind: IdentifierKind;
  readonly raw: string;
  readonly canonical: string | null;
  readonly valid: boolean;
  readonly matchable: boolean;
  readonly reason: string | null;
  readonly warning: string | null;
}

/** `today` gives a two-digit year its century; without it a short PNC ID cannot be read. */
export interface CheckOptions {
  readonly today?: Date;
}

const rawLengthMax = 64;

export function checkIdentifier(kind: IdentifierKind, raw: string, { today }: CheckOptions = {}): CheckedIdentifier {
  const finding = examine(table[kind], raw, today);
  const warning = finding.warning ?? null;
  if ("reason" in finding)
    return { kind, raw, canonical: null, valid: false, matchable: false, reason: finding.reason, warning };
  return {
    kind,
    raw,
    canonical: finding.canonical,
    valid: true,
    matchable: !finding.placeholder,
    reason: null,
    warning,
  };
}

function examine({ what, check }: Row, raw: string, today: Date | undefined): Finding {
  if (raw.length > rawLengthMax)
    return { reason: `This is longer than the ${rawLengthMax} characters that are read for ${what}.` };
  const text = raw.trim();
  if (text === "") return { reason: `Nothing was given where ${what} was expected.` };
  // Before upper-casing, which turns some foreign letters into plain ones.
  if (/[^ -~]/.test(text))
    return { reason: `This has a character that never occurs in ${what}: use plain letters, digits and slashes.` };
  const upper = text.toUpperCase();
  if (isPlaceholder(upper))
    return { reason: `This is a placeholder where ${what} was expected: leave it empty when it is not known.` };
  return check(upper, today);
}

/** How people write a valid identifier: the PNC ID's short form, an ASN with slashes, spaces in NI and NHS numbers. */
export function formatIdentifier(kind: IdentifierKind, canonical: string): string {
  return table[kind].display?.(canonical) ?? canonical;
}
