import type { z } from "zod";
import { mayWrite } from "../../../libs/access/decide.ts";
import type { Files } from "../../../libs/access/files.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { authorizeMove } from "../flow/authorize.ts";
import { stateAfter } from "../flow/flow.ts";
import type { markersContracts } from "./markers.contract.ts";
import { assertLasts, markerKinds, markerTable, renewalsMax } from "./markers.rules.ts";
import type { Marker } from "./markers.schema.ts";
import { markerPart } from "./markers.views.ts";

type Input<K extends keyof typeof markersContracts> = z.output<(typeof markersContracts)[K]["input"]>;

/** Markers, each set and ended by an agency at the person's table that may write what they say. */
export function markersStore({ cases, markers }: CasesModels, committer: Committer, files: Files) {
  return {
    async setMarker(
      { defendantId, caseId, kind, mappa, markedAt, until }: Input<"setMarker">,
      person: Person,
      command: Command,
    ): Promise<Marker> {
      const { class: cls } = markerKinds[kind];
      if (!mayWrite(person, cls)) fail("ACCESS_DENIED");
      await files.openToWrite(person, defendantId, { class: cls, caseId: caseId ?? null });
      const of = caseId === undefined ? null : await cases.findById(caseId).lean<Case>();
      if (caseId !== undefined && !of?.defendantIds.includes(defendantId)) fail("NOT_FOUND");
      const occurredAt = markedAt ? new Date(markedAt) : command.at;
      if (until !== null) assertLasts("until", occurredAt, until);
      const about = {
        defendantId,
        caseId: caseId ?? null,
        courtId: of?.courtId ?? null,
        agencyId: person.agencyId,
        kind,
        class: cls,
      };
      const { record } = await committer.create<Marker>(
        markers,
        { ...about, occurredAt, mappa: mappa ?? null, status: "in-force", until, renewals: [], ended: null },
        [{ type: "marker.set", occurredAt, data: about }],
        command,
      );
      return record;
    },

    async moveMarker({ id, move }: Input<"moveMarker">, person: Person, command: Command): Promise<Marker> {
      const authorize = (stored: Marker | null) =>
        authorizeMove(
          files,
          person,
          { id, stored, definition: markerPart(stored) },
          markerTable,
          move.name,
          ({ agencyId }) => ({ holder: agencyId }),
        );
      const { record } = await committer.change<Marker>(markers, id, command, authorize, current =>
        moved(current, move, command),
      );
      return record;
    },
  };
}

/** What one move makes of a marker. Pure; fails with RULE_BROKEN, VALIDATION. */
function moved(current: Marker, move: Input<"moveMarker">["move"], { at: recordedAt, by }: Command): Change<Marker> {
  const status = stateAfter("The marker", markerTable, move.name, current.status);
  const { defendantId, caseId, courtId, agencyId, kind, class: cls, occurredAt } = current;
  const about = { defendantId, caseId, courtId, agencyId, kind, class: cls };
  if (move.name === "renew") {
    const { until } = move;
    if (current.renewals.length >= renewalsMax)
      fail("RULE_BROKEN", { detail: `A marker is prolonged at most ${renewalsMax} times.` });
    if (until !== null) assertLasts("move.until", occurredAt, until);
    return {
      set: { until },
      push: { renewals: [{ at: recordedAt, by: by.id, until }] },
      events: [{ type: "marker.renewed", data: about }],
    };
  }
  const { reason } = move;
  const at = move.at ? new Date(move.at) : recordedAt;
  assertLasts("move.at", occurredAt, at);
  return {
    set: { status, ended: { at, recordedAt, reason } },
    events: [{ type: "marker.ended", occurredAt: at, data: { ...about, reason } }],
  };
}
