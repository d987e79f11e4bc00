import type { Tools } from "../bus/serve.ts";
import type { RecordEvent } from "../record/record.ts";

/** Lets an agency that an item was shared with come to the file: it learns whose it is, and sees what is shared and no more. */
export function admitting(call: Tools["call"]) {
  return async (event: RecordEvent<"note.shared" | "document.shared" | "drugtest.shared">): Promise<void> => {
    const { defendantId, recipient } = event.data;
    if (recipient.kind !== "agency") return;
    await call(
      { action: "defendants.involve" },
      {
        id: event._id,
        defendantId,
        agencyId: recipient.id,
        caseId: null,
        reason: "disclosure",
        from: event.recordedAt.toISOString(),
        by: event.by,
      },
    );
  };
}
