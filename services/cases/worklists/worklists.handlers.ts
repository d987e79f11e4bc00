import type { Files } from "../../../libs/access/files.ts";
import type { Asked, Handlers } from "../../../libs/bus/actions.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { dayOf } from "../../../libs/clock/day.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import type { CasesModels } from "../cases.schema.ts";

import { preparing } from "./preparation.ts";
import { assertMayHold, type Reached, reachItem } from "./worklists.assigning.ts";
import { colleaguesIn, taskView } from "./worklists.colleagues.ts";
import type { worklistsContracts } from "./worklists.contract.ts";
import { type Candidate, recordSource, type Source, walk } from "./worklists.engine.ts";
import { worklistKinds } from "./worklists.kinds.ts";
import { matchSource } from "./worklists.matches.ts";
import { type Asking, readCursor, writeCursor } from "./worklists.query.ts";
import { showing, standingOf, tell } from "./worklists.show.ts";
import { tasksStore } from "./worklists.store.ts";
import { isDue, type Worklist, type WorklistId, worklistsOf } from "./worklists.table.ts";

const countMax = 500;
const remindersMax = 100;

interface Asks {
  readonly courtId?: string | undefined;
  readonly asOf?: string | undefined;
}

/** What there is to do, by role, and who does it: each list is a row of the table, asked by one engine. */
export function worklistsHandlers(
  models: CasesModels,
  committer: Committer,
  files: Files,
  directory: Directory,
): Handlers<typeof worklistsContracts> {
  const kinds = worklistKinds(models);
  const tasks = tasksStore(models.tasks, committer);
  const show = showing(tasks, preparing(models));
  const sourceOf = (row: Worklist, asked: Asked): Source =>
    row.over === "match" ? matchSource(asked) : recordSource(kinds[row.over], files);

  /** The person's roles' list of this name. Fails with NOT_FOUND. */
  const find = (id: string, { person }: Asked) =>
    worklistsOf(person().roles).find(found => found.id === id) ?? fail("NOT_FOUND");

  async function reach(row: Worklist, recordId: string, asking: Asking, asked: Asked): Promise<Reached> {
    if (row.over !== "match") return reachItem(kinds[row.over], files, row, recordId, asking);
    const { seen } = await matchSource(asked)(row, { ...asking, ids: [recordId] }, undefined, 1);
    return { candidate: seen[0] ?? fail("NOT_FOUND"), isOnList: true };
  }

  return {
    listWorklists: async (input, asked) => {
      const asking = askingOf(input, asked);
      const items = worklistsOf(asked.person().roles).map(async ({ id, row }) => {
        const uncounted = { id, title: row.title, count: null, more: false, overdue: null, attention: null };
        if (!hasCourt(row, asking)) return uncounted;
        const { items: found, next } = await walk(sourceOf(row, asked), row, asking, { wanted: countMax });
        const standings = found.map(candidate => standingOf(row, asking.asOf, candidate));
        return {
          ...uncounted,
          count: found.length,
          more: next !== null,
          overdue: standings.filter(({ overdueDays }) => overdueDays > 0).length,
          attention: standings.filter(({ needsAttention }) => needsAttention).length,
        };
      });
      return { asOf: asking.asOf, items: await Promise.all(items) };
    },

    openWorklist: async ({ id: name, limit, cursor, assignee, ...input }, asked) => {
      const { id, row } = find(name, asked);
      const asking = askingOf(input, asked);
      if (!hasCourt(row, asking))
        fail("VALIDATION", { errors: [{ path: "courtId", message: "expected the id of a court" }] });
      const after = cursor === undefined ? undefined : readCursor(row, cursor);
      const mine = assignee === "me" ? { ids: await tasks.heldBy(id, asked.person()) } : {};
      const unheld = async (seen: readonly Candidate[]) => {
        const recordIds = seen.map(candidate => candidate.id);
        const held = await tasks.of(id, recordIds, asked.person());
        return seen.filter(candidate => !held.get(candidate.id)?.assigneeId);
      };
      const found = await walk(
        sourceOf(row, asked),
        row,
        { ...asking, ...mine },
        {
          after,
          wanted: limit,
          ...(assignee === "nobody" && { keep: unheld }),
        },
      );
      return {
        id,
        title: row.title,
        asOf: asking.asOf,
        courtId: asking.courtId,
        items: await show(id, row, found.items, asking.asOf, asked),
        next: writeCursor(found.next),
      };
    },

    listReminders: async (input, asked) => {
      const asking = askingOf(input, asked);
      const lists = worklistsOf(asked.person().roles).filter(({ row }) => isDue(row.when) && hasCourt(row, asking));
      const found = await Promise.all(
        lists.map(async ({ id, row }) => {
          const { items } = await walk(sourceOf(row, asked), row, asking, { wanted: remindersMax + 1 });
          return items
            .map(candidate => ({ id, row, candidate, standing: standingOf(row, asking.asOf, candidate) }))
            .filter(({ standing }) => standing.needsAttention);
        }),
      );
      const urgent = found.flat().sort((a, b) => (urgencyOf(a) < urgencyOf(b) ? -1 : 1));
      const shown = urgent.slice(0, remindersMax);
      const byList = await Promise.all(
        lists.map(async ({ id, row }) => {
          const candidates = shown.filter(one => one.id === id).map(({ candidate }) => candidate);
          const items = candidates.length > 0 ? await show(id, row, candidates, asking.asOf, asked) : [];
          return items.map(item => ({ ...item, worklist: id }));
        }),
      );
      const order = new Map(shown.map((one, n) => [`${one.id}|${one.candidate.id}`, n]));
      const placeOf = (item: { worklist: string; id: string }) => order.get(`${item.worklist}|${item.id}`) ?? 0;
      const items = byList.flat().sort((a, b) => placeOf(a) - placeOf(b));
      return { asOf: asking.asOf, items, more: urgent.length > remindersMax };
    },

    moveTask: async ({ id: name, recordId, move, assigneeId }, asked) => {
      const person = asked.person();
      const { id, row } = find(name, asked);
      if (person.kind === "client") fail("ACCESS_DENIED", { detail: "Work is shared out by people." });
      const { candidate, isOnList } = await reach(row, recordId, askingOf({}, asked), asked);
      await assertMayHold(directory, row, candidate, assigneeId ?? person.id, person);
      const { class: cls, people } = candidate;
      const defendantIds = people.map(({ defendantId }) => defendantId);
      const item = { worklist: id, recordId, class: cls, defendantIds, isOnList };
      const to = { move, assigneeId: assigneeId ?? person.id };
      const task = await tasks.move(item, to, person, asked.command());
      tell(candidate, asked);
      return { worklist: id, recordId, ...taskView(task, await colleaguesIn([task], asked)) };
    },
  };
}

/** Somebody of a court asks about that one only. Fails with NOT_FOUND. */
function askingOf({ courtId, asOf }: Asks, { person }: Asked): Asking {
  const own = person().courtId;
  if (own !== null && courtId !== undefined && courtId !== own) fail("NOT_FOUND");
  return { person: person(), courtId: own ?? courtId ?? null, asOf: asOf ?? dayOf(clock.now()) };
}

const hasCourt = ({ whose }: Worklist, { courtId }: Asking) => whose.is !== "court" || courtId !== null;

const urgencyOf = ({
  id,
  candidate,
  standing,
}: {
  id: WorklistId;
  candidate: Candidate;
  standing: { dueAt: string | null };
}) => `${standing.dueAt}|${id}|${candidate.id}`;
