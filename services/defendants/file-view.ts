import { heldNow } from "../../libs/access/assemble.ts";
import { mayKnow } from "../../libs/access/decide.ts";
import { endedSharingContract } from "../../libs/access/ended-sharing.ts";
import { type Files, readIn } from "../../libs/access/files.ts";
import { readerFor } from "../../libs/access/for-judge.ts";
import type { Asked } from "../../libs/bus/actions.ts";
import type { Directory } from "../../libs/bus/directory.ts";
import { clock } from "../../libs/clock/clock.ts";
import { dayOf } from "../../libs/clock/day.ts";
import { latest } from "../../libs/clock/latest.ts";
import { listProvision } from "../../libs/contract/provision.ts";
import type { CountedPart } from "../../libs/contract/views.ts";
import { fail, isKnown } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { coDefendantsIn, namingCoDefendants } from "./co-defendants.ts";
import { decisionOf } from "./decision.ts";
import type { Defendant } from "./defendants.schema.ts";
import type { defendantsStore } from "./defendants.store.ts";
import { fullName } from "./defendants.views.ts";
import type { FileAccessRecord } from "./file-access/file-access.schema.ts";
import type { FileAccessStore } from "./file-access/file-access.store.ts";
import { heldOf, type OwnScope, type PersonViews } from "./person-view.ts";
import { entriesOnScreenMax, type Form, itemsShownMax, sentencingView } from "./sentencing-view.ts";
import { composeFile, type HowComposed } from "./whole-file.ts";

/** Those who keep what is shared item by item. */
const sharers = [endedSharingContract("cases"), endedSharingContract("notes")];

/** The file as a whole, and the bench's screen of it. */
export function fileViews(
  store: ReturnType<typeof defendantsStore>,
  access: FileAccessStore,
  files: Files<FileAccessRecord>,
  directory: Directory,
  { openIdentity, show }: PersonViews,
) {
  /** Those of these files that this person may know of. */
  async function openAny(person: Person, ids: readonly string[]): Promise<OwnScope[]> {
    const now = clock.now();
    const known = (await access.findMany(ids)).filter(file => mayKnow(person, file, now));
    return Promise.all(known.map(({ _id }) => files.open(person, _id)));
  }

  /** Everything this person may see of a file, from all who hold parts of it. */
  async function wholeFile(
    id: string,
    page: { limit: number; cursor?: string | undefined },
    asked: Asked,
    how: HowComposed = {},
  ) {
    const scope = await files.open(readerFor(asked.person(), how.judge), id);
    const { requests, linked } = scope.access;
    const stored = await store.get(scope);
    if (!readIn(scope, heldOf(stored))) fail("NOT_FOUND");
    const live = linked.filter(({ to }) => to === null);
    const others = await openAny(
      scope.person,
      live.map(({ otherId }) => otherId),
    );
    const own = {
      defendant: show(scope, stored),
      entries: recordedEntry(stored),
      requests: requests.filter(kept => kept.byAgencyId === scope.person.agencyId),
    };
    const { file, held } = await composeFile(scope, others, page, own, asked, directory, how);
    const parts = await withCoDefendants(file.parts, scope.person, asked);
    return { file: { ...file, parts }, held: [heldNow(id, heldOf(stored), scope), ...held] };
  }

  /** The parts with the names of co-defendants, by the facts of their files as they stand here: what has been closed meanwhile leaves no trace. */
  async function withCoDefendants(parts: readonly CountedPart[], person: Person, { saw }: Asked) {
    const ids = coDefendantsIn(parts);
    if (ids.length === 0) return parts;
    const named = await Promise.all(
      (await store.findMany(ids)).map(async found => {
        const opened = await files.openToRead(person, found._id, heldOf(found)).catch(unlessOutOfReach);
        return opened ? [found] : [];
      }),
    );
    const within = named.flat();
    for (const { _id: fileId, agencyId } of within)
      saw({ class: "identity", fileId, recordId: null, holderAgencyIds: [agencyId] });
    return namingCoDefendants(parts, new Map(within.map(found => [found._id, fullName(found)])));
  }

  /** The bench's one screen, and what decides who may read each thing on it. */
  async function viewFor(id: string, form: Form, asked: Asked, how: HowComposed = {}) {
    const { id: readerId, courtId } = readerFor(asked.person(), how.judge);
    if (courtId === null) return fail("ACCESS_DENIED");
    const now = clock.now();
    const [{ file, held }, provision] = await Promise.all([
      wholeFile(id, { limit: entriesOnScreenMax }, asked, { ...how, newest: itemsShownMax }),
      asked.call(listProvision, { courtId, day: dayOf(now) }),
    ]);
    return {
      ...sentencingView(file, { form, courtId, readerId, now }),
      agencies: eachOnce([...file.agencies, ...provision.agencies]),
      decision: decisionOf(file.parts, provision),
      held,
    };
  }

  /** While a file is sent: when something of it, or of whom it shows besides, was last taken away from anybody. */
  async function takenFrom(id: string, asked: Asked) {
    const { access: own } = await openIdentity(asked.person(), id);
    const others = own.linked.flatMap(({ otherId, to }) => (to === null ? [otherId] : []));
    const ofPerson = [own, ...(await access.findMany(others))];
    const fileIds = ofPerson.map(({ _id }) => _id);
    const ended = await Promise.all(sharers.map(sharer => asked.call(sharer, { fileIds })));
    const beside = ended.flatMap(({ alsoAbout }) => alsoAbout);
    const narrowed = [...ofPerson, ...(beside.length > 0 ? await access.findMany(beside) : [])];
    const taken = [
      ...narrowed.flatMap(({ narrowedAt }) => narrowedAt ?? []),
      ...ended.flatMap(({ endedAt }) => (endedAt ? [new Date(endedAt)] : [])),
    ];
    return { takenAt: latest(taken)?.toISOString() ?? null };
  }

  return { wholeFile, viewFor, takenFrom };
}

const eachOnce = <T extends { readonly id: string }>(things: readonly T[]): T[] => [
  ...new Map(things.map(thing => [thing.id, thing])).values(),
];

/** Nothing where a file is not to be seen; any other failure is one. */
function unlessOutOfReach(error: unknown): undefined {
  if (!isKnown(error) || (error.type !== "NOT_FOUND" && error.type !== "ERASED")) throw error;
}

function recordedEntry({ _id, agencyId, occurredAt, recordedAt }: Defendant) {
  return [
    {
      id: `${_id}:0`,
      at: occurredAt.toISOString(),
      recordedAt: recordedAt.toISOString(),
      part: "identity",
      recordId: _id,
      agencyId,
      what: "File opened",
    },
  ] as const;
}
