import type { Tools } from "../bus/serve.ts";
import { clock } from "../clock/clock.ts";
import type { RecordEvent } from "../record/record.ts";
import { agenciesSharedWith, type ItemDisclosure } from "./item-disclosures.ts";

/** Lets an agency that an item was shared with come to the file: it learns whose it is, and sees what is shared and no more. */
export function admitting(call: Tools["call"]) {
  return async (event: RecordEvent<"note.shared" | "document.shared" | "drugtest.shared">): Promise<void> => {
    const { defendantId, recipient } = event.data;
    if (recipient.kind !== "agency") return;
    await admit(call, event, defendantId, recipient.id);
  };
}

async function admit(
  call: Tools["call"],
  { _id, recordedAt, by }: Pick<RecordEvent, "_id" | "recordedAt" | "by">,
  defendantId: string,
  agencyId: string,
): Promise<void> {
  await call(
    { action: "defendants.involve" },
    { id: _id, defendantId, agencyId, caseId: null, reason: "disclosure", from: recordedAt.toISOString(), by },
  );
}

interface Shared {
  readonly _id: string;
  readonly disclosures: readonly ItemDisclosure[];
}

/**
 * Ends what sharing gave beside the items, once the last item is taken back from an agency: it no longer follows whose
 * file it was. `itemsOf` gives what this service holds of a file that can be shared.
 */
export function dismissing(call: Tools["call"], itemsOf: (defendantId: string) => Promise<readonly Shared[]>) {
  return async (event: RecordEvent<"note.recalled" | "document.recalled" | "drugtest.recalled">): Promise<void> => {
    const { defendantId } = event.data;
    const items = await itemsOf(defendantId);
    const still = new Set(items.flatMap(({ disclosures }) => agenciesSharedWith(disclosures, clock.now())));
    const once = items.find(({ _id }) => _id === event.recordId)?.disclosures ?? [];
    for (const id of new Set(
      once.flatMap(({ recipient, recalled }) => (recalled && recipient.kind === "agency" ? recipient.id : [])),
    ))
      if (!still.has(id))
        await call({ action: "defendants.dismiss" }, { id: event._id, defendantId, agencyId: id, by: event.by });
    // What was shared meanwhile may have found the agency still there, and so have brought it nowhere.
    const now = (await itemsOf(defendantId)).flatMap(({ disclosures }) => agenciesSharedWith(disclosures, clock.now()));
    for (const [n, agencyId] of [...new Set(now)].filter(id => !still.has(id)).entries())
      await admit(call, { ...event, _id: `${event._id}:${n}` }, defendantId, agencyId);
  };
}
