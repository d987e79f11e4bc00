import { checkIdentifier, makeCro, makeSmallFileCro } from "../../../libs/identifiers/identifiers.ts";

test.each([
  ["65656/91H", "065656/91H"],
  ["065656/91H", "065656/91H"],
  ["265416/21G", "265416/21G"],
  ["29906/12J", "029906/12J"],
  ["SF05/482703J", "SF05/482703J"],
  ["SF83/50058Z", "SF83/50058Z"],
  [" sf83/50058z ", "SF83/50058Z"],
])("%s is %s", (raw, canonical) => {
  expect(checkIdentifier("cro", raw)).toEqual({
    kind: "cro",
    raw,
    canonical,
    valid: true,
    matchable: true,
    reason: null,
    warning: null,
  });
});

test.each([
  ["123456/00A", "Q", "A"],
  ["85227/65G", "L", "G"],
  ["SF83/50058B", "Z", "B"],
  ["65656/91S", "H", "S"],
])("%s has the wrong letter: %s was expected", (raw, expected, given) => {
  expect(checkIdentifier("cro", raw)).toMatchObject({ raw, canonical: null, valid: false, matchable: false });
  expect(checkIdentifier("cro", raw).reason).toContain(`check letter should be ${expected}, not ${given}`);
});

test.each([
  "1234567/00A",
  "65656/1991H",
  "65656/991H",
  "65656-91H",
  "6565691H",
  "SF83/5005800Z",
  "SF1983/50058Z",
  "SF/50058Z",
  "FS83/50058Z",
  "65656/91",
])("%s has the wrong shape", raw => {
  expect(checkIdentifier("cro", raw)).toMatchObject({ canonical: null, valid: false, matchable: false });
  expect(checkIdentifier("cro", raw).reason).toContain("065656/91H");
});

test("a serial of zeros passes the check but is not matched on", () => {
  expect(checkIdentifier("cro", "000000/23Z")).toMatchObject({ valid: true, matchable: false });
});

test("makes both forms", () => {
  expect(makeCro(1991, 65656)).toBe("065656/91H");
  expect(makeCro(91, 65656)).toBe("065656/91H");
  expect(makeSmallFileCro(2005, 482703)).toBe("SF05/482703J");
  expect(makeSmallFileCro(1983, 50058)).toBe("SF83/50058Z");
});

test.each([
  [2005, 0],
  [2005, 1_000_000],
  [10_000, 1],
])("makes none of year %d and serial %d", (year, serial) => {
  expect(() => makeCro(year, serial)).toThrow(RangeError);
  expect(() => makeSmallFileCro(year, serial)).toThrow(RangeError);
});
