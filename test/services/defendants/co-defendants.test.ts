import type { CountedPart } from "../../../libs/contract/views.ts";
import { coDefendantsIn, namingCoDefendants } from "../../../services/defendants/co-defendants.ts";

const [cee, bee] = ["0d8f5c1e-6d4d-4a3e-9f0a-6a5f0c2f7a01", "0d8f5c1e-6d4d-4a3e-9f0a-6a5f0c2f7a02"] as const;
const part = (name: string, items: CountedPart["items"]): CountedPart => ({
  ...{ part: name, class: "case", state: "supplied", suppliedBy: [], alsoHeldBy: [], asOf: null },
  ...{ total: items.length, tally: [], items },
});
const other = (defendantId: string) => ({ defendantId, status: "sentenced", sentence: null });
const parts = [
  part("cases", [
    { id: "1", coDefendants: 2, coDefendantCases: [other(cee), other(bee)] },
    { id: "2", coDefendants: 1, coDefendantCases: [other(cee)] },
    { id: "3", coDefendants: 0 },
    { id: "4", coDefendants: 3, coDefendantCases: [] },
  ]),
  part("hearings", [{ id: "5" }]),
];

test("whom the cases of a file show beside the person is found, each once; a file of one alone has nobody", () => {
  expect(coDefendantsIn(parts)).toEqual([cee, bee]);
  expect(coDefendantsIn([part("cases", [{ id: "3", coDefendants: 0 }])])).toEqual([]);
});

test("each stands there by name, and one whose file is closed by now leaves only the count; all else is as it was", () => {
  const [cases, hearings] = namingCoDefendants(parts, new Map([[cee, "Jo Cee"]]));
  const named = { ...other(cee), name: "Jo Cee" };
  expect(cases?.items).toEqual([
    { id: "1", coDefendants: 2, coDefendantCases: [named] },
    { id: "2", coDefendants: 1, coDefendantCases: [named] },
    { id: "3", coDefendants: 0 },
    { id: "4", coDefendants: 3, coDefendantCases: [] },
  ]);
  expect([hearings, { ...cases, items: [] }]).toEqual([parts[1], { ...parts[0], items: [] }]);
});
