import { ended, isLive } from "../../../libs/access/facts.ts";
import { fail } from "../../../libs/errors/errors.ts";
import { type Command, uuidFrom } from "../../../libs/record/command.ts";
import type { Change, NewEvent } from "../../../libs/record/commit.ts";
import type { FileAccessRecord, KeptExclusion, Link } from "../file-access/file-access.schema.ts";
import { assertRoom } from "../file-access/file-access.store.ts";

type Merging = Pick<FileAccessRecord, "_id" | "linked" | "mergedInto" | "exclusions">;
type FileChange = Change<FileAccessRecord>;

/** The whole file asks every owner once for each of these. */
const linkedMax = 10;

const liveLinks = ({ linked }: Pick<Merging, "linked">) => linked.filter(({ to }) => to === null);

/** The link that is live between this file and one merged into it. */
export function linkTo(file: Pick<Merging, "linked">, otherId: string): Link | undefined {
  return liveLinks(file).find(link => link.otherId === otherId);
}

/**
 * Whether the other file may be merged into this one: neither is part of another merge already, so that a link never
 * leads on to a second one. Fails with RULE_BROKEN.
 */
export function assertMayMerge(survivor: Merging, other: Merging): void {
  if (survivor.mergedInto)
    fail("RULE_BROKEN", { detail: "This file is merged into another; merge into that one, or unmerge it first." });
  if (other.mergedInto) fail("RULE_BROKEN", { detail: "The other file is merged already; unmerge it first." });
  if (liveLinks(other).length > 0)
    fail("RULE_BROKEN", {
      detail: "Files are merged into the other one; unmerge those first, or merge the other way.",
    });
}

/** What a merge writes on the file that stays in use: the link, and in the same write the other's exclusions. */
export function linking(
  survivor: FileAccessRecord,
  other: Merging,
  reason: string,
  { id, at, by }: Command,
): FileChange {
  assertMayMerge(survivor, other);
  if (liveLinks(survivor).length >= linkedMax)
    fail("RULE_BROKEN", { detail: `At most ${linkedMax} files are merged into one.` });
  assertRoom(survivor, "linked");
  const link: Link = { id, otherId: other._id, from: at, to: null, by: by.id, reason };
  const copied = copies(survivor, other, id, at);
  return {
    push: { linked: [link], exclusions: copied },
    events: [{ type: "file.linked", data: { id, otherId: other._id, from: at } }, ...copied.map(toldExclusion)],
  };
}

/** What follows on the file that was merged: where it went, and the survivor's exclusions. Nothing when that was done, or is no longer so. */
export function absorbing(other: FileAccessRecord, survivor: Merging, { id, from, by, reason }: Link): FileChange {
  // Merged crosswise at one moment, the link that the pair names stays, and the other one gives way.
  if (other.mergedInto || liveLinks(other).some(({ otherId }) => otherId !== survivor._id)) return { events: [] };
  const copied = copies(other, survivor, id, from);
  return {
    set: { mergedInto: { id, otherId: survivor._id, from, by, reason }, narrowedAt: from },
    push: { exclusions: copied },
    events: [{ type: "file.absorbed", data: { id, otherId: survivor._id, from } }, ...copied.map(toldExclusion)],
  };
}

/** What an unmerge writes on the survivor: the end of the link and of what came by it. Fails with RULE_BROKEN. */
export function unlinking(survivor: Merging, otherId: string, reason: string, { at, by }: Command): FileChange {
  const link = linkTo(survivor, otherId);
  if (!link) return fail("RULE_BROKEN", { detail: "The other file is not merged into this one." });
  const { exclusions, events } = withoutVia(survivor, link.id, at);
  return {
    set: {
      linked: survivor.linked.map(found =>
        found === link ? { ...found, to: at, unmerged: reason, unmergedBy: by.id } : found,
      ),
      exclusions,
    },
    events: [{ type: "file.unlinked", data: { id: link.id, otherId, to: at } }, ...events],
  };
}

/** What follows on the file that is on its own again. */
export function restoring(other: Merging, linkId: string, at: Date): FileChange {
  if (other.mergedInto?.id !== linkId) return { events: [] };
  const { exclusions, events } = withoutVia(other, linkId, at);
  return {
    set: { mergedInto: null, exclusions },
    events: [{ type: "file.restored", data: { id: linkId, otherId: other.mergedInto.otherId, to: at } }, ...events],
  };
}

/** An exclusion made on one of two linked files while they are linked, on the other. */
export function spreading(
  to: FileAccessRecord,
  from: Merging,
  linkId: string,
  exclusionId: string,
  at: Date,
): FileChange {
  const copied = copies(to, from, linkId, at).filter(({ via }) => via?.exclusionId === exclusionId);
  if (copied.length === 0) return { events: [] };
  return { set: { narrowedAt: at }, push: { exclusions: copied }, events: copied.map(toldExclusion) };
}

/** The lifting of an exclusion on one of two linked files, on the other. */
export function liftingCopies(from: Merging, exclusionId: string, at: Date): FileChange {
  const lifted = from.exclusions.filter(({ via, ...kept }) => via?.exclusionId === exclusionId && isLive(kept, at));
  if (lifted.length === 0) return { events: [] };
  return {
    set: { exclusions: lifted.reduce<readonly KeptExclusion[]>((all, { id }) => ended(all, id, at), from.exclusions) },
    events: lifted.map(({ id }) => ({ type: "limit.lifted", data: { id, to: at } })),
  };
}

/** The live exclusions of one file as they stand on the other. A copy is not copied back. */
function copies(to: Merging, from: Merging, linkId: string, at: Date): KeptExclusion[] {
  return from.exclusions
    .filter(found => !found.via && (found.to === null || found.to > at))
    .map(({ id, ...kept }) => ({
      ...kept,
      id: uuidFrom("merge", `${linkId}|${id}`),
      from: kept.from > at ? kept.from : at,
      via: { linkId, exclusionId: id },
    }))
    .filter(({ id }) => !to.exclusions.some(found => found.id === id));
}

function toldExclusion({ id, from, to, personId }: KeptExclusion): NewEvent {
  return { type: "exclusion.made", data: { id, from, to, personId } };
}

function withoutVia(file: Merging, linkId: string, at: Date): { exclusions: KeptExclusion[]; events: NewEvent[] } {
  const over = file.exclusions.filter(({ via, to }) => via?.linkId === linkId && (to === null || to > at));
  return {
    exclusions: over.reduce((all, { id }) => ended(all, id, at), [...file.exclusions]),
    events: over.map(({ id }) => ({ type: "limit.lifted", data: { id, to: at } })),
  };
}
