import { accept, type Finding, mustMatch, padSerial, refuseShape } from "./finding.ts";

/** Prison (NOMS) number: the shape in hmpps-integration-api's GetPersonService. No check character is known. */
export function checkNoms(text: string): Finding {
  const parts = /^[A-Z](\d{4})[A-Z]{2}$/.exec(text);
  if (!parts) return refuseShape("a prison number", "a letter, 4 digits and 2 letters, as in A1234BC");
  return accept(text, parts[1] ?? "");
}

export function makeNoms(letter: string, serial: number, lastLetters: string): string {
  return mustMatch(checkNoms(letter + padSerial(serial, 4) + lastLetters));
}

/** Delius CRN: one letter in hmpps-integration-api's CrnSupplier; its GetPersonService also takes two. */
export function checkCrn(text: string): Finding {
  const parts = /^([A-Z]{1,2})(\d{6})$/.exec(text);
  if (!parts) return refuseShape("a CRN", "a letter and 6 digits, as in X320741");
  const [, letters = "", serial = ""] = parts;
  return accept(
    text,
    serial,
    letters.length === 2 ? "A CRN usually has one letter; this has two, so check it." : undefined,
  );
}

export function makeCrn(letter: string, serial: number): string {
  return mustMatch(checkCrn(letter + padSerial(serial, 6)));
}

/** NI number: the rules of HMRC's manual, NIM39110. The last letter may be missing. */
export function checkNi(text: string): Finding {
  const parts = /^([A-Z])([A-Z]) ?(\d{2}) ?(\d{2}) ?(\d{2}) ?([A-D]?)$/.exec(text);
  if (!parts) return refuseShape("an NI number", "2 letters, 6 digits and a letter A to D, as in AB123456C");
  const [, first = "", second = "", ...rest] = parts;
  const unusable = [first, second].find(letter => "DFIQUV".includes(letter));
  if (unusable !== undefined)
    return {
      reason: `An NI number never has ${unusable} among its first two letters: D, F, I, Q, U and V are not used.`,
    };
  if (second === "O") return { reason: "The second letter of an NI number is never O." };
  if (["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].includes(first + second)) {
    return { reason: `No NI number starts with ${first}${second}: BG, GB, KN, NK, NT, TN and ZZ are not issued.` };
  }
  return accept([first, second, ...rest].join(""), rest.slice(0, 3).join(""));
}

/** `AB 12 34 56 C` for `AB123456C`. */
export function spacedNi(canonical: string): string {
  return canonical.replace(/^([A-Z]{2})(\d{2})(\d{2})(\d{2})([A-D]?)$/, "$1 $2 $3 $4 $5").trimEnd();
}

export function makeNi(prefix: string, serial: number, suffix: "A" | "B" | "C" | "D" | "" = "A"): string {
  return mustMatch(checkNi(prefix + padSerial(serial, 6) + suffix));
}

/** NHS number: ten digits, the last a check digit modulo 11, as the NHS Data Dictionary has it. */
export function checkNhs(text: string): Finding {
  const parts = /^(\d{3})[ -]?(\d{3})[ -]?(\d{3})(\d)$/.exec(text);
  if (!parts) return refuseShape("an NHS number", "10 digits, as in 943 476 5919");
  const [, ...digits] = parts;
  const given = digits[3] ?? "";
  const expected = nhsCheckDigit(digits.slice(0, 3).join(""));
  if (expected === null)
    return {
      reason: "No NHS number starts with these 9 digits, since they have no check digit: one of them was mistyped.",
    };
  if (given !== expected)
    return { reason: `The check digit should be ${expected}, not ${given}: a digit was mistyped.` };
  const canonical = digits.join("");
  if (!/^(\d)\1{9}$/.test(canonical)) return { canonical };
  return {
    canonical,
    placeholder: true,
    warning: "One digit ten times passes the check but looks like a placeholder, so it is not matched on.",
  };
}

/** The tenth digit for nine, or null: one set of nine digits in eleven has none. */
export function nhsCheckDigit(nineDigits: string): string | null {
  if (!/^\d{9}$/.test(nineDigits)) throw new RangeError("An NHS number's check digit is made from nine digits.");
  const sum = [...nineDigits].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? null : String(check);
}

/** `943 476 5919` for `9434765919`. */
export function spacedNhs(canonical: string): string {
  return canonical.replace(/^(\d{3})(\d{3})(\d{4})$/, "$1 $2 $3");
}

/** Throws for the nine digits in eleven that have no check digit: ask `nhsCheckDigit` first, or take the next nine. */
export function makeNhs(nineDigits: string): string {
  return mustMatch(checkNhs(nineDigits + (nhsCheckDigit(nineDigits) ?? "0")));
}

const driverShape = refuseShape(
  "a driver number",
  "5 letters or digits, 6 digits, 3 letters or digits and 2 letters, as in MORGA657054SM9IJ",
);

/** Driver number: Bichard's pattern. The Core Person Record's own sample has 15 characters and does not fit it. */
export function checkDriver(text: string): Finding {
  if (/^[A-Z0-9]{5}\d{6}[A-Z0-9]{3}[A-Z]{2}$/.test(text)) return { canonical: text };
  if (!/^[A-Z0-9]{5}\d{6}[A-Z0-9]{4}$/.test(text)) return driverShape;
  return {
    reason: "A driver number has 16 characters, as in MORGA657054SM9IJ; this has 15.",
    warning:
      "Other services are known to hold driver numbers of 15 characters: ask for the last one before calling it wrong.",
  };
}
