import { look } from "../../libs/access/assemble.ts";
import { decideRead, type Held, mayKnow, type Sight } from "../../libs/access/decide.ts";
import { isLive } from "../../libs/access/facts.ts";
import { type Files, nothingHeld, type Scope } from "../../libs/access/files.ts";
import type { Tools } from "../../libs/bus/serve.ts";
import { clock } from "../../libs/clock/clock.ts";
import { fail, notYet } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { findEarlier } from "../../libs/record/earlier.ts";
import { fileMarkers } from "./defendants.contract.ts";
import type { Defendant } from "./defendants.schema.ts";
import { defendantView } from "./defendants.views.ts";
import type { FileAccessRecord } from "./file-access/file-access.schema.ts";
import type { FileAccessStore } from "./file-access/file-access.store.ts";
import type { MatchPair } from "./matching/matching.schema.ts";
import type { matchingStore } from "./matching/matching.store.ts";
import { noOthers, type Others } from "./matching/matching.views.ts";
import type { subjectRequestsStore } from "./subject-requests/subject-requests.store.ts";

/** A file with all that this service keeps of it: read once, when it is opened. */
export type OwnScope = Scope<FileAccessRecord>;

/** What decides who may read who somebody is. */
export const heldOf = ({ agencyId, occurredAt, recordedAt }: Defendant): Held => ({
  class: "identity",
  agencyId,
  caseId: null,
  occurredAt,
  recordedAt,
});

/** What may not be reported travels with every view, lists too. */
export function reportingIn({ access, now }: Scope) {
  return access.reporting.filter(kept => isLive(kept, now));
}

/** Who somebody is, as far as whoever asks may know. */
export function personViews(
  access: FileAccessStore,
  files: Files<FileAccessRecord>,
  subjectRequests: Pick<ReturnType<typeof subjectRequestsStore>, "isRestricted">,
  matching: Pick<ReturnType<typeof matchingStore>, "listOf">,
  events: Tools["events"],
) {
  const earlier = (stored: Defendant, at: Date) => findEarlier<Defendant>(events, "defendant", stored, at);
  /** Opens a file by a person's identity. What is not there is asked for all the same: a "no" takes the same work. */
  const openIdentity = (person: Person, id: string) => files.openToRead(person, id, nothingHeld("identity"));

  /** A defendant as the person may see them, as it stands or as it was when their agency left. Fails with NOT_FOUND. */
  async function show(scope: OwnScope, found: Defendant | Promise<Defendant>) {
    const { fileId } = scope;
    const [stored, restricted, pairs] = await Promise.all([
      found,
      subjectRequests.isRestricted(fileId),
      matching.listOf(fileId),
    ]);
    const { item, sight } = (await look({ held: heldOf }, scope, stored, earlier)) ?? fail("NOT_FOUND");
    const others = await othersOf(scope, sight, pairs);
    return defendantView(item, sight.view, others, reportingIn(scope), restricted ? fileMarkers : []);
  }

  /** Who else this person may be or is, as far as the reader may know them; whoever has left the table hears no more of it. */
  async function othersOf(
    { fileId, person, now, access: own }: OwnScope,
    { asOf }: Sight,
    pairs: readonly MatchPair[],
  ): Promise<Others> {
    if (asOf) return noOthers;
    const linked = own.linked.filter(({ to }) => to === null);
    const ids = [
      ...pairs.flatMap(({ people }) => people),
      ...[...linked, own.mergedInto].flatMap(to => to?.otherId ?? []),
    ];
    const found = await access.findMany(ids.filter(id => id !== fileId));
    const known = new Set(found.filter(other => mayKnow(person, other, now)).map(({ _id }) => _id));
    return {
      pairs: pairs.filter(({ people }) => people.every(id => id === fileId || known.has(id))),
      linked: linked.filter(({ otherId }) => known.has(otherId)),
      mergedInto: own.mergedInto && known.has(own.mergedInto.otherId) ? own.mergedInto : null,
    };
  }

  /** What stands now of someone who was recorded or changed in this request. */
  const showNow = async (stored: Defendant, person: Person) =>
    notYet(openIdentity(person, stored._id).then(scope => show(scope, stored)));

  /** The people among these that this person may see, each with the scope of their file. */
  async function within(people: readonly Defendant[], person: Person, max = people.length) {
    const now = clock.now();
    const facts = new Map((await access.findMany(people.map(({ _id }) => _id))).map(file => [file._id, file]));
    const seen = people.filter(found => decideRead(person, facts.get(found._id), heldOf(found), now).view);
    return Promise.all(
      seen.slice(0, max).map(async found => ({ found, scope: await openIdentity(person, found._id) })),
    );
  }

  return { openIdentity, show, showNow, within };
}
export type PersonViews = ReturnType<typeof personViews>;
