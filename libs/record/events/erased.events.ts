import { z } from "zod";
import type { Service } from "../../bus/call-graph.ts";
import { id } from "./shapes.ts";

/** That what was recorded about a file is no more: whose decision it was, and of which file. */
const of = <O extends Service, R extends string>(owner: O, record: R) =>
  ({
    owner,
    record,
    consumers: [],
    payload: z.strictObject({ defendantId: id, retentionId: id, ground: z.string() }),
  }) as const;

/** One for each kind of record that files have. */
export const erasedEvents = {
  "defendant.erased": of("defendants", "defendant"),
  "subject-request.erased": of("defendants", "subject-request"),
  "equality.erased": of("defendants", "equality"),
  "match.erased": of("defendants", "match"),
  "case.erased": of("cases", "case"),
  "hearing.erased": of("cases", "hearing"),
  "pre-sentence-report.erased": of("cases", "pre-sentence-report"),
  "order.erased": of("cases", "order"),
  "warrant.erased": of("cases", "warrant"),
  "payment.erased": of("cases", "payment"),
  "obligation.erased": of("cases", "obligation"),
  "enforcement.erased": of("cases", "enforcement"),
  "review.erased": of("cases", "review"),
  "progress-report.erased": of("cases", "progress-report"),
  "response.erased": of("cases", "response"),
  "meeting.erased": of("cases", "meeting"),
  "referral.erased": of("cases", "referral"),
  "drug-test.erased": of("cases", "drug-test"),
  "need.erased": of("cases", "need"),
  "treatment-episode.erased": of("cases", "treatment-episode"),
  "ancillary-order.erased": of("cases", "ancillary-order"),
  "unpaid-work.erased": of("cases", "unpaid-work"),
  "victim-contact.erased": of("cases", "victim-contact"),
  "marker.erased": of("cases", "marker"),
  "custody.erased": of("cases", "custody"),
  "restorative-meeting.erased": of("cases", "restorative-meeting"),
  "snapshot.erased": of("cases", "snapshot"),
  "conviction.erased": of("cases", "conviction"),
  "note.erased": of("notes", "note"),
  "document.erased": of("notes", "document"),
};
export type ErasedEvent = keyof typeof erasedEvents;
