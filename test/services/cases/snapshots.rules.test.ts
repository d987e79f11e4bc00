import type { ViewToFreeze } from "../../../libs/contract/frozen.ts";
import { contentBytesMax, contentHashOf, frozenOf } from "../../../services/cases/snapshots/snapshots.rules.ts";
import { refusal } from "./support/walk.ts";

/** What is frozen of a screen: at most 4 MiB of it, and shown to whom it says. */
const id = "00000000-0000-4000-8000-000000000001";
const matter = { caseId: id, defendantId: id, courtId: id, hearingId: id };
const judge = { id: "judge", agencyId: id, roles: ["JUD" as const] };
const command = { id, at: new Date("2026-03-10T11:00:00Z") };
const screen = (text: string): ViewToFreeze => ({
  ...{ form: "sentence", defendant: { text }, ageYears: 35, flags: [], strip: {}, blocks: [], timeline: [] },
  ...{ agencies: [], held: [] },
});
const frozen = (text: string) => frozenOf(matter, screen(text), judge, command);
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test("four mebibytes are kept, one byte more is refused and says why, and bytes are counted, not letters", () => {
  const left = contentBytesMax - bytesOf(frozen(""));
  expect(contentBytesMax).toBe(4_194_304);
  expect(bytesOf(frozen("x".repeat(left)))).toBe(contentBytesMax);
  const refused = [
    "RULE_BROKEN",
    "What the court is shown is longer than can be kept (4 MiB), and without it no sentence is recorded.",
  ];
  expect(refusal(() => frozen("x".repeat(left + 1)))).toEqual(refused);
  expect(refusal(() => frozen("\u00e9".repeat(left / 2 + 1)))).toEqual(refused);
});

test("it says to whom it was shown; another person, another screen or another command is another hash", () => {
  const content = frozen("a");
  expect(content.shownTo).toEqual({ personId: "judge", agencyId: id, roles: ["JUD"] });
  const others = [
    frozenOf(matter, screen("a"), { ...judge, id: "colleague" }, command),
    frozen("b"),
    frozenOf(matter, screen("a"), judge, { ...command, id: "00000000-0000-4000-8000-000000000002" }),
  ];
  expect(contentHashOf(frozen("a"))).toBe(contentHashOf(content));
  for (const other of others) expect(contentHashOf(other)).not.toBe(contentHashOf(content));
});
