import { clock } from "../../libs/clock/clock.ts";
import type { PublicKey, SigningKey } from "../../libs/identity/keys.ts";
import { log } from "../../libs/log/log.ts";
import { type Chain, chains } from "./audit.schema.ts";
import { ChainCheck, emptyHead, type Head, signCheckpoint } from "./chain.rules.ts";
import type { ChainStore } from "./chain.store.ts";
import type { Witness } from "./witness.ts";

const rowsMax = 1_000;

/**
 * Makes checkpoints: every so many seconds, or 1,000 rows, for a chain that has grown. What is signed continues what
 * was witnessed before, row by row; a chain that does not is not signed, and the log says so.
 */
export function checkpointing(
  store: ChainStore,
  witness: Witness,
  key: SigningKey,
  publicKeys: readonly PublicKey[],
  everySeconds: number,
) {
  const last = new Map<Chain, { readonly head: Head; readonly atSeconds: number }>();

  async function makeFor(chain: Chain): Promise<void> {
    const before = last.get(chain) ?? { head: witnessed(chain), atSeconds: Number.NEGATIVE_INFINITY };
    const { seq } = await store.findHead(chain);
    const grown = seq - before.head.seq;
    const isDue = grown >= rowsMax || clock.seconds() - before.atSeconds >= everySeconds;
    if (grown === 0 || !isDue) return;
    const head = await checkedHead(chain, before.head);
    if (head) {
      const checkpoint = signCheckpoint(chain, head, clock.now(), key);
      witness.add(checkpoint);
      await store.addCheckpoint(checkpoint);
    }
    last.set(chain, { head: head ?? before.head, atSeconds: clock.seconds() });
  }

  const witnessed = (chain: Chain): Head => {
    const known = witness.findLast(chain);
    return known ? { seq: known.length, hash: known.head } : emptyHead;
  };

  /** The end of the chain, when all of it since `from` is whole. */
  async function checkedHead(chain: Chain, from: Head): Promise<Head | undefined> {
    const first = from.seq === 0 ? emptyHead : await store.findEntry(chain, from.seq);
    const check = new ChainCheck([], publicKeys, from);
    for await (const batch of store.entriesAfter(chain, from.seq)) for (const entry of batch) check.take(entry);
    const [fault] = check.end();
    const isWhole = first?.hash === from.hash && check.at.seq >= from.seq && !fault;
    if (!isWhole)
      log.error({ chain, after: from.seq, fault: fault?.seq }, "the audit does not continue what was witnessed");
    return isWhole ? check.at : undefined;
  }

  return {
    async make(): Promise<void> {
      for (const chain of chains) await makeFor(chain);
    },
  };
}
