import { checkIdentifier, makeUrn } from "../../../libs/identifiers/identifiers.ts";

test.each(["01ZD0300108", "01VK0300208", "01WW0298121", "05NL0123407", "05NL012"])("%s is a URN", raw => {
  expect(checkIdentifier("urn", raw)).toEqual({
    kind: "urn",
    raw,
    canonical: raw,
    valid: true,
    matchable: true,
    reason: null,
    warning: null,
  });
});

test.each(["05NL12", "05NL012340712", "05-NL01234", "05NL01234B7", "05N"])("%s is no URN", raw => {
  expect(checkIdentifier("urn", raw)).toMatchObject({ canonical: null, valid: false, matchable: false });
  expect(checkIdentifier("urn", raw).reason).toContain("3 to 7 digits");
});

test("makes a URN", () => {
  expect(makeUrn({ force: "05", unit: "NL", serial: 1234, year: 2007 })).toBe("05NL0123407");
  expect(() => makeUrn({ force: "0", unit: "5NL", serial: 1234, year: 2007 })).toThrow(RangeError);
  expect(() => makeUrn({ force: "05", unit: "NL", serial: 100_000, year: 2007 })).toThrow(RangeError);
});

test.each([
  ["97/1626/008395Q", "97/1626/008395Q"],
  ["26/9998/000924K", "26/9998/000924K"],
  ["21/2732/4L", "21/2732/000004L"],
  ["09/0413/445H", "09/0413/000445H"],
  ["26/2576/000831E", "26/2576/000831E"],
])("%s is the court case reference %s", (raw, canonical) => {
  expect(checkIdentifier("ccr", raw)).toEqual({
    kind: "ccr",
    raw,
    canonical,
    valid: true,
    matchable: true,
    reason: null,
    warning: null,
  });
});

test("a court case reference with another letter is accepted with a warning", () => {
  expect(checkIdentifier("ccr", "26/9998/000549W")).toMatchObject({
    canonical: "26/9998/000549W",
    valid: true,
    matchable: true,
    reason: null,
  });
  expect(checkIdentifier("ccr", "26/9998/000549W").warning).toContain("check letter would be C, not W");
});

test.each([
  "97/1626/008395S",
  "97/1626/008395I",
  "97/1626/008395O",
  "1997/1626/008395Q",
  "97/162/008395Q",
  "97/1626/0083950Q",
  "97/1626/Q",
  "971626008395Q",
])("%s is no court case reference", raw => {
  expect(checkIdentifier("ccr", raw)).toMatchObject({ canonical: null, valid: false, matchable: false });
  expect(checkIdentifier("ccr", raw).reason).toContain("97/1626/008395Q");
});
