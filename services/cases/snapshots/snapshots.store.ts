import { type Files, nothingHeld, readIn, type Scope, sharedAt } from "../../../libs/access/files.ts";
import { readerFor, writesForJudge } from "../../../libs/access/for-judge.ts";
import type { Asked } from "../../../libs/bus/actions.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { type ViewToFreeze, viewToFreeze } from "../../../libs/contract/frozen.ts";
import type { Judge } from "../../../libs/contract/people.ts";
import { fail, isKnown } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../../libs/record/record.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import type { Hearing } from "../hearings/hearings.schema.ts";
import { contentHashOf, frozenOf, type Matter } from "./snapshots.rules.ts";
import type { Snapshot, SnapshotRef } from "./snapshots.schema.ts";
import { heldOfThen, heldSnapshot } from "./snapshots.views.ts";

/** How often one command may be tried and die before its sentence; each try freezes anew. */
const triesMax = 8;
/** A snapshot that no sentence names is what a command left that came to no end; none takes this long. */
const abandonedAfterMs = 3_600_000;
/** What stayed behind is looked for this far back, and so many at a time. */
const lookedBackMs = 7 * 24 * 3_600_000;
const sweptAtOnceMax = 200;

/** Freezes what the court is shown as it passes sentence in a matter, and says how it is named. */
export type Freeze = (matter: Matter) => Promise<SnapshotRef>;

/** A snapshot, and which of its things the reader may read. */
export interface OpenedSnapshot {
  readonly stored: Snapshot;
  readonly scope: Scope;
  mayRead(recordId: string): boolean;
}

/** What courts were shown: frozen before a sentence names it, read only by way of the sentence that does. */
export function snapshotsStore(
  { snapshots, cases, hearings }: CasesModels,
  committer: Committer,
  files: Files,
  directory: Directory,
) {
  const names = (stored: Case | null, id: string) =>
    (stored?.defendants ?? []).some(({ shared }) => shared.some(({ snapshot }) => snapshot?.id === id));

  /** Other files of the same person, which the reader opens by themselves or not at all. */
  async function openOthers(person: Person, { defendantId, held }: Snapshot): Promise<Map<string, Scope>> {
    const ids = [...new Set(held.map(({ fileId }) => fileId))].filter(fileId => fileId !== defendantId);
    const opened = await Promise.all(
      ids.map(fileId =>
        files.open(person, fileId).catch(error => (isOutOfReach(error) ? undefined : Promise.reject(error))),
      ),
    );
    return new Map(opened.flatMap(scope => (scope ? [[scope.fileId, scope] as const] : [])));
  }

  /** Who is shown what the sentence is passed on: whoever passes it, or the judge who sat, where a legal adviser writes it down. */
  async function judgeOf(person: Person, { hearingId, caseId }: Matter): Promise<Judge | undefined> {
    if (!writesForJudge(person)) return undefined;
    const hearing = await hearings.findOne({ _id: hearingId, caseId } as never, { bench: 1 }).lean<Hearing>();
    const [presiding] = hearing?.bench ?? [];
    const found = presiding ? await directory.findPerson(presiding) : undefined;
    const sat = found?.agencyId === person.courtId && found.roles.includes("JUD");
    return sat ? { id: found.id, teamIds: found.teamIds } : undefined;
  }

  /** What the judge is shown; a judge whom the file is closed to cannot have been shown it. */
  async function viewOf(asked: Asked, defendantId: string, judge: Judge | undefined): Promise<ViewToFreeze> {
    if (!judge) return asked.call(viewToFreeze, { id: defendantId });
    try {
      return await asked.call(viewToFreeze, { id: defendantId, judge });
    } catch (error) {
      if (!isKnown(error) || error.type !== "NOT_FOUND") throw error;
      return fail("RULE_BROKEN", {
        detail: "The judge of the hearing may not open this file, so no sentence of theirs is recorded.",
      });
    }
  }

  return {
    /** What the judge is shown now, to be frozen when a sentence is passed by this command. */
    freezing(asked: Asked, command: Command): Freeze {
      return async matter => {
        const person = asked.person();
        const judge = await judgeOf(person, matter);
        const view = await viewOf(asked, matter.defendantId, judge);
        const content = frozenOf(matter, view, readerFor(person, judge), command);
        const contentHash = contentHashOf(content);
        const { caseId, defendantId, courtId } = matter;
        const fields = {
          ...{ caseId, defendantId, courtId, contentHash, content },
          agencyId: courtId,
          occurredAt: command.at,
          held: view.held,
        };
        for (let n = 1; n <= triesMax; n++) {
          const id = uuidFrom("snapshot", `${command.id}|${n}`);
          // It tells nobody of itself: the event of the sentence names it.
          const own = { ...command, id, fingerprint: id, ifVersion: undefined };
          const { replayed } = await committer.create<Snapshot>(snapshots, fields, [], own);
          if (!replayed) return { id, contentHash };
        }
        return fail("UNAVAILABLE", { retryAfterSeconds: 1 });
      };
    },

    /** A snapshot that a sentence names, for a reader of the results of its case. Fails with NOT_FOUND, and with INTERNAL when it is not what was frozen any more. */
    async open(id: string, person: Person): Promise<OpenedSnapshot> {
      const found = await snapshots.findById(id, withoutBookkeeping).lean<Snapshot>();
      // One that was erased is named by no sentence any more: whoever knew the file is told so all the same.
      const isNamed = names(await cases.findById(found?.caseId ?? id).lean<Case>(), id);
      const stored = isNamed || found?.erased ? found : null;
      const held = stored ? heldSnapshot(stored) : nothingHeld("results", found?.caseId ?? id);
      const own = await files.openToRead(person, stored?.defendantId ?? id, held);
      if (!stored || stored.erased) return fail("NOT_FOUND");
      if (contentHashOf(stored.content) !== stored.contentHash) fail("INTERNAL");
      const others = await openOthers(person, stored);
      const then = new Map(stored.held.map(each => [each.recordId, each]));
      // What was shared then stays readable here after a recall; who is barred from the file now is barred from this.
      const scopes = new Map(
        [own, ...others.values()].map(scope => [scope.fileId, sharedAt(scope, stored.occurredAt)]),
      );
      const mayRead = (recordId: string) => {
        const thing = then.get(recordId);
        const scope = thing && scopes.get(thing.fileId);
        const sight = scope && readIn(scope, heldOfThen(thing, stored.occurredAt));
        return sight?.view === "full" && (sight.asOf === null || stored.occurredAt < sight.asOf);
      };
      return { stored, scope: own, mayRead };
    },

    /** Removes snapshots that no sentence names. How many there were. */
    async sweep(): Promise<number> {
      const now = clock.now().getTime();
      let swept = 0;
      for (let after = new Date(now - lookedBackMs); ; ) {
        const found = await snapshots
          .find({ recordedAt: { $gt: after, $lt: new Date(now - abandonedAfterMs) } } as never, {
            caseId: 1,
            recordedAt: 1,
          })
          .sort({ recordedAt: 1 })
          .limit(sweptAtOnceMax)
          .lean<Pick<Snapshot, "_id" | "caseId" | "recordedAt">[]>();
        const caseIds = [...new Set(found.map(({ caseId }) => caseId))];
        const of = new Map(
          (
            await cases.find({ _id: { $in: caseIds } } as never, { "defendants.shared.snapshot": 1 }).lean<Case[]>()
          ).map(stored => [stored._id, stored]),
        );
        const abandoned = found.filter(({ _id, caseId }) => !names(of.get(caseId) ?? null, _id)).map(({ _id }) => _id);
        if (abandoned.length > 0) swept += await committer.discard(snapshots, abandoned);
        const last = found.at(-1);
        if (!last || found.length < sweptAtOnceMax) return swept;
        after = last.recordedAt;
      }
    },
  };
}

const isOutOfReach = (error: unknown) => isKnown(error) && ["NOT_FOUND", "ERASED"].includes(error.type);
