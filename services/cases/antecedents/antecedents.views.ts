import { type PartDefinition, sourceOf } from "../../../libs/access/assemble.ts";
import type { View } from "../../../libs/access/decide.ts";
import type { Conviction } from "./antecedents.schema.ts";
import { type Convicted, isSpent, type Spent, spentOf } from "./spent.rules.ts";

/** What is spent on a day, for all convictions of one person: one by itself does not tell. */
export class Antecedents {
  readonly #spent: ReadonlyMap<string, Spent>;
  readonly #today: string;

  /** `adultFrom` is the person's eighteenth birthday, where it is known. */
  constructor(all: readonly Conviction[], adultFrom: string | null, today: string) {
    this.#spent = spentOf(all.map(one => convictedOf(one, adultFrom)));
    this.#today = today;
  }

  spentOf({ _id }: Conviction) {
    const { from, rule } = this.#spent.get(_id) ?? { from: null, rule: "nothing is known of the sentence" };
    return { isSpent: isSpent({ from, rule }, this.#today), from, rule };
  }

  /** Spent convictions are a class of their own, which fewer may read. */
  part(cls: "antecedents" | "spent"): PartDefinition<Conviction> {
    return {
      part: cls === "spent" ? "spent-convictions" : "antecedents",
      class: cls,
      category: () => "convicted",
      held: ({ agencyId, occurredAt, recordedAt }) => ({ class: cls, agencyId, caseId: null, occurredAt, recordedAt }),
      view: (stored, view) => this.fieldsOf(stored, view),
      entries: ({ occurredAt, recordedAt }) => [{ at: occurredAt, recordedAt, what: "Convicted" }],
    };
  }

  partOf(stored: Conviction): PartDefinition<Conviction> {
    return this.part(this.spentOf(stored).isSpent ? "spent" : "antecedents");
  }

  fieldsOf(stored: Conviction, view: View) {
    const { convictedOn, court, offences, disposals, isSummaryOnly, isSchedule18, corrections } = stored;
    return {
      convictedOn,
      spent: this.spentOf(stored),
      disposals: disposals.map(({ kind, lengthMonths, endsOn }) => ({ kind, lengthMonths, endsOn })),
      ...(view === "full" && {
        court,
        offences: offences.map(({ code, title, committedOn }) => ({ code, title, committedOn })),
        isSummaryOnly,
        isSchedule18,
        corrections: corrections.map(({ at, reason, fields }) => ({
          at: at.toISOString(),
          reason,
          fields: [...fields],
        })),
      }),
    };
  }

  view(stored: Conviction, view: View) {
    return {
      id: stored._id,
      version: stored.v,
      source: sourceOf(stored),
      defendantId: stored.defendantId,
      ...this.fieldsOf(stored, view),
    };
  }
}

/** Of whom the birthday is not known, the longer periods of adults count. */
function convictedOf(stored: Conviction, adultFrom: string | null): Convicted {
  const { _id, convictedOn, isSummaryOnly, isSchedule18, disposals } = stored;
  const isYouth = adultFrom !== null && convictedOn < adultFrom;
  return { id: _id, convictedOn, isYouth, isSummaryOnly, isSchedule18, disposals };
}
