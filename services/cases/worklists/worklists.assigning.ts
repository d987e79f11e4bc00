import { decideRead } from "../../../libs/access/decide.ts";
import { type Files, nothingHeld } from "../../../libs/access/files.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { fail, isKnown } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type Candidate, seenOf } from "./worklists.engine.ts";
import type { AnyKind } from "./worklists.kinds.ts";
import { type Asking, listFilter, whoseFilter } from "./worklists.query.ts";
import { isDue, type Worklist } from "./worklists.table.ts";

export interface Reached {
  readonly candidate: Candidate;
  readonly isOnList: boolean;
}

/** Far enough ahead that nothing is left out because it has not come yet. */
const someDay = "2999-12-31";

/** A record that is within a list's reach for this person, whether or not it still stands on the list. Fails with NOT_FOUND, the same for what never was. */
export async function reachItem(
  kind: AnyKind,
  files: Files,
  row: Worklist,
  recordId: string,
  asking: Asking,
): Promise<Reached> {
  const ours = { $and: [{ _id: recordId }, whoseFilter(row, asking)] };
  const stored = await kind.model.findOne(ours as never).lean<Parameters<AnyKind["held"]>[0]>();
  const held = stored ? kind.held(stored) : nothingHeld("case");
  const opened = await Promise.all(
    (stored ? kind.people(stored) : [recordId]).map(fileId =>
      files.openToRead(asking.person, fileId, held).catch(error => outOfReach(error)),
    ),
  );
  if (!stored || !opened.some(scope => scope)) return fail("NOT_FOUND");
  const [candidate] = await seenOf(kind, files, row, asking, [stored]);
  const on = listFilter(row, { ...asking, asOf: someDay, ids: [recordId] }, undefined);
  const isOnList = await kind.model.exists((isDue(row.when) ? on : { $and: [ours, row.where] }) as never);
  return { candidate: candidate ?? fail("NOT_FOUND"), isOnList: isOnList !== null };
}

/**
 * Fails with VALIDATION unless this is somebody of the person's own agency, in work, for whom the list is and who may
 * see the item. Whichever of these it is, the answer is the same: it does not tell whom a file is closed to.
 */
export async function assertMayHold(
  directory: Directory,
  row: Worklist,
  { people, held }: Candidate,
  assigneeId: string,
  person: Person,
): Promise<void> {
  if (assigneeId === person.id) return;
  const entry = await directory.findPerson(assigneeId);
  const works =
    entry?.enabled && entry.agencyId === person.agencyId && row.roles.some(role => entry.roles.includes(role));
  const sees = people.some(({ scope }) => {
    if (!entry || !scope || !held) return scope === null;
    const colleague: Person = { ...person, id: entry.id, roles: entry.roles, teamIds: entry.teamIds };
    const sight = decideRead(colleague, scope.access, held, scope.now);
    return sight.view && sight.asOf === null;
  });
  if (!works || !sees)
    fail("VALIDATION", {
      errors: [{ path: "assigneeId", message: "expected somebody of your agency who works with this item" }],
    });
}

function outOfReach(error: unknown): undefined {
  if (!isKnown(error) || error.type !== "NOT_FOUND") throw error;
}
