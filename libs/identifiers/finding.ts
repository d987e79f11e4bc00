/** What a checker says of one identifier that was trimmed and upper-cased: its canonical form, or why it has none. */
export type Finding =
  | { readonly canonical: string; readonly warning?: string; readonly placeholder?: boolean }
  | { readonly reason: string; readonly warning?: string };

/** `today` is needed only where a year has two digits and its century has to be worked out. */
export type Checker = (text: string, today?: Date) => Finding;

/** Every word typed where an identifier was not known would otherwise join strangers who share it. */
export function isPlaceholder(text: string): boolean {
  return /^(?:NONE|UNKNOWN|NOTKNOWN|NK|NA|NIL|NULL|TBA|TBC|[X?.]*|0+)$/.test(text.replace(/[ /-]/g, ""));
}

/** An identifier whose serial is all zeros keeps its value, but is not matched on. */
export function accept(canonical: string, serial: string, warning?: string): Finding {
  if (!/^0+$/.test(serial)) return warning === undefined ? { canonical } : { canonical, warning };
  return {
    canonical,
    placeholder: true,
    warning: "The serial is all zeros, as in a placeholder, so it is not matched on.",
  };
}

export function refuseShape(what: string, expected: string): Finding {
  return { reason: `This does not have the shape of ${what}: expected ${expected}.` };
}

/** For identifiers that have a shape and nothing else to check. */
export function shapeChecker(what: string, shape: RegExp, expected: string): Checker {
  return text => (shape.test(text) ? { canonical: text } : refuseShape(what, expected));
}

/** A serial as its identifier writes it; for generators, so a serial that does not fit stops the seeding. */
export function padSerial(serial: number, width: number): string {
  if (!Number.isSafeInteger(serial) || serial < 1 || serial >= 10 ** width) {
    throw new RangeError(`A serial must be a whole number from 1 to ${10 ** width - 1}, not ${serial}.`);
  }
  return String(serial).padStart(width, "0");
}

/** The last two digits of a year, which is all that most identifiers hold. */
export function shortYear(year: number): string {
  if (!Number.isSafeInteger(year) || year < 0 || year > 9999)
    throw new RangeError(`A year must be from 0 to 9999, not ${year}.`);
  return String(year % 100).padStart(2, "0");
}

/** A part of another length would slip into its neighbour's place. */
export function twoCharacters(...codes: readonly string[]): string {
  if (codes.some(code => code.length !== 2)) throw new RangeError("A force, unit or system code has two characters.");
  return codes.join("");
}

/** A generator's result goes through the same check as anyone's, so nothing made here is ever refused later. */
export function mustMatch(finding: Finding): string {
  if ("reason" in finding) throw new RangeError(finding.reason);
  if (finding.placeholder) throw new RangeError("These parts make an identifier that is reserved for placeholders.");
  return finding.canonical;
}
