import type { Item, PartDefinition } from "../../../libs/access/assemble.ts";
import { type Files, nothingHeld } from "../../../libs/access/files.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { assertParty, type Table } from "./flow.ts";
import { type Parties, partiesTo } from "./parties.ts";

/**
 * Whether this person may make this move with this thing: it must be there for them, their agency at the table of its
 * case, and they one of those whose move it is. Fails with NOT_FOUND, the same for what never was; then ACCESS_DENIED.
 */
export async function authorizeMove<T extends Item & { readonly defendantId: string }>(
  files: Files,
  person: Person,
  { id, stored, definition }: { id: string; stored: T | null; definition: PartDefinition<T> },
  table: Table<string>,
  move: string,
  parties: (stored: T) => Parties,
): Promise<void> {
  const held = stored ? definition.held(stored) : nothingHeld(definition.class);
  await files.openToRead(person, stored?.defendantId ?? id, held);
  if (!stored) return;
  await files.openAtTable(person, stored.defendantId, stored.caseId ?? null);
  assertParty<string>(table, move, partiesTo(person, parties(stored)));
}
