import { depthOf } from "../../gateway/json-body.ts";

test.each([
  ["", 0],
  ["1", 0],
  ["{}", 1],
  ['{"a":[{"b":[]}]}', 4],
  ['{"a":"[[[[{{{{"}', 1],
  ['{"a":"\\"[[["}', 1],
  ['{"a\\\\":[1]}', 2],
  ["[[],[],[[]]]", 3],
])("the depth of %s is %i", (text, expected) => expect(depthOf(Buffer.from(text))).toBe(expected));

test("100,000 levels are counted without recursion", () => {
  expect(depthOf(Buffer.from("[".repeat(100_000)))).toBe(100_000);
});
