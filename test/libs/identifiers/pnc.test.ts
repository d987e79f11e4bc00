import { checkIdentifier, formatIdentifier, makePnc } from "../../../libs/identifiers/identifiers.ts";

const today = new Date("2026-03-01T12:00:00Z");
const pnc = (raw: string) => checkIdentifier("pnc", raw, { today });

test.each([
  ["02/73319Z", "2002/0073319Z"],
  ["81/34U", "1981/0000034U"],
  ["00/223R", "2000/0000223R"],
  ["67/9893091D", "1967/9893091D"],
  ["79/163001B", "1979/0163001B"],
  ["2019/0123456E", "2019/0123456E"],
  ["2002/73319Z", "2002/0073319Z"],
  ["20020073319Z", "2002/0073319Z"],
  ["0273319Z", "2002/0073319Z"],
  ["79163001B", "1979/0163001B"],
  ["033Y", "2003/0000003Y"],
  ["  02/73319z\t", "2002/0073319Z"],
])("%s is %s", (raw, canonical) => {
  expect(pnc(raw)).toEqual({ kind: "pnc", raw, canonical, valid: true, matchable: true, reason: null, warning: null });
});

test.each([
  ["20030011985Z", "X", "Z"],
  ["2001/0171310S", "W", "S"],
  ["2000/1234567A", "V", "A"],
  ["20120052494O", "Q", "O"],
  ["20230583843N", "L", "N"],
  ["2019/0123456I", "E", "I"],
])("%s has the wrong letter: %s was expected", (raw, expected, given) => {
  expect(pnc(raw)).toMatchObject({ raw, canonical: null, valid: false, matchable: false });
  expect(pnc(raw).reason).toContain(`check letter should be ${expected}, not ${given}`);
});

test.each([
  "1923[1234567A",
  "1X23/1234567A",
  "1923/1Z34567A",
  "1923/1234567AA",
  "2002/00733190Z",
  "2002//0073319Z",
  "2002/Z",
  "2002/0073319",
  "0201234567Z",
  "TOTALLYINVALID",
])("%s has the wrong shape", raw => {
  expect(pnc(raw)).toMatchObject({ canonical: null, valid: false, matchable: false });
  expect(pnc(raw).reason).toContain("2002/0073319Z");
});

test.each(["002/0073319Z", "200/73319Z"])("%s has a year of three digits", raw => {
  expect(pnc(raw)).toMatchObject({ canonical: null, valid: false });
  expect(pnc(raw).reason).toContain("3 digits");
});

test.each([
  ["2026-01-01T00:00:00Z", "26/1W", "2026/0000001W"],
  ["2025-12-31T23:59:59Z", "26/1W", "1926/0000001W"],
  ["2026-03-01T12:00:00Z", "27/1L", "1927/0000001L"],
  ["1999-06-01T00:00:00Z", "81/34U", "1981/0000034U"],
])("on %s, %s is %s", (day, raw, canonical) => {
  expect(checkIdentifier("pnc", raw, { today: new Date(day) }).canonical).toBe(canonical);
});

test.each([undefined, new Date(Number.NaN)])("a short year needs to know today (%s)", unknownDay => {
  expect(checkIdentifier("pnc", "02/73319Z", { today: unknownDay }).reason).toContain("today's date");
  expect(checkIdentifier("pnc", "2002/0073319Z", { today: unknownDay }).valid).toBe(true);
});

test("a century that cannot be right is warned of, since the letter does not cover it", () => {
  expect(pnc("2102/0073319Z")).toMatchObject({ valid: true, canonical: "2102/0073319Z" });
  expect(pnc("2102/0073319Z").warning).toContain("century");
  expect(pnc("1802/0073319Z").warning).toContain("century");
});

test("a serial of zeros passes the check but is not matched on", () => {
  expect(pnc("2000/0000000Z")).toMatchObject({ valid: true, matchable: false, reason: null });
  expect(pnc("2000/0000000Z").warning).toContain("zeros");
});

test.each([
  ["2002/0073319Z", "02/73319Z"],
  ["2003/0000003Y", "03/3Y"],
  ["1967/9893091D", "67/9893091D"],
  ["what is not canonical", "what is not canonical"],
])("%s is shown as %s", (canonical, shown) => {
  expect(formatIdentifier("pnc", canonical)).toBe(shown);
});

test("makes a PNC ID", () => {
  expect(makePnc(2002, 73319)).toBe("2002/0073319Z");
  expect(makePnc(1981, 34)).toBe("1981/0000034U");
});

test.each([
  [2002, 0],
  [2002, 10_000_000],
  [2002, 1.5],
  [2002, -1],
  [2, 73319],
  [19_999, 1],
  [Number.NaN, 1],
])("makes none of year %d and serial %d", (year, serial) => {
  expect(() => makePnc(year, serial)).toThrow(RangeError);
});
