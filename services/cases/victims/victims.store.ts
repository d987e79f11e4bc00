import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { stateAfter } from "../flow/flow.ts";
import type { victimsContracts } from "./victims.contract.ts";
import { answersMax, assertInOrder, contactTable } from "./victims.rules.ts";
import type { VictimContact } from "./victims.schema.ts";
import { victimContactPart } from "./victims.views.ts";

type Input<K extends keyof typeof victimsContracts> = z.output<(typeof victimsContracts)[K]["input"]>;

/** Offers of contact to victims, each in the file of the defendant whose case it is. */
export function victimsStore(
  { cases, victimContacts, restorativeMeetings }: CasesModels,
  committer: Committer,
  files: Files,
) {
  /** Fails with VALIDATION unless this is a restorative meeting of this defendant on this case. */
  async function assertMeeting(id: string, caseId: string, defendantId: string): Promise<void> {
    if (await restorativeMeetings.exists({ _id: id, caseId, defendantId, erased: null } as never)) return;
    fail("VALIDATION", {
      errors: [{ path: "restorativeId", message: "expected a restorative meeting of this defendant on this case" }],
    });
  }

  return {
    async offerVictimContact(
      { caseId, defendantId, restorativeId, offeredAt }: Input<"offerVictimContact">,
      person: Person,
      command: Command,
    ): Promise<VictimContact> {
      await files.openToWrite(person, defendantId, { class: "victim-contact", caseId });
      const stored = await cases.findById(caseId).lean<Case>();
      if (!stored?.defendantIds.includes(defendantId)) return fail("NOT_FOUND");
      if (restorativeId) await assertMeeting(restorativeId, caseId, defendantId);
      const occurredAt = offeredAt ? new Date(offeredAt) : command.at;
      const about = { defendantId, caseId, courtId: stored.courtId, agencyId: person.agencyId };
      const { record } = await committer.create<VictimContact>(
        victimContacts,
        { ...about, occurredAt, restorativeId: restorativeId ?? null, status: "offered", answers: [] },
        [
          {
            type: "victim.contact-offered",
            occurredAt,
            data: { ...about, isRestorative: restorativeId !== undefined },
          },
        ],
        command,
      );
      return record;
    },

    async moveVictimContact({ id, move }: Input<"moveVictimContact">, person: Person, command: Command) {
      const authorize = (stored: VictimContact | null) =>
        authorizeMove(
          files,
          person,
          { id, stored, definition: victimContactPart },
          contactTable,
          move.name,
          ({ agencyId }) => ({ holder: agencyId }),
        );
      const { record } = await committer.change<VictimContact>(victimContacts, id, command, authorize, current =>
        answered(current, move, command),
      );
      return record;
    },
  };
}

/** What an answer makes of an offer. Pure; fails with RULE_BROKEN, VALIDATION. */
function answered(
  current: VictimContact,
  move: Input<"moveVictimContact">["move"],
  { at: recordedAt }: Command,
): Change<VictimContact> {
  const status = stateAfter("The offer", contactTable, move.name, current.status);
  if (current.answers.length >= answersMax)
    fail("RULE_BROKEN", { detail: `An offer keeps at most ${answersMax} answers.` });
  const at = move.at ? new Date(move.at) : recordedAt;
  assertInOrder(current.answers.at(-1)?.at ?? current.occurredAt, at);
  const { defendantId, caseId, courtId, agencyId, restorativeId } = current;
  const isRestorative = restorativeId != null;
  const data = { defendantId, caseId, courtId, agencyId, isRestorative, isTakenUp: status === "taken-up" };
  return {
    set: { status },
    push: { answers: [{ at, recordedAt, state: status }] },
    events: [{ type: "victim.contact-answered", occurredAt: at, data }],
  };
}
