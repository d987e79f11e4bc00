import mongoose, { type Connection, type Model } from "mongoose";
import { clock } from "../../../libs/clock/clock.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { isDuplicateKey } from "../../../libs/mongo/errors.ts";
import { strict } from "../../../libs/record/record.ts";
import { type Spent, shownPerHourMax, spend } from "./search.rules.ts";

/** What one account's searches have shown. No record: it is counted, not kept. */
interface Budget extends Spent {
  readonly _id: string;
}

export function searchBudgetsModel(db: Connection): Model<Budget> {
  const schema = new mongoose.Schema<Budget>(
    { _id: { type: String, required: true }, shown: Number, until: Date },
    { ...strict, collection: "search-budgets" },
  );
  schema.index({ until: 1 }, { expireAfterSeconds: 60 });
  return db.model<Budget>("search-budget", schema);
}

const racesMax = 20;

/** Keeps searches from being a way to read the register from end to end. */
export function searchBudgets(budgets: Model<Budget>) {
  return {
    /** Counts the people a search is about to show; fails with TOO_MANY_REQUESTS, and then none may be shown. */
    async spend(person: Person, people: number): Promise<void> {
      for (let race = 0; race < racesMax; race++) {
        const before = await budgets.findById(person.id).lean<Budget>();
        const spent = spend(before, people, shownPerHourMax(person), clock.now());
        if ("waitSeconds" in spent)
          fail("TOO_MANY_REQUESTS", {
            detail: "Your searches have shown as many people as they may in an hour.",
            retryAfterSeconds: spent.waitSeconds,
          });
        if (await swap(person.id, before, spent.next)) return;
      }
      fail("UNAVAILABLE", { retryAfterSeconds: 1 });
    },
  };

  /** False when another search of the same person was counted meanwhile, and nothing was written. */
  async function swap(id: string, before: Spent | null, next: Spent): Promise<boolean> {
    if (before) {
      const filter = { _id: id, shown: before.shown, until: before.until };
      return (await budgets.updateOne(filter, { $set: next })).matchedCount === 1;
    }
    try {
      await budgets.create([{ _id: id, ...next }]);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
export type SearchBudgets = ReturnType<typeof searchBudgets>;
