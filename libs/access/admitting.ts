import type { Tools } from "../bus/serve.ts";
import { clock } from "../clock/clock.ts";
import type { RecordEvent } from "../record/record.ts";
import { isLater } from "./facts.ts";
import { type ItemDisclosure, sharedUntil } from "./item-disclosures.ts";

interface Shared {
  readonly _id: string;
  readonly disclosures: readonly ItemDisclosure[];
}
/** What this service holds of a file that can be shared. */
export type ItemsOf = (defendantId: string) => Promise<readonly Shared[]>;

const untilOf = (items: readonly Shared[]) =>
  sharedUntil(
    items.flatMap(({ disclosures }) => disclosures),
    clock.now(),
  );

/**
 * Lets an agency that an item was shared with come to the file, for as long as anything is shared with it: it learns
 * whose it is, and sees what is shared and no more. When the last sharing ends by the clock, so does this.
 */
export function admitting(call: Tools["call"], itemsOf: ItemsOf) {
  return async (event: RecordEvent<"note.shared" | "document.shared" | "drugtest.shared">): Promise<void> => {
    const { defendantId, recipient } = event.data;
    if (recipient.kind !== "agency") return;
    const until = untilOf(await itemsOf(defendantId)).get(recipient.id);
    // What was taken back or has ended meanwhile brings nobody.
    if (until !== undefined) await admit(call, event, defendantId, recipient.id, until);
  };
}

async function admit(
  call: Tools["call"],
  { _id, recordedAt, by }: Pick<RecordEvent, "_id" | "recordedAt" | "by">,
  defendantId: string,
  agencyId: string,
  until: Date | null,
): Promise<void> {
  const period = { from: recordedAt.toISOString(), to: until?.toISOString() ?? null };
  await call(
    { action: "defendants.involve" },
    { id: _id, defendantId, agencyId, caseId: null, reason: "disclosure", ...period, by },
  );
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
    for (const agencyId of new Set(
      once.flatMap(({ recipient, recalled }) => (recalled && recipient.kind === "agency" ? recipient.id : [])),
    )) {
      const until = still.get(agencyId);
      if (until === null) continue;
      const at = until?.toISOString() ?? null;
      await call({ action: "defendants.dismiss" }, { id: event._id, defendantId, agencyId, at, by: event.by });
    }
    // What was shared meanwhile may have found the agency still there, and so have brought it nowhere.
    const now = untilOf(await itemsOf(defendantId));
    for (const [n, [agencyId, until]] of [...now].entries()) {
      const known = still.get(agencyId);
      if (known === undefined || isLater(until, known))
        await admit(call, { ...event, _id: `${event._id}:${n}` }, defendantId, agencyId, until);
    }
  };
}
