import fc from "fast-check";
import {
  checkIdentifier,
  formatIdentifier,
  type IdentifierKind,
  identifierKinds,
  makeAsn,
  makeCrn,
  makeCro,
  makeNhs,
  makeNi,
  makeNoms,
  makePnc,
  makeSmallFileCro,
  makeUrn,
  nhsCheckDigit,
} from "../../../libs/identifiers/identifiers.ts";

const seed = 20_070_913;
const numRuns = 300;
const today = new Date("2026-03-01T12:00:00Z");
const check = (kind: IdentifierKind, raw: string) => checkIdentifier(kind, raw, { today });

const code = (alphabet: string) => fc.string({ unit: fc.constantFrom(...alphabet), minLength: 2, maxLength: 2 });
const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const capital = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ");
const year = fc.integer({ min: 1930, max: 2026 });
const serial = (digits: number) => fc.integer({ min: 1, max: 10 ** digits - 1 });
// No dummy ASN has a unit of these letters.
const unit = code("QRTUVW");
const asnParts = fc.record({ year, force: code("0123456789"), unit, system: code("0123456789"), sequence: serial(11) });
const asnPartsWithLetters = fc.record({
  year,
  force: code(alphanumeric),
  unit,
  system: code(alphanumeric),
  sequence: serial(11),
});
const nineDigits = fc
  .string({ unit: fc.constantFrom(..."0123456789"), minLength: 9, maxLength: 9 })
  .filter(digits => nhsCheckDigit(digits) !== null && !/^(\d)\1+$/.test(digits));
const niPrefix = fc
  .tuple(fc.constantFrom(..."ABCEGHJKLMNOPRSTWXYZ"), fc.constantFrom(..."ABCEGHJKLMNPRSTWXYZ"))
  .map(letters => letters.join(""))
  .filter(prefix => !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].includes(prefix));

const generated: Record<string, [IdentifierKind, fc.Arbitrary<string>]> = {
  makePnc: ["pnc", fc.tuple(year, serial(7)).map(parts => makePnc(...parts))],
  makeCro: ["cro", fc.tuple(year, serial(6)).map(parts => makeCro(...parts))],
  makeSmallFileCro: ["cro", fc.tuple(year, serial(6)).map(parts => makeSmallFileCro(...parts))],
  makeAsn: ["asn", asnPartsWithLetters.map(makeAsn)],
  makeUrn: [
    "urn",
    fc.record({ force: code(alphanumeric), unit: code(alphanumeric), serial: serial(5), year }).map(makeUrn),
  ],
  makeNi: [
    "ni",
    fc.tuple(niPrefix, serial(6), fc.constantFrom("A", "B", "C", "D", "" as const)).map(parts => makeNi(...parts)),
  ],
  makeNhs: ["nhs", nineDigits.map(makeNhs)],
  makeNoms: ["noms", fc.tuple(capital, serial(4), code("ABCDEFGHIJKLMNOPQRSTUVWXYZ")).map(parts => makeNoms(...parts))],
  makeCrn: ["crn", fc.tuple(capital, serial(6)).map(parts => makeCrn(...parts))],
};

test.each(Object.entries(generated))(
  `%s makes what is valid, matchable, canonical and readable as displayed (seed ${seed})`,
  (_name, [kind, identifiers]) => {
    fc.assert(
      fc.property(identifiers, made => {
        expect(check(kind, made)).toEqual({
          kind,
          raw: made,
          canonical: made,
          valid: true,
          matchable: true,
          reason: null,
          warning: null,
        });
        expect(check(kind, formatIdentifier(kind, made)).canonical).toBe(made);
      }),
      { seed, numRuns },
    );
  },
);

/** Every text that differs from `text` by another digit at one of `places`. */
function digitErrors(text: string, places: readonly number[]): string[] {
  return places.flatMap(place =>
    [..."0123456789"]
      .filter(digit => digit !== text[place])
      .map(digit => text.slice(0, place) + digit + text.slice(place + 1)),
  );
}

/** Every text in which two different digits that stand beside each other, both at `places`, have changed places. */
function swaps(text: string, places: readonly number[]): string[] {
  return places
    .filter(place => places.includes(place + 1) && text[place] !== text[place + 1])
    .map(place => text.slice(0, place) + text.charAt(place + 1) + text.charAt(place) + text.slice(place + 2));
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const digitPlaces = (text: string) => range(0, text.length - 1).filter(place => /\d/.test(text.charAt(place)));

/** The places the check covers: not a PNC ID's century, not an ASN's unit. */
const covered: Record<string, [IdentifierKind, fc.Arbitrary<string>, (text: string) => number[]]> = {
  "PNC ID": ["pnc", fc.tuple(year, serial(7)).map(parts => makePnc(...parts)), () => [2, 3, ...range(5, 11)]],
  "short PNC ID": [
    "pnc",
    fc.tuple(year, serial(7)).map(parts => formatIdentifier("pnc", makePnc(...parts))),
    digitPlaces,
  ],
  "CRO number": ["cro", fc.tuple(year, serial(6)).map(parts => makeCro(...parts)), digitPlaces],
  "small-file CRO number": ["cro", fc.tuple(year, serial(6)).map(parts => makeSmallFileCro(...parts)), digitPlaces],
  ASN: ["asn", asnParts.map(makeAsn), () => [...range(0, 3), ...range(6, 18)]],
  "ASN whose force has letters": [
    "asn",
    asnParts.map(parts => makeAsn({ ...parts, force: "FD" })),
    () => [0, 1, ...range(6, 18)],
  ],
  "ASN whose force and system have letters": [
    "asn",
    asnParts.map(parts => makeAsn({ ...parts, force: "FD", system: "ZX" })),
    () => [0, 1, ...range(8, 18)],
  ],
  "ASN with slashes": ["asn", asnParts.map(parts => formatIdentifier("asn", makeAsn(parts))), slashedPlaces],
  "NHS number": ["nhs", nineDigits.map(makeNhs), () => range(0, 9)],
};

/** An ASN with slashes begins `YY/FFUU/SS/`: all its digits but the unit's. */
function slashedPlaces(text: string): number[] {
  return digitPlaces(text).filter(place => place < 5 || place > 6);
}

test.each(Object.entries(covered))(
  `%s: every wrong digit and every swap of neighbours is caught (seed ${seed})`,
  (_name, [kind, identifiers, placesOf]) => {
    fc.assert(
      fc.property(identifiers, made => {
        const places = placesOf(made);
        expect(check(kind, made).valid).toBe(true);
        for (const damaged of [...digitErrors(made, places), ...swaps(made, places)]) {
          expect([damaged, check(kind, damaged).valid]).toEqual([damaged, false]);
        }
      }),
      { seed, numRuns: 100 },
    );
  },
);

test(`a court case reference: every wrong digit and every swap is warned of, and none is refused (seed ${seed})`, () => {
  const references = fc.tuple(serial(2), serial(4), serial(6)).map(([yy, court, number]) => {
    const digits = `${pad(yy, 2)}${pad(court, 4)}${pad(number, 6)}`;
    // Worked out here by hand from the published alphabet, not by the code that is tested.
    return `${pad(yy, 2)}/${pad(court, 4)}/${pad(number, 6)}${"ZABCDEFGHJKLMNPQRTUVWXY"[Number(digits) % 23]}`;
  });
  fc.assert(
    fc.property(references, made => {
      expect(check("ccr", made).warning).toBeNull();
      for (const damaged of [...digitErrors(made, digitPlaces(made)), ...swaps(made, digitPlaces(made))]) {
        const { valid, warning } = check("ccr", damaged);
        // A serial of zeros is warned of as a placeholder.
        expect([damaged, valid, warning === null]).toEqual([damaged, true, false]);
      }
    }),
    { seed, numRuns: 100 },
  );
});
const pad = (number: number, width: number) => String(number).padStart(width, "0");

test.each([["pnc"], ["cro"], ["asn"], ["nhs"]] as const)(
  "%s: the sentence about a wrong letter or digit names the right one, and that one is accepted",
  kind => {
    const makers = { pnc: "makePnc", cro: "makeCro", asn: "makeAsn", nhs: "makeNhs" } as const;
    const [, identifiers] = generated[makers[kind]] ?? [];
    if (!identifiers) throw new Error("no generator");
    fc.assert(
      fc.property(identifiers, made => {
        const wrong =
          made.slice(0, -1) +
          (kind === "nhs" ? String((Number(made.at(-1)) + 1) % 10) : made.endsWith("A") ? "B" : "A");
        const { valid, reason } = check(kind, wrong);
        const named = /should be (\w), not/.exec(reason ?? "")?.[1] ?? "";
        // A dummy ASN is accepted whatever its letter.
        if (kind === "asn" && valid) return;
        expect(check(kind, made.slice(0, -1) + named).canonical).toBe(made);
      }),
      { seed, numRuns },
    );
  },
);

test(`whatever is typed, the answer is whole and its sentences are short (seed ${seed})`, () => {
  const nearMisses = fc.string({ unit: fc.constantFrom(..."0123456789ABSFZIO/ -"), maxLength: 24 });
  fc.assert(
    fc.property(
      fc.constantFrom(...identifierKinds),
      fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), nearMisses),
      (kind, raw) => {
        const found = check(kind, raw);
        expect(found.raw).toBe(raw);
        expect(found.valid).toBe(found.canonical !== null);
        expect(found.valid).toBe(found.reason === null);
        expect(found.valid || !found.matchable).toBe(true);
        for (const sentence of [found.reason, found.warning]) expect(sentence?.length ?? 1).toBeLessThanOrEqual(160);
        if (found.canonical !== null) expect(check(kind, found.canonical)).toEqual({ ...found, raw: found.canonical });
      },
    ),
    { seed, numRuns: 5_000 },
  );
});
