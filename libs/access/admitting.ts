import type { Tools } from "../bus/serve.ts";
import { clock } from "../clock/clock.ts";
import { uuidFrom } from "../record/command.ts";
import type { RecordEvent } from "../record/record.ts";
import { isLater, type Period } from "./facts.ts";
import { type ItemDisclosure, sharedUntil, toCome } from "./item-disclosures.ts";

interface Shared {
  readonly _id: string;
  readonly disclosures: readonly ItemDisclosure[];
}
/** What this service holds of a file that can be shared. */
export type ItemsOf = (defendantId: string) => Promise<readonly Shared[]>;

const sharedIn = (items: readonly Shared[]) => items.flatMap(({ disclosures }) => disclosures);
const untilOf = (items: readonly Shared[]) => sharedUntil(sharedIn(items), clock.now());

/**
 * Lets an agency that an item was shared with come to the file, for as long as anything is shared with it: it learns
 * whose it is, and sees what is shared and no more. When the last sharing ends by the clock, so does this; what begins
 * later brings it then.
 */
export function admitting(call: Tools["call"], itemsOf: ItemsOf) {
  return async (event: RecordEvent<"note.shared" | "document.shared" | "drugtest.shared">): Promise<void> => {
    const { defendantId, recipient } = event.data;
    if (recipient.kind !== "agency") return;
    const items = await itemsOf(defendantId);
    const until = untilOf(items).get(recipient.id);
    // What was taken back or has ended meanwhile brings nobody.
    if (until !== undefined) await admit(call, event, defendantId, recipient.id, { from: event.recordedAt, to: until });
    await admitLater(call, event, defendantId, recipient.id, items);
  };
}

async function admit(
  call: Tools["call"],
  { _id, by }: Pick<RecordEvent, "_id" | "by">,
  defendantId: string,
  agencyId: string,
  { from, to }: Period,
): Promise<void> {
  const period = { from: from.toISOString(), to: to?.toISOString() ?? null };
  await call(
    { action: "defendants.involve" },
    { id: _id, defendantId, agencyId, caseId: null, reason: "disclosure", ...period, by },
  );
}

/** Each by itself, since between two of them nothing may be shared. */
async function admitLater(
  call: Tools["call"],
  { _id, by }: Pick<RecordEvent, "_id" | "by">,
  defendantId: string,
  agencyId: string,
  items: readonly Shared[],
): Promise<void> {
  for (const { id, from, to } of toCome(sharedIn(items), agencyId, clock.now()))
    await admit(call, { _id: uuidFrom("shared-later", `${_id}|${id}`), by }, defendantId, agencyId, { from, to });
}

/**
 * Ends what sharing gave beside the items, once the last item is taken back from an agency or when what is left ends:
 * it no longer follows whose file it was.
 */
export function dismissing(call: Tools["call"], itemsOf: ItemsOf) {
  return async (event: RecordEvent<"note.recalled" | "document.recalled" | "drugtest.recalled">): Promise<void> => {
    const { defendantId } = event.data;
    const items = await itemsOf(defendantId);
    const still = untilOf(items);
    const once = items.find(({ _id }) => _id === event.recordId)?.disclosures ?? [];
    const taken = new Set(
      once.flatMap(({ recipient, recalled }) => (recalled && recipient.kind === "agency" ? recipient.id : [])),
    );
    for (const agencyId of taken) {
      const until = still.get(agencyId);
      if (until === null) continue;
      const at = until?.toISOString() ?? null;
      await call({ action: "defendants.dismiss" }, { id: event._id, defendantId, agencyId, at, by: event.by });
    }
    // What was shared meanwhile may have found the agency still there, and so have brought it nowhere.
    const left = await itemsOf(defendantId);
    for (const [n, [agencyId, until]] of [...untilOf(left)].entries()) {
      const known = still.get(agencyId);
      if (known === undefined || isLater(until, known))
        await admit(call, { ...event, _id: `${event._id}:${n}` }, defendantId, agencyId, {
          from: event.recordedAt,
          to: until,
        });
    }
    for (const agencyId of taken) await admitLater(call, event, defendantId, agencyId, left);
  };
}
