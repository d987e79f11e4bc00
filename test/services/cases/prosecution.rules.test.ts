import {
  assertSummary,
  claimedPence,
  type ProsecutionSummary,
} from "../../../services/cases/prosecution/prosecution.rules.ts";
import { prosecutionView } from "../../../services/cases/prosecution/prosecution.views.ts";
import { refusal } from "./support/walk.ts";

const at = (time: string) => new Date(`2026-03-09T${time}:00Z`);
const offence = (id: string) => ({
  ...{ id, code: "TH68001", title: "Theft", wording: null, category: "either-way", date: "2026-01-01" },
  ...{ plea: null, verdict: null, result: null },
});
const offences = [offence("a"), offence("b")];
const told = (version: number, over: Partial<ProsecutionSummary> = {}): ProsecutionSummary => ({
  ...{ version, agencyId: "cps", by: "a-prosecutor", toldAt: at("10:00"), recordedAt: at("10:05") },
  ...{ summary: `Version ${version}`, compensation: [], ...over },
});
const claim = (offenceId: string, amountPence = 1_000) => ({ offenceId, amountPence, what: "A window" });

test("compensation is asked for offences of this defendant, and another's is refused by its place", () => {
  const asked = (...compensation: ReturnType<typeof claim>[]) =>
    refusal(() => assertSummary({ offences }, { compensation, toldAt: at("10:00") }));
  expect([asked(), asked(claim("a"), claim("b"), claim("a"))]).toEqual(["allowed", "allowed"]);
  expect(asked(claim("a"), claim("z"))).toEqual([
    "VALIDATION",
    [{ path: "compensation[1].offenceId", message: "expected an offence of this defendant on this case" }],
  ]);
});

test("versions come in the order of what was told, a case that nothing was told of has none, and ten are enough", () => {
  const after = (prosecution: readonly ProsecutionSummary[], time: string) =>
    refusal(() => assertSummary({ offences, prosecution }, { compensation: [], toldAt: at(time) }));
  expect(after([told(1)], "10:00")).toBe("allowed");
  expect(after([told(1)], "09:59")).toEqual([
    "VALIDATION",
    [{ path: "toldAt", message: "expected no time before what was told last" }],
  ]);
  const nine = Array.from({ length: 9 }, (_, n) => told(n + 1));
  expect(after(nine, "10:00")).toBe("allowed");
  expect(after([...nine, told(10)], "10:00")).toEqual([
    "RULE_BROKEN",
    "The court is told at most 10 times of one case against somebody.",
  ]);
});

test("the last one stands, the earlier ones stay, and nobody is named who told them", () => {
  const first = told(1, { compensation: [claim("a", 250)] });
  const second = told(2, { agencyId: "police", compensation: [claim("a", 250), claim("b", 1_750)] });
  expect(claimedPence(second.compensation)).toBe(2_000);
  const view = (version: number, agencyId: string, compensation: readonly object[], compensationPence: number) => ({
    ...{ version, agencyId, toldAt: "2026-03-09T10:00:00.000Z", recordedAt: "2026-03-09T10:05:00.000Z" },
    ...{ summary: `Version ${version}`, compensation, compensationPence },
  });
  expect(prosecutionView([first, second])).toEqual({
    prosecution: view(2, "police", [claim("a", 250), claim("b", 1_750)], 2_000),
    earlierProsecution: [view(1, "cps", [claim("a", 250)], 250)],
  });
  expect(prosecutionView([])).toEqual({ prosecution: null, earlierProsecution: [] });
});
