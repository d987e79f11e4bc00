import { checkLetter, letterFault } from "./check-letter.ts";
import { accept, type Finding, mustMatch, padSerial, refuseShape, shortYear } from "./finding.ts";

/** Year, serial, letter. Without a slash, 11 digits are a long year and a whole serial; up to 9 are a short year and a serial. */
const shapes = [/^(\d{4}|\d{2})\/(\d{1,7})([A-Z])$/, /^(\d{4})(\d{7})([A-Z])$/, /^(\d{2})(\d{1,7})([A-Z])$/];

/**
 * PNC ID, `YYYY/NNNNNNND`: the rules of hmpps-person-record's PNCIdentifier, but a year of three digits is refused,
 * and so is an eighth digit in the serial. The letter covers the last two digits of the year and the padded serial.
 */
export function checkPnc(text: string, today?: Date): Finding {
  const parts = shapes.map(shape => shape.exec(text)).find(match => match !== null);
  if (!parts) {
    if (/^\d{3}\//.test(text))
      return { reason: "The year has 3 digits: a PNC ID has a year of 4 digits, or of 2 in its short form." };
    return refuseShape(
      "a PNC ID",
      "a year of 4 or 2 digits, a slash, up to 7 digits and a letter, as in 2002/0073319Z",
    );
  }
  const [, givenYear = "", givenSerial = "", letter = ""] = parts;
  const serial = givenSerial.padStart(7, "0");
  const fault = letterFault(givenYear.slice(-2) + serial, letter);
  if (fault !== null) return { reason: fault };
  const year = givenYear.length === 4 ? givenYear : fullYear(givenYear, today);
  if (year === null)
    return { reason: "The year has 2 digits and today's date was not supplied: give the year with 4 digits." };
  return accept(`${year}/${serial}${letter}`, serial, doubtfulCentury(Number(year), today));
}

/** A short year not after this year's is in this century, any other in the last: `81` is 1981 until 2081. */
function fullYear(twoDigits: string, today: Date | undefined): string | null {
  const thisYear = yearOf(today);
  if (thisYear === null) return null;
  const thisCentury = thisYear - (thisYear % 100) + Number(twoDigits);
  return String(thisCentury <= thisYear ? thisCentury : thisCentury - 100);
}

/** The letter does not cover the century, so a mistyped one can only be seen by being unlikely. */
function doubtfulCentury(year: number, today: Date | undefined): string | undefined {
  const latest = yearOf(today) ?? 9999;
  return year < 1900 || year > latest
    ? "The year is before 1900 or in the future; the check letter does not cover the century."
    : undefined;
}

function yearOf(today: Date | undefined): number | null {
  const year = today?.getUTCFullYear();
  return year === undefined || Number.isNaN(year) ? null : year;
}

/** `02/73319Z` for `2002/0073319Z`. Loses the century: read back, a year a hundred years ago would be this one. */
export function shortPnc(canonical: string): string {
  return canonical.replace(/^\d{2}(\d{2})\/0{0,6}(\d{1,7}[A-Z])$/, "$1/$2");
}

export function makePnc(year: number, serial: number): string {
  const digits = padSerial(serial, 7);
  return mustMatch(checkPnc(`${year}/${digits}${checkLetter(shortYear(year) + digits)}`));
}
