import { checkIdentifier, formatIdentifier, makeAsn } from "../../../libs/identifiers/identifiers.ts";

const asn = (raw: string) => checkIdentifier("asn", raw);

test.each([
  ["1101ZD0100000448754K", "1101ZD0100000448754K"],
  ["0700000000000002536Y", "0700000000000002536Y"],
  ["22FD112200001234560X", "22FD112200001234560X"],
  ["0705NL0100000001234B", "0705NL0100000001234B"],
  [" 0705nl0100000001234b ", "0705NL0100000001234B"],
  ["9999QT9999999999999R", "9999QT9999999999999R"],
  ["11/01ZD/01/448754K", "1101ZD0100000448754K"],
  ["11/01ZD/01/00000448754K", "1101ZD0100000448754K"],
])("%s is %s", (raw, canonical) => {
  expect(asn(raw)).toEqual({ kind: "asn", raw, canonical, valid: true, matchable: true, reason: null, warning: null });
});

test.each([
  ["0705NL0100000001234C", "B", "C"],
  ["2202XC0200000000021D", "R", "D"],
  ["07/05NL/01/1234C", "B", "C"],
  ["0705NL0100000001234O", "B", "O"],
])("%s has the wrong letter: %s was expected", (raw, expected, given) => {
  expect(asn(raw)).toMatchObject({ raw, canonical: null, valid: false, matchable: false });
  expect(asn(raw).reason).toContain(`check letter should be ${expected}, not ${given}`);
});

test.each([
  ["0705NL010000001234B", "19"],
  ["0705NL", "6"],
  ["0705NL010000000012345B", "22"],
])("%s has %s characters", (raw, length) => {
  expect(asn(raw)).toMatchObject({ canonical: null, valid: false, matchable: false });
  expect(asn(raw).reason).toContain(`20 characters, as in 1101ZD0100000448754K; this has ${length}`);
});

test.each([
  "AA05NL0100000001234B",
  "0705NL01000000012345",
  "0705NL01X0000001234B",
  "0705NL-1-00000001234",
  "07/05/NL/01/1234B",
])("%s has the wrong shape", raw => {
  expect(asn(raw)).toMatchObject({ canonical: null, valid: false, matchable: false });
  expect(asn(raw).reason).toContain("shape of an ASN");
});

test("the unit is not covered by the letter", () => {
  expect(asn("0705XX0100000001234B").valid).toBe(true);
});

test.each(["07A05NL0100000001234B", "07A05NL0100000001234C"])(
  "%s, with a top-level code, is accepted unchecked with a warning",
  raw => {
    expect(asn(raw)).toMatchObject({ canonical: raw, valid: true, matchable: true, reason: null });
    expect(asn(raw).warning).toContain("21 characters");
  },
);

test("a 21-character ASN still ends with a letter that is used", () => {
  expect(asn("07A05NL0100000001234S").valid).toBe(false);
});

test.each([
  "0800NP0100000000001H",
  "0800PP0100000000001H",
  "2201NRPR000000000001",
  "2212LN0000000000001A",
  "2200NP0000000000001A",
  "2263000000000000001A",
  "2206SS0100000000001A",
  "2200XX0100000000001A",
  "2250110100000000001A",
  "2250SJ0100000000001A",
])("%s is a dummy: valid, but never matched on", raw => {
  expect(asn(raw)).toMatchObject({ canonical: raw, valid: true, matchable: false, reason: null });
  expect(asn(raw).warning).toContain("dummy");
});

test("a sequence of zeros passes the check but is not matched on", () => {
  expect(asn("2300AB0000000000000Z")).toMatchObject({ valid: true, matchable: false });
});

test.each([
  ["1101ZD0100000448754K", "11/01ZD/01/448754K"],
  ["0705NL0100000001234B", "07/05NL/01/1234B"],
  ["07A05NL0100000001234B", "07A05NL0100000001234B"],
])("%s is shown as %s", (canonical, shown) => {
  expect(formatIdentifier("asn", canonical)).toBe(shown);
});

test("makes an ASN", () => {
  expect(makeAsn({ year: 2007, force: "05", unit: "NL", system: "01", sequence: 1234 })).toBe("0705NL0100000001234B");
  expect(makeAsn({ year: 22, force: "FD", unit: "11", system: "22", sequence: 1_234_560 })).toBe(
    "22FD112200001234560X",
  );
});

test.each([
  { year: 2007, force: "A05", unit: "NL", system: "01", sequence: 1 },
  { year: 2007, force: "0", unit: "5NL", system: "01", sequence: 1 },
  { year: 2007, force: "05", unit: "nl", system: "01", sequence: 1 },
  { year: 2007, force: "05", unit: "NL", system: "01", sequence: 0 },
  { year: 2007, force: "05", unit: "NL", system: "01", sequence: 100_000_000_000 },
  { year: 2008, force: "00", unit: "NP", system: "01", sequence: 1 },
])("makes none of %j", parts => {
  expect(() => makeAsn(parts)).toThrow(RangeError);
});
