import { checkLetter, letterFault } from "./check-letter.ts";
import { accept, type Finding, mustMatch, padSerial, refuseShape, shortYear, twoCharacters } from "./finding.ts";

/** ASNs that prosecutors other than the police put in because a box had to be filled: Bichard's isDummyAsn. */
const dummies = [
  /^0800[NP]P01\d{11}[A-HJ-NP-RT-Z]$/,
  /^\d{4}NRPR[0-9A-Z]{12}$/,
  /^\d{2}12LN00\d{11}[A-HJ-NP-RT-Z]$/,
  /^\d{2}00NP00\d{11}[A-HJ-NP-RT-Z]$/,
  /^\d{2}6300\d{13}[A-HJ-NP-RT-Z]$/,
  /^\d{2}06SS[0-9A-Z]{2}\d{11}[A-HJ-NP-RT-Z]$/,
  /^\d{2}00XX[0-9A-Z]{2}\d{11}[A-HJ-NP-RT-Z]$/,
  /^\d{2}50(?:11|12|21|41|42|43|OF|SJ)[0-9A-Z]{2}\d{11}[A-HJ-NP-RT-Z]$/,
];

/** Year, force, unit, system, sequence, letter. */
const shape = /^(\d{2})([A-Z0-9]{2})([A-Z0-9]{2})([A-Z0-9]{2})(\d{11})([A-Z])$/;
const slashedShape = /^(\d{2})\/([A-Z0-9]{2})([A-Z0-9]{2})\/([A-Z0-9]{2})\/(\d{1,11})([A-Z])$/;
const shapeWithTopLevelCode = /^\d{2}[A-Z0-9]{7}\d{11}[A-HJ-NP-RT-Z]$/;

/**
 * Arrest/summons number, `YYFFUUSSN…D`: Bichard's Asn, isAsnValid and parseAsn, with or without slashes. A dummy is
 * accepted whatever its letter, as Bichard does. Whether the force and unit exist is for reference data to say.
 */
export function checkAsn(given: string): Finding {
  const text = withoutSlashes(given);
  if (dummies.some(dummy => dummy.test(text))) {
    return {
      canonical: text,
      placeholder: true,
      warning: "This is a dummy ASN that other prosecutors use, so it is not matched on.",
    };
  }
  const parts = shape.exec(text);
  if (parts) {
    const [, year = "", force = "", , system = "", sequence = "", letter = ""] = parts;
    const fault = letterFault(coveredDigits(year, force, system, sequence), letter);
    return fault === null ? accept(text, sequence) : { reason: fault };
  }
  if (shapeWithTopLevelCode.test(text)) {
    return {
      canonical: text,
      warning: "This ASN has 21 characters, so its check letter was not checked; the usual form has 20.",
    };
  }
  if (/^[A-Z0-9]+$/.test(text) && text.length !== 20)
    return { reason: `An ASN has 20 characters, as in 1101ZD0100000448754K; this has ${text.length}.` };
  return refuseShape("an ASN", "year, force, unit, system, 11 digits and a letter, as in 1101ZD0100000448754K");
}

/** The letter does not cover the unit, nor a force or system that has a letter in it. */
function coveredDigits(year: string, force: string, system: string, sequence: string): string {
  const numeric = (code: string) => (/^\d+$/.test(code) ? code : "");
  return numeric(force) + numeric(system) + year + sequence;
}

function withoutSlashes(text: string): string {
  const parts = slashedShape.exec(text);
  if (!parts) return text;
  const [, year = "", force = "", unit = "", system = "", sequence = "", letter = ""] = parts;
  return year + force + unit + system + sequence.padStart(11, "0") + letter;
}

/** `11/01ZD/01/448754K` for `1101ZD0100000448754K`, as Bichard writes an ASN for the PNC. */
export function slashedAsn(canonical: string): string {
  return canonical.replace(/^(\d{2})([A-Z0-9]{4})([A-Z0-9]{2})0{0,10}(\d{1,11}[A-Z])$/, "$1/$2/$3/$4");
}

/** Force, unit and system are two characters each; the year may be given in full. */
export interface AsnParts {
  readonly year: number;
  readonly force: string;
  readonly unit: string;
  readonly system: string;
  readonly sequence: number;
}

export function makeAsn({ year, force, unit, system, sequence }: AsnParts): string {
  const yy = shortYear(year);
  const digits = padSerial(sequence, 11);
  const letter = checkLetter(coveredDigits(yy, force, system, digits));
  return mustMatch(checkAsn(yy + twoCharacters(force, unit, system) + digits + letter));
}
