import { checkIdentifier, identifierKinds } from "../../../libs/identifiers/identifiers.ts";

const today = new Date("2026-03-01T12:00:00Z");

const placeholders = [
  "NONE",
  "none",
  " None ",
  "0000",
  "0",
  "0000000",
  "000000/00",
  "UNKNOWN",
  "unknown",
  "Not known",
  "N/K",
  "N/A",
  "NULL",
  "TBC",
  "XXXXXXX",
  "-",
  "?",
  ".",
];

const hostile = [
  "9".repeat(64),
  "9".repeat(65),
  "A".repeat(64),
  "0".repeat(10_000_000),
  " ".repeat(10_000_000),
  `${"0".repeat(63)}!`,
  `${"1/".repeat(32)}`,
  `${"X?.".repeat(21)}!`,
  `SF05/${"4".repeat(50)}J`,
  "2002/0073319Z\n2002/0073319Z",
  "2002/0073319Z; DROP TABLE people",
  "<script>alert(1)</script>",
  "\u0000",
  "٢٠٠٢/٠٠٧٣٣١٩Z",
  "2002／0073319Z",
  "\ud800",
  "__proto__",
  "constructor",
];

describe.each(identifierKinds)("%s", kind => {
  test.each(placeholders)("never takes the placeholder %s", raw => {
    expect(checkIdentifier(kind, raw, { today })).toMatchObject({
      raw,
      canonical: null,
      valid: false,
      matchable: false,
      warning: null,
    });
    expect(checkIdentifier(kind, raw, { today }).reason).toContain("placeholder");
  });

  test.each(["", "   ", "\t\r\n"])("never takes nothing", raw => {
    expect(checkIdentifier(kind, raw, { today })).toMatchObject({
      raw,
      canonical: null,
      valid: false,
      matchable: false,
    });
    expect(checkIdentifier(kind, raw, { today }).reason).toContain("Nothing was given");
  });

  test.each(hostile.map(raw => [raw.slice(0, 24), raw.length, raw] as const))(
    "refuses %j… of length %d within 5 ms",
    (_start, _length, raw) => {
      const durationsMs = [1, 2, 3].map(() => {
        const start = performance.now();
        checkIdentifier(kind, raw, { today });
        return performance.now() - start;
      });
      expect(Math.min(...durationsMs)).toBeLessThan(5);
      const { valid, canonical, reason, raw: kept } = checkIdentifier(kind, raw, { today });
      expect({ valid, canonical, keptAsGiven: kept === raw }).toEqual({
        valid: false,
        canonical: null,
        keptAsGiven: true,
      });
      expect(reason?.length).toBeLessThanOrEqual(160);
    },
  );
});

test.each([
  ["cro", "ſF05/482703J"],
  ["ni", "AB12345６C"],
  ["crn", "ı320741"],
] as const)("%s does not take %s, which upper-casing would make plain", (kind, raw) => {
  expect(checkIdentifier(kind, raw)).toMatchObject({ valid: false, canonical: null });
  expect(checkIdentifier(kind, raw).reason).toContain("plain letters");
});

test("64 characters are read, 65 are not", () => {
  const padded = "9434765919".padStart(64);
  expect(checkIdentifier("nhs", padded).canonical).toBe("9434765919");
  expect(checkIdentifier("nhs", ` ${padded}`).reason).toContain("64");
});
