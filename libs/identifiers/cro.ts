import { checkLetter, letterFault } from "./check-letter.ts";
import { accept, type Finding, mustMatch, padSerial, refuseShape, shortYear } from "./finding.ts";

/**
 * CRO number, `NNNNNN/YYD` or small-file `SFYY/N…D`: the rules of hmpps-person-record's CROIdentifier. The letter covers
 * the year and the serial, which is padded to six digits, but in a small-file number stays as it was written.
 */
export function checkCro(text: string): Finding {
  const smallFile = /^SF(\d{2})\/(\d{1,6})([A-Z])$/.exec(text);
  if (smallFile) {
    const [, year = "", serial = "", letter = ""] = smallFile;
    return judge(year, serial, letter, text);
  }
  const standard = /^(\d{1,6})\/(\d{2})([A-Z])$/.exec(text);
  if (standard) {
    const [, given = "", year = "", letter = ""] = standard;
    const serial = given.padStart(6, "0");
    return judge(year, serial, letter, `${serial}/${year}${letter}`);
  }
  return refuseShape(
    "a CRO number",
    "up to 6 digits, a slash, a 2-digit year and a letter, as in 065656/91H or SF05/482703J",
  );
}

function judge(year: string, serial: string, letter: string, canonical: string): Finding {
  const fault = letterFault(year + serial, letter);
  return fault === null ? accept(canonical, serial) : { reason: fault };
}

export function makeCro(year: number, serial: number): string {
  const digits = padSerial(serial, 6);
  const yy = shortYear(year);
  return mustMatch(checkCro(`${digits}/${yy}${checkLetter(yy + digits)}`));
}

export function makeSmallFileCro(year: number, serial: number): string {
  const digits = String(Number(padSerial(serial, 6)));
  const yy = shortYear(year);
  return mustMatch(checkCro(`SF${yy}/${digits}${checkLetter(yy + digits)}`));
}
