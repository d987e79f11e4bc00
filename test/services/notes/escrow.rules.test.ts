import type { PersonEntry } from "../../../libs/contract/people.ts";
import {
  assertMayApprove,
  assertMayConfirm,
  courtOfEscrow,
  type EscrowFacts,
  escrowState,
} from "../../../services/notes/escrow.rules.ts";
import { refusalOf } from "../../support/refusal.ts";

const at = (text: string) => new Date(`2026-03-0${text}:00.000Z`);
describe("an escrow", () => {
  const facts = (over: Partial<EscrowFacts> = {}): EscrowFacts => ({
    authorId: "author",
    successorId: "successor",
    proposedBy: "first",
    approvedBy: null,
    confirmedBy: null,
    recordedAt: at("1T09:00"),
    ...over,
  });
  const approved = facts({ approvedBy: "second" });
  const early = at("2T09:00");
  const late = new Date("2026-03-31T09:00:00.000Z");

  test("goes from proposed by approved to confirmed, and lapses after thirty days on the way", () => {
    expect(escrowState(facts(), early)).toBe("proposed");
    expect(escrowState(approved, early)).toBe("approved");
    expect(escrowState(facts({ approvedBy: "second", confirmedBy: "judge" }), late)).toBe("confirmed");
    expect(escrowState(facts(), new Date(late.getTime() - 1))).toBe("proposed");
    for (const open of [facts(), approved]) expect(escrowState(open, late)).toBe("lapsed");
  });

  test.each<[string, EscrowFacts, string, Date, string]>([
    ["a second officer", facts(), "second", early, "done"],
    ["the first officer again", facts(), "first", early, "RULE_BROKEN"],
    ["a third officer", approved, "third", early, "RULE_BROKEN"],
    ["a second officer too late", facts(), "second", late, "RULE_BROKEN"],
  ])("approved by %s", (_, held, officer, now, expected) => {
    expect(refusalOf(() => assertMayApprove(held, officer, now))).toBe(expected);
  });

  test.each<[string, EscrowFacts, string, Date, string]>([
    ["another judge", approved, "judge", early, "done"],
    ["the author", approved, "author", early, "RULE_BROKEN"],
    ["the successor", approved, "successor", early, "RULE_BROKEN"],
    ["the first officer", approved, "first", early, "RULE_BROKEN"],
    ["the second officer", approved, "second", early, "RULE_BROKEN"],
    ["another judge after one officer", facts(), "judge", early, "RULE_BROKEN"],
    ["another judge too late", approved, "judge", late, "RULE_BROKEN"],
    [
      "another judge the second time",
      facts({ approvedBy: "second", confirmedBy: "judge" }),
      "judge",
      early,
      "RULE_BROKEN",
    ],
  ])("confirmed by %s", (_, held, judge, now, expected) => {
    expect(refusalOf(() => assertMayConfirm(held, judge, now))).toBe(expected);
  });

  const judgeOf = (id: string, over: Partial<PersonEntry> = {}): PersonEntry => ({
    id,
    agencyId: "court",
    roles: ["JUD"],
    teamIds: [],
    enabled: true,
    ...over,
  });
  test.each<[string, PersonEntry | undefined, PersonEntry | undefined, string]>([
    ["two judges of a court", judgeOf("a"), judgeOf("b"), "done"],
    ["a judge who has left and one who sits", judgeOf("a", { enabled: false }), judgeOf("b"), "done"],
    ["one who sits and one who has left", judgeOf("a"), judgeOf("b", { enabled: false }), "VALIDATION"],
    ["judges of two courts", judgeOf("a"), judgeOf("b", { agencyId: "elsewhere" }), "VALIDATION"],
    ["a judge and the same", judgeOf("a"), judgeOf("a"), "VALIDATION"],
    ["a judge and a legal adviser", judgeOf("a"), judgeOf("b", { roles: ["LA"] }), "VALIDATION"],
    ["a legal adviser and a judge", judgeOf("a", { roles: ["LA"] }), judgeOf("b"), "VALIDATION"],
    ["nobody and a judge", undefined, judgeOf("b"), "VALIDATION"],
    ["a judge and nobody", judgeOf("a"), undefined, "VALIDATION"],
    ["nobody and nobody", undefined, undefined, "VALIDATION"],
  ])("between %s", (_, author, successor, expected) => {
    expect(refusalOf(() => courtOfEscrow(author, successor))).toBe(expected);
  });
});
