import { checkIdentifier, type IdentifierKind } from "../../../libs/identifiers/identifiers.ts";

const accepted: [IdentifierKind, string][] = [
  ["offence-code", "TH68001"],
  ["offence-code", "CJ88116"],
  ["offence-code", "TH68001A"],
  ["offence-code", "TH68001I"],
  ["offence-code", "COML025"],
  ["offence-code", "XX00001"],
  ["result-code", "1000"],
  ["result-code", "1002"],
  ["result-code", "4576"],
  ["result-code", "9999"],
  ["ho-class", "104/25"],
  ["ou-code", "B14LO00"],
  ["ou-code", "014LO00"],
  ["ou-code", "Z14LO00"],
  ["ou-code", "14LO00"],
];
test.each(accepted)("%s %s is accepted", (kind, raw) => {
  expect(checkIdentifier(kind, raw)).toEqual({
    kind,
    raw,
    canonical: raw,
    valid: true,
    matchable: true,
    reason: null,
    warning: null,
  });
});

const refused: [IdentifierKind, string, string][] = [
  ["offence-code", "T68001", "TH68001"],
  ["offence-code", "TH68001D", "TH68001"],
  ["offence-code", "TH6800", "TH68001"],
  ["offence-code", "COMM025", "TH68001"],
  ["result-code", "999", "1000 to 9999"],
  ["result-code", "0999", "1000 to 9999"],
  ["result-code", "10000", "1000 to 9999"],
  ["result-code", "1002.0", "1000 to 9999"],
  ["ho-class", "104-25", "104/25"],
  ["ho-class", "104/2", "104/25"],
  ["ho-class", "10425", "104/25"],
  ["ou-code", "K14LO00", "A to J"],
  ["ou-code", "B14LO000", "A to J"],
  ["ou-code", "B14L", "A to J"],
];
test.each(refused)("%s %s is refused, and says what was expected: %s", (kind, raw, expected) => {
  expect(checkIdentifier(kind, raw)).toMatchObject({ kind, raw, canonical: null, valid: false, matchable: false });
  expect(checkIdentifier(kind, raw).reason).toContain(expected);
});

test("a court code of five characters is accepted with a warning", () => {
  expect(checkIdentifier("ou-code", "B14LO")).toMatchObject({
    canonical: "B14LO",
    valid: true,
    matchable: true,
    reason: null,
  });
  expect(checkIdentifier("ou-code", "B14LO").warning).toContain("5 characters");
});
