import {
  checkIdentifier,
  formatIdentifier,
  type IdentifierKind,
  makeCrn,
  makeNhs,
  makeNi,
  makeNoms,
  nhsCheckDigit,
} from "../../../libs/identifiers/identifiers.ts";

const accepted: [IdentifierKind, string, string][] = [
  ["noms", "A1234BC", "A1234BC"],
  ["noms", " a1234bc", "A1234BC"],
  ["crn", "X320741", "X320741"],
  ["crn", "B123435", "B123435"],
  ["driver", "MORGA657054SM9IJ", "MORGA657054SM9IJ"],
  ["ni", "AB123456C", "AB123456C"],
  ["ni", "AB 12 34 56 C", "AB123456C"],
  ["ni", "ab123456c", "AB123456C"],
  ["ni", "AB123456", "AB123456"],
  ["ni", "OA123456D", "OA123456D"],
  ["nhs", "943 476 5919", "9434765919"],
  ["nhs", "943-476-5919", "9434765919"],
  ["nhs", "9434765919", "9434765919"],
];
test.each(accepted)("%s %s is %s", (kind, raw, canonical) => {
  expect(checkIdentifier(kind, raw)).toEqual({
    kind,
    raw,
    canonical,
    valid: true,
    matchable: true,
    reason: null,
    warning: null,
  });
});

const refused: [IdentifierKind, string, string][] = [
  ["noms", "A123BC", "A1234BC"],
  ["noms", "12345AB", "A1234BC"],
  ["noms", "A12345BC", "A1234BC"],
  ["crn", "320741", "X320741"],
  ["crn", "XX32074A", "X320741"],
  ["crn", "XXX320741", "X320741"],
  ["crn", "X3207411", "X320741"],
  ["driver", "MORGA657054SM9I", "15"],
  ["driver", "SMITH840325J912", "15"],
  ["driver", "MORGA657054SM9I1", "MORGA657054SM9IJ"],
  ["driver", "MORGA65705SM9IJ", "MORGA657054SM9IJ"],
  ["ni", "QQ123456A", "never has Q"],
  ["ni", "DA123456A", "never has D"],
  ["ni", "AD123456A", "never has D"],
  ["ni", "FA123456A", "never has F"],
  ["ni", "IA123456A", "never has I"],
  ["ni", "UA123456A", "never has U"],
  ["ni", "AV123456A", "never has V"],
  ["ni", "AO123456A", "never O"],
  ["ni", "BG123456A", "starts with BG"],
  ["ni", "GB123456A", "starts with GB"],
  ["ni", "KN123456A", "starts with KN"],
  ["ni", "NK123456A", "starts with NK"],
  ["ni", "NT123456A", "starts with NT"],
  ["ni", "TN123456A", "starts with TN"],
  ["ni", "ZZ123456A", "starts with ZZ"],
  ["ni", "AB123456E", "AB123456C"],
  ["ni", "AB12345C", "AB123456C"],
  ["ni", "A1234567C", "AB123456C"],
  ["nhs", "943 476 5910", "check digit should be 9, not 0"],
  ["nhs", "123 456 1234", "check digit should be 9, not 4"],
  ["nhs", "943 476 591", "943 476 5919"],
  ["nhs", "94347659190", "943 476 5919"],
  ["nhs", "943476591X", "943 476 5919"],
  ["nhs", "1000000010", "no check digit"],
];
test.each(refused)("%s %s is refused, and says why: %s", (kind, raw, why) => {
  expect(checkIdentifier(kind, raw)).toMatchObject({ kind, raw, canonical: null, valid: false, matchable: false });
  expect(checkIdentifier(kind, raw).reason).toContain(why);
});

test("a CRN with two letters is accepted with a warning", () => {
  expect(checkIdentifier("crn", "XX320741")).toMatchObject({
    canonical: "XX320741",
    valid: true,
    matchable: true,
    reason: null,
  });
  expect(checkIdentifier("crn", "XX320741").warning).toContain("this has two");
});

test("a driver number of 15 characters is refused with a warning that others hold such numbers", () => {
  expect(checkIdentifier("driver", "SMITH840325J912").warning).toContain("15 characters");
  expect(checkIdentifier("driver", "SMITH84032").warning).toBeNull();
});

const lookLikePlaceholders: [IdentifierKind, string][] = [
  ["nhs", "1111111111"],
  ["nhs", "222 222 2222"],
  ["ni", "AB000000A"],
  ["crn", "X000000"],
  ["noms", "A0000AA"],
];
test.each(lookLikePlaceholders)("%s %s is not matched on", (kind, raw) => {
  expect(checkIdentifier(kind, raw)).toMatchObject({ valid: true, matchable: false });
  expect(checkIdentifier(kind, raw).warning).toContain("placeholder");
});

test("NI and NHS numbers are shown with spaces, others as they are", () => {
  expect(formatIdentifier("ni", "AB123456C")).toBe("AB 12 34 56 C");
  expect(formatIdentifier("ni", "AB123456")).toBe("AB 12 34 56");
  expect(formatIdentifier("nhs", "9434765919")).toBe("943 476 5919");
  expect(formatIdentifier("noms", "A1234BC")).toBe("A1234BC");
});

test("makes numbers", () => {
  expect(makeNoms("A", 1234, "BC")).toBe("A1234BC");
  expect(makeCrn("X", 320741)).toBe("X320741");
  expect(makeNi("AB", 123456, "C")).toBe("AB123456C");
  expect(makeNi("AB", 42, "")).toBe("AB000042");
  expect(makeNhs("943476591")).toBe("9434765919");
});

test("makes none that would be refused", () => {
  expect(() => makeNoms("AB", 1, "BC")).toThrow(RangeError);
  expect(() => makeCrn("x", 1)).toThrow(RangeError);
  expect(() => makeNi("QQ", 123456)).toThrow(RangeError);
  expect(() => makeNi("AB", 1_000_000)).toThrow(RangeError);
  expect(() => makeNhs("94347659")).toThrow(RangeError);
  expect(() => makeNhs("94347659X")).toThrow(RangeError);
  expect(() => makeNhs("111111111")).toThrow(RangeError);
  expect(nhsCheckDigit("100000001")).toBeNull();
  expect(() => makeNhs("100000001")).toThrow("no check digit");
});
