import { fail } from "../../libs/errors/errors.ts";
import { isDuplicateKey } from "../../libs/mongo/errors.ts";
import type { AuditRow } from "../../libs/record/audit-row.ts";
import type { AuditModels, Chain, Checkpoint, Entry } from "./audit.schema.ts";
import { chainOf, emptyHead, type Head, link } from "./chain.rules.ts";

const racesMax = 20;
const batchMax = 1_000;
const checkpointsMax = 500;

/** Writing and reading the chains. Rows are only ever added. */
export function chainStore({ entries, checkpoints }: AuditModels) {
  /** The ends as this one writer left them: looking for an end costs more the longer the chain is. */
  const written = new Map<Chain, Head>();
  let turn: Promise<void> = Promise.resolve();

  async function findHead(chain: Chain): Promise<Head> {
    const known = written.get(chain);
    if (known) return known;
    const last = await entries.findOne({ chain }, { seq: 1, hash: 1 }).sort({ seq: -1 }).lean<Entry>();
    return last ? { seq: last.seq, hash: last.hash } : emptyHead;
  }

  /** Adds the rows that no chain holds yet. Another writer, or a row that came twice, makes it look again. */
  async function appendTo(chain: Chain, rows: readonly AuditRow[]): Promise<void> {
    const byId = new Map(rows.map(row => [row.id, row]));
    for (let race = 0; race < racesMax; race++) {
      const held = await entries.find({ _id: { $in: [...byId.keys()] } }, { _id: 1 }).lean<Entry[]>();
      for (const { _id } of held) byId.delete(_id);
      if (byId.size === 0) return;
      const links = link(chain, await findHead(chain), [...byId.values()]);
      written.delete(chain);
      try {
        // In order: what a crash leaves is a beginning of these, and never a gap.
        await entries.collection.insertMany(links as never[], { ordered: true });
        written.set(chain, links.at(-1) ?? emptyHead);
        return;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    }
    fail("UNAVAILABLE", { retryAfterSeconds: 1 });
  }

  return {
    findHead,

    /** Puts each row into its chain, once. Services' rows take turns: side by side they would link to the same end. */
    append(rows: readonly AuditRow[]): Promise<void> {
      const put = async () => {
        for (const [chain, own] of Map.groupBy(rows, chainOf)) await appendTo(chain, own);
      };
      turn = turn.then(put, put);
      return turn;
    },

    async findEntry(chain: Chain, seq: number): Promise<Entry | null> {
      return entries.findOne({ chain, seq }).lean<Entry>();
    },

    /** The rows after a place, in order, a batch at a time. */
    async *entriesAfter(chain: Chain, seq: number): AsyncGenerator<readonly Entry[]> {
      for (let after = seq; ; ) {
        const batch = await entries
          .find({ chain, seq: { $gt: after } })
          .sort({ seq: 1 })
          .limit(batchMax)
          .lean<Entry[]>();
        if (batch.length === 0) return;
        yield batch;
        after = batch.at(-1)?.seq ?? after;
      }
    },

    async addCheckpoint(checkpoint: Checkpoint): Promise<void> {
      const named = { _id: `${checkpoint.chain}:${checkpoint.length}`, ...checkpoint };
      await checkpoints.collection.insertMany([named as never]).catch(error => {
        if (!isDuplicateKey(error)) throw error;
      });
    },

    /** The checkpoints of a chain that is longer than `after`, shortest first. */
    async checkpointsAfter(chain: Chain, after: number, max = checkpointsMax): Promise<Checkpoint[]> {
      return checkpoints
        .find({ chain, length: { $gt: after } }, { _id: 0 })
        .sort({ length: 1 })
        .limit(max)
        .lean<Checkpoint[]>();
    },
  };
}
export type ChainStore = ReturnType<typeof chainStore>;
