import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer, NewEvent } from "../../../libs/record/commit.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { stateAfter } from "../flow/flow.ts";
import type { VictimContact } from "../victims/victims.schema.ts";
import type { restorativeContracts } from "./restorative.contract.ts";
import { assertInTurn, assertVictimAgreed, restorativeEntriesMax, restorativeTable } from "./restorative.rules.ts";
import type { RestorativeMeeting } from "./restorative.schema.ts";
import { restorativePart } from "./restorative.views.ts";

type Input<K extends keyof typeof restorativeContracts> = z.output<(typeof restorativeContracts)[K]["input"]>;

/** How many victims of one meeting are asked for their answer. */
const victimsMax = 200;

/** Restorative meetings, each of one defendant of a case, and held only when a victim has agreed too. */
export function restorativeStore(
  { cases, restorativeMeetings, victimContacts }: CasesModels,
  committer: Committer,
  files: Files,
) {
  async function assertAgreed({ _id: restorativeId, defendantId }: RestorativeMeeting): Promise<void> {
    const contacts = await victimContacts
      .find({ defendantId, restorativeId, erased: null } as never, { status: 1 })
      .limit(victimsMax)
      .lean<Pick<VictimContact, "status">[]>();
    assertVictimAgreed(contacts.map(({ status }) => status));
  }

  return {
    async offerRestorative(
      { caseId, defendantId, offeredAt }: Input<"offerRestorative">,
      person: Person,
      command: Command,
    ): Promise<RestorativeMeeting> {
      await files.openToWrite(person, defendantId, { class: "needs", caseId });
      const stored = await cases.findById(caseId).lean<Case>();
      if (!stored?.defendantIds.includes(defendantId)) return fail("NOT_FOUND");
      const occurredAt = offeredAt ? new Date(offeredAt) : command.at;
      const about = { defendantId, caseId, courtId: stored.courtId, agencyId: person.agencyId };
      const { record } = await committer.create<RestorativeMeeting>(
        restorativeMeetings,
        { ...about, occurredAt, status: "offered", form: null, outcome: null, log: [] },
        [{ type: "restorative.offered", occurredAt, data: about }],
        command,
      );
      return record;
    },

    async moveRestorative({ id, move }: Input<"moveRestorative">, person: Person, command: Command) {
      const authorize = (stored: RestorativeMeeting | null) =>
        authorizeMove(
          files,
          person,
          { id, stored, definition: restorativePart },
          restorativeTable,
          move.name,
          ({ agencyId }) => ({ holder: agencyId }),
        );
      const decide = async (current: RestorativeMeeting) => {
        const change = moved(current, move, command);
        if (move.name === "hold") await assertAgreed(current);
        return change;
      };
      const { record } = await committer.change<RestorativeMeeting>(
        restorativeMeetings,
        id,
        command,
        authorize,
        decide,
      );
      return record;
    },
  };
}

/** What one move makes of a meeting. Pure; fails with RULE_BROKEN, VALIDATION. */
function moved(
  current: RestorativeMeeting,
  move: Input<"moveRestorative">["move"],
  { at: recordedAt }: Command,
): Change<RestorativeMeeting> {
  const status = stateAfter("The meeting", restorativeTable, move.name, current.status);
  if (current.log.length >= restorativeEntriesMax)
    fail("RULE_BROKEN", { detail: `A restorative meeting keeps at most ${restorativeEntriesMax} entries.` });
  const at = move.at ? new Date(move.at) : recordedAt;
  assertInTurn(current.log.at(-1)?.at ?? current.occurredAt, at);
  return {
    set: {
      status,
      ...(move.name === "hold" && { form: move.form }),
      ...(move.name === "conclude" && { outcome: move.outcome }),
    },
    push: { log: [{ at, recordedAt, move: move.name }] },
    events: [toldBy(current, move, at)],
  };
}

function toldBy(
  { defendantId, caseId, courtId, agencyId, form }: RestorativeMeeting,
  move: Input<"moveRestorative">["move"],
  occurredAt: Date,
): NewEvent {
  const about = { defendantId, caseId, courtId, agencyId };
  switch (move.name) {
    case "agree":
    case "decline":
      return { type: "restorative.answered", occurredAt, data: { ...about, isAgreed: move.name === "agree" } };
    case "hold":
      return { type: "restorative.held", occurredAt, data: { ...about, form: move.form } };
    case "call-off":
      return { type: "restorative.called-off", occurredAt, data: about };
    case "conclude":
      return { type: "restorative.concluded", occurredAt, data: { ...about, form, outcome: move.outcome } };
  }
}
