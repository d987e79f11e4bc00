import type { CaseFact, FactModel, HearingFact, ItemFact, Named, PreSentenceReportFact } from "./facts.ts";

const factsMax = 100_000;

/** Every query on facts. Each is cut to one court, or to defendants who stand on a list of that court. */
export function factsStore(model: FactModel) {
  const find = <F>(filter: object) =>
    model
      .find(filter as never, { happened: 0 })
      .limit(factsMax)
      .lean<Named<F>[]>();
  return {
    /** Cases of a court received before an instant. */
    cases: (courtId: string, before: Date) => find<CaseFact>({ kind: "case", courtId, receivedAt: { $lt: before } }),
    hearingsOn: (courtId: string, day: string) =>
      find<HearingFact>({ kind: "hearing", courtId, $or: [{ day }, { days: day }] }),
    hearingsOf: (defendantIds: readonly string[]) =>
      find<HearingFact>({ kind: "hearing", defendantIds: { $in: [...defendantIds] } }),
    casesOf: (defendantIds: readonly string[]) =>
      find<CaseFact>({ kind: "case", defendantIds: { $in: [...defendantIds] } }),
    reportsOf: (defendantIds: readonly string[]) =>
      find<PreSentenceReportFact>({ kind: "pre-sentence-report", defendantIds: { $in: [...defendantIds] } }),
    itemsOf: (defendantIds: readonly string[]) =>
      find<ItemFact>({
        kind: { $in: ["order", "obligation", "referral", "drug-test", "need", "note"] },
        defendantIds: { $in: [...defendantIds] },
      }),
  };
}
export type FactsStore = ReturnType<typeof factsStore>;
