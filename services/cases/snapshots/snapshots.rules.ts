import { createHash } from "node:crypto";
import type { ViewToFreeze } from "../../../libs/contract/frozen.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type Command, canonical, uuidFrom } from "../../../libs/record/command.ts";
import type { FrozenContent } from "./snapshots.schema.ts";

/** A database document holds 16 MB and a message of the bus 8; a long file is some 200 kB. */
export const contentBytesMax = 4 * 1_024 * 1_024;

/** In which matter sentence is passed. */
export interface Matter {
  readonly caseId: string;
  readonly defendantId: string;
  readonly courtId: string;
  readonly hearingId: string;
}

/** What is frozen of a view, as it was shown to a person: JSON, with what comes in no order put in one. Fails with RULE_BROKEN when it is too long to be kept. */
export function frozenOf(
  { caseId, defendantId, courtId, hearingId }: Matter,
  { held: _held, agencies, ...view }: ViewToFreeze,
  { id: personId, agencyId, roles }: Pick<Person, "id" | "agencyId" | "roles">,
  { id, at }: Pick<Command, "id" | "at">,
): FrozenContent {
  const content = {
    salt: uuidFrom("snapshot-salt", id),
    ...{ caseId, defendantId, courtId, hearingId },
    takenAt: at.toISOString(),
    shownTo: { personId, agencyId, roles: [...roles] },
    view: { ...view, agencies: agencies.toSorted((a, b) => (a.id < b.id ? -1 : 1)) },
  };
  const json = JSON.stringify(content);
  if (Buffer.byteLength(json) > contentBytesMax)
    fail("RULE_BROKEN", {
      detail: "What the court is shown is longer than can be kept (4 MiB), and without it no sentence is recorded.",
    });
  return JSON.parse(json);
}

export function contentHashOf(content: FrozenContent): string {
  return createHash("sha256").update(canonical(content)).digest("hex");
}
