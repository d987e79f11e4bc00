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

/** What is frozen of a view: JSON, with what comes in no order put in one. Fails with RULE_BROKEN when it is too long to be kept. */
export function frozenOf(
  { caseId, defendantId, courtId, hearingId }: Matter,
  { held: _held, agencies, ...view }: ViewToFreeze,
  { agencyId, roles }: Pick<Person, "agencyId" | "roles">,
  { id, by, at }: Command,
): FrozenContent {
  const content = {
    salt: uuidFrom("snapshot-salt", id),
    ...{ caseId, defendantId, courtId, hearingId },
    takenAt: at.toISOString(),
    shownTo: { personId: by.id, agencyId, roles: [...roles] },
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
