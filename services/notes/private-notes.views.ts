import { escrowState, lapsesAt } from "./escrow.rules.ts";
import type { Escrow } from "./notes.schema.ts";
import type { PrivateNote, Step } from "./private-notes.rules.ts";
import { releaseState } from "./release.rules.ts";
import type { ReleaseNow } from "./releases.store.ts";

export const privateNoteView = ({ id, version, writtenAt, text, pinned }: PrivateNote) => ({
  id,
  version,
  writtenAt,
  text,
  pinned,
});

export const stepView = ({ noteId, did, at, writtenAt, text }: Step) => ({ noteId, did, at, writtenAt, text });

export const hitView = ({ defendantId, id, writtenAt }: PrivateNote) => ({ defendantId, id, writtenAt });

export const releaseView = ({ release, readable }: ReleaseNow, now: Date) => ({
  id: release.id,
  personId: release.granteeId,
  from: release.from,
  until: release.until,
  recalledAt: release.recalledAt,
  state: releaseState(release, now),
  noteIds: [...release.noteIds],
  readable: [...readable],
});

export const escrowView = (stored: Escrow, now: Date) => ({
  id: stored._id,
  authorId: stored.authorId,
  successorId: stored.successorId,
  courtId: stored.courtId,
  reason: stored.reason,
  state: escrowState(stored, now),
  proposedAt: stored.recordedAt.toISOString(),
  lapsesAt: lapsesAt(stored).toISOString(),
  proposedBy: stored.proposedBy,
  approvedBy: stored.approvedBy,
  confirmedBy: stored.confirmedBy,
});
