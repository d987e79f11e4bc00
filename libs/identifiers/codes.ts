import { type Finding, refuseShape, shapeChecker } from "./finding.ts";

/** CJS offence code: Bichard's national offence code. Whether it exists is for the offence table to say. */
export const checkOffenceCode = shapeChecker(
  "an offence code",
  /^(?:[A-Z]{2}\d{2}|COML)\d{3}[ABCI]?$/,
  "2 letters and a 2-digit year (or COML), 3 digits and perhaps A, B, C or I, as in TH68001",
);

/** CJS result code: 1000 to 9999, as Bichard's hearing outcome has it. */
export const checkResultCode = shapeChecker("a result code", /^[1-9]\d{3}$/, "a number from 1000 to 9999, as in 1002");

/** Home Office class and subclass. */
export const checkHoClass = shapeChecker(
  "a Home Office class",
  /^\d{3}\/\d{2}$/,
  "3 digits, a slash and 2 digits, as in 104/25",
);

/** Organisation unit code: Bichard's pattern. Prepare a Case for Sentence writes a court by the first five characters. */
export function checkOuCode(text: string): Finding {
  if (/^[A-JZ0-9]?[A-Z0-9]{6}$/.test(text)) return { canonical: text };
  if (/^[A-JZ0-9][A-Z0-9]{4}$/.test(text))
    return {
      canonical: text,
      warning: "This is a court code of 5 characters; the whole organisation unit code has 7.",
    };
  return refuseShape(
    "a court or OU code",
    "7 letters or digits starting with A to J, Z or a digit, or the last 6 alone, as in B14LO00",
  );
}
