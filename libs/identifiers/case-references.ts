import { checkLetter } from "./check-letter.ts";
import {
  accept,
  type Finding,
  mustMatch,
  padSerial,
  refuseShape,
  shapeChecker,
  shortYear,
  twoCharacters,
} from "./finding.ts";

/** PTI-URN: Bichard's pattern. It has no check character, and what its digits mean is not enforced. */
export const checkUrn = shapeChecker(
  "a URN",
  /^[A-Z0-9]{4}\d{3,7}$/,
  "4 letters or digits for force and unit, then 3 to 7 digits, as in 01ZD0300108",
);

/** Force and unit are two characters each; the usual eleven-character form, which ends with the year. */
export interface UrnParts {
  readonly force: string;
  readonly unit: string;
  readonly serial: number;
  readonly year: number;
}

export function makeUrn({ force, unit, serial, year }: UrnParts): string {
  return mustMatch(checkUrn(twoCharacters(force, unit) + padSerial(serial, 5) + shortYear(year)));
}

/**
 * Court case reference as the PNC holds it, `YY/CCCC/NNNNNND`: Bichard's pattern. How its letter comes about is not published;
 * the rule here fits 483 of the 511 references in Bichard's fixtures, so a letter that does not fit is a warning only.
 */
export function checkCcr(text: string): Finding {
  const parts = /^(\d{2})\/(\d{4})\/(\d{1,6})([A-HJ-NP-RT-Z])$/.exec(text);
  if (!parts)
    return refuseShape(
      "a court case reference",
      "year / court / up to 6 digits and a letter but I, O or S, as in 97/1626/008395Q",
    );
  const [, year = "", court = "", given = "", letter = ""] = parts;
  const serial = given.padStart(6, "0");
  const expected = checkLetter(year + court + serial);
  const doubt = `The check letter would be ${expected}, not ${letter}, by a rule that fits most references; compare it with the source.`;
  return accept(`${year}/${court}/${serial}${letter}`, serial, letter === expected ? undefined : doubt);
}
