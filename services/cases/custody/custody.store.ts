import type { z } from "zod";
import { mayWrite } from "../../../libs/access/decide.ts";
import type { Files } from "../../../libs/access/files.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer, NewEvent } from "../../../libs/record/commit.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { stateAfter } from "../flow/flow.ts";
import type { custodyContracts } from "./custody.contract.ts";
import { assertLicensable, assertNotBefore, custodyEntriesMax, custodyKinds, custodyTable } from "./custody.rules.ts";
import type { Custody } from "./custody.schema.ts";
import { custodyPart } from "./custody.views.ts";

type Input<K extends keyof typeof custodyContracts> = z.output<(typeof custodyContracts)[K]["input"]>;

/** Times in custody, each of one defendant of a case. */
export function custodyStore({ cases, custody }: CasesModels, committer: Committer, files: Files) {
  return {
    async recordCustody(
      { caseId, defendantId, kind, establishment, from, expectedReleaseOn }: Input<"recordCustody">,
      person: Person,
      command: Command,
    ): Promise<Custody> {
      const { class: cls } = custodyKinds[kind];
      if (!mayWrite(person, cls)) fail("ACCESS_DENIED");
      await files.openToWrite(person, defendantId, { class: cls, caseId });
      const stored = await cases.findById(caseId).lean<Case>();
      if (!stored?.defendantIds.includes(defendantId)) return fail("NOT_FOUND");
      const occurredAt = from ? new Date(from) : command.at;
      if (expectedReleaseOn !== null) assertNotBefore("expectedReleaseOn", occurredAt, expectedReleaseOn);
      const { courtId } = stored;
      const about = { defendantId, caseId, courtId, agencyId: person.agencyId, kind, class: cls };
      const { record } = await committer.create<Custody>(
        custody,
        {
          ...{ ...about, occurredAt, establishment, expectedReleaseOn, status: "in-custody" },
          ...{ releasedAt: null, releaseReason: null, licence: null, log: [] },
        },
        [{ type: "custody.entered", occurredAt, data: { ...about, expectedReleaseOn } }],
        command,
      );
      return record;
    },

    async moveCustody({ id, move }: Input<"moveCustody">, person: Person, command: Command): Promise<Custody> {
      const authorize = (stored: Custody | null) =>
        authorizeMove(
          files,
          person,
          { id, stored, definition: custodyPart(stored) },
          custodyTable,
          move.name,
          ({ agencyId, courtId }) => ({ holder: agencyId, courtId }),
        );
      const { record } = await committer.change<Custody>(custody, id, command, authorize, current =>
        moved(current, move, command),
      );
      return record;
    },
  };
}

/** What one move makes of a time in custody. Pure; fails with RULE_BROKEN, VALIDATION. */
function moved(current: Custody, move: Input<"moveCustody">["move"], { at: recordedAt }: Command): Change<Custody> {
  const status = stateAfter("The custody", custodyTable, move.name, current.status);
  if (current.log.length >= custodyEntriesMax)
    fail("RULE_BROKEN", { detail: `A time in custody keeps at most ${custodyEntriesMax} entries.` });
  const at = move.at ? new Date(move.at) : recordedAt;
  assertNotBefore("move.at", current.log.at(-1)?.at ?? current.occurredAt, at);
  const establishment = "establishment" in move ? move.establishment : null;
  return {
    set: { ...changed(current, move, at), status },
    push: { log: [{ at, recordedAt, move: move.name, establishment }] },
    events: [toldBy(current, move, at)],
  };
}

function changed({ kind }: Custody, move: Input<"moveCustody">["move"], at: Date): Partial<Custody> {
  switch (move.name) {
    case "transfer":
      return { establishment: move.establishment };
    case "expect-release":
      assertNotBefore("move.expectedReleaseOn", at, move.expectedReleaseOn);
      return { expectedReleaseOn: move.expectedReleaseOn };
    case "release":
      return { releasedAt: at, releaseReason: move.reason };
    case "release-on-licence":
      assertLicensable(kind);
      assertNotBefore("move.licence.endsOn", at, move.licence.endsOn);
      return { releasedAt: at, licence: move.licence };
    case "recall":
      return { establishment: move.establishment, releasedAt: null, expectedReleaseOn: null };
    case "end-licence":
      return {};
  }
}

function toldBy(current: Custody, move: Input<"moveCustody">["move"], occurredAt: Date): NewEvent {
  const { defendantId, caseId, courtId, agencyId, kind, class: cls } = current;
  const about = { defendantId, caseId, courtId, agencyId, kind, class: cls };
  switch (move.name) {
    case "expect-release":
      return {
        type: "custody.release-expected",
        occurredAt,
        data: { ...about, expectedReleaseOn: move.expectedReleaseOn },
      };
    case "release":
      return { type: "custody.released", occurredAt, data: { ...about, reason: move.reason, licenceEndsOn: null } };
    case "release-on-licence":
      return {
        type: "custody.released",
        occurredAt,
        data: { ...about, reason: null, licenceEndsOn: move.licence.endsOn },
      };
    case "transfer":
      return { type: "custody.transferred", occurredAt, data: about };
    case "recall":
      return { type: "custody.recalled", occurredAt, data: about };
    case "end-licence":
      return { type: "custody.licence-ended", occurredAt, data: about };
  }
}
