import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { assertWho, isAllowed, moved } from "../../../libs/contract/states.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../../libs/record/command.ts";
import type { Change, Committer, NewEvent } from "../../../libs/record/commit.ts";
import { followCommand } from "../../../libs/record/follow.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { hearingTransitions, trialTransitions } from "../cases.states.ts";
import { assertBench, courtAuthority } from "../court.authority.ts";
import type { hearingsContracts } from "./hearings.contract.ts";
import { adjournmentReasons, attendanceMax, movingReasons, trialReasons } from "./hearings.reference.ts";
import { assertAttendance, assertTrialReason, daysOf, type NextListing } from "./hearings.rules.ts";
import type { Hearing } from "./hearings.schema.ts";

type Input<K extends keyof typeof hearingsContracts> = z.output<(typeof hearingsContracts)[K]["input"]>;
interface Ending {
  readonly move: "move" | "adjourn";
  readonly reason: string;
  readonly agency: string;
  readonly remarks: string | null;
  readonly next: NextListing;
  readonly at: Date;
}

/** A hearing makes at most one other, so that one has its id from this one. */
const idOfNext = (hearingId: string) => uuidFrom("next-hearing", hearingId);

/** What becomes of hearings: begun, attended, moved, adjourned, classified. */
export function hearingsStore(models: CasesModels, committer: Committer, files: Files, directory: Directory) {
  const { hearings, cases } = models;
  const { authorizeCourt } = courtAuthority(models, files);

  const change = async (
    id: string,
    person: Person,
    command: Command,
    decide: (stored: Hearing) => Change<Hearing>,
    { named = [], bench = [] }: { readonly named?: readonly string[]; readonly bench?: readonly string[] } = {},
  ): Promise<Hearing> => {
    const authorize = async (stored: Hearing | null) => {
      await authorizeCourt(person, stored && (await cases.findById(stored.caseId).lean<Case>()), named);
      if (stored) await assertBench(directory, stored.courtId, bench);
    };
    const { record } = await committer.change<Hearing>(hearings, id, command, authorize, decide);
    return record;
  };

  const end = (
    stored: Hearing,
    person: Person,
    { move, reason, agency, remarks, next, at }: Ending,
  ): Change<Hearing> => {
    assertWho(hearingTransitions, move, person.roles);
    const status = moved("The hearing", hearingTransitions, move, stored.status);
    const { caseId, courtId, defendantIds } = stored;
    const data = { caseId, courtId, defendantIds: [...defendantIds], reason, agency };
    const event: NewEvent =
      move === "move"
        ? { type: "hearing.moved", occurredAt: at, data }
        : { type: "hearing.adjourned", occurredAt: at, data };
    return {
      set: { status, ended: { reason, agency, remarks, at }, next, nextHearingId: idOfNext(stored._id) },
      events: [event],
    };
  };

  /** A step on the hearing in which results were decided; where it has gone further already, there is nothing to do. */
  const follow = (event: RecordEvent<"result.drafted"> | RecordEvent<"result.shared">, transition: "draft" | "share") =>
    committer.change<Hearing>(
      hearings,
      event.data.hearingId,
      followCommand(event, "hearing"),
      async () => {},
      stored => {
        if (!isAllowed(hearingTransitions, transition, stored.status)) return { events: [] };
        const status = moved("The hearing", hearingTransitions, transition, stored.status);
        const { caseId, courtId } = stored;
        return { set: { status }, events: [{ type: "hearing.resulted", data: { caseId, courtId, status } }] };
      },
    );

  return {
    moveHearing: (input: Input<"moveHearing">, person: Person, command: Command) => {
      const decide = (stored: Hearing): Change<Hearing> => {
        assertWho(hearingTransitions, input.move, person.roles);
        const status = moved("The hearing", hearingTransitions, input.move, stored.status);
        const at = input.movedAt ? new Date(input.movedAt) : command.at;
        const bench = input.bench.length > 0 ? input.bench : stored.bench;
        const { caseId, courtId } = stored;
        return {
          set: { status, bench },
          events: [
            input.move === "list"
              ? { type: "hearing.listed", occurredAt: at, data: listing(stored) }
              : { type: "hearing.started", occurredAt: at, data: { caseId, courtId, bench: [...bench] } },
          ],
        };
      };
      return change(input.id, person, command, decide, { bench: input.bench });
    },

    rescheduleHearing: (
      { id, reason, remarks, next, movedAt }: Input<"rescheduleHearing">,
      person: Person,
      command: Command,
    ) =>
      change(id, person, command, stored =>
        end(stored, person, {
          move: "move",
          reason,
          agency: movingReasons[reason],
          remarks: remarks ?? null,
          next: { ...next, days: daysOf(next.day, next.days), type: stored.type },
          at: movedAt ? new Date(movedAt) : command.at,
        }),
      ),

    adjournHearing: (
      { id, reason, remarks, next, adjournedAt }: Input<"adjournHearing">,
      person: Person,
      command: Command,
    ) =>
      change(id, person, command, stored =>
        end(stored, person, {
          move: "adjourn",
          reason,
          agency: adjournmentReasons[reason],
          remarks: remarks ?? null,
          next: { ...next, days: daysOf(next.day, next.days), type: next.type ?? stored.type },
          at: adjournedAt ? new Date(adjournedAt) : command.at,
        }),
      ),

    recordAttendance: (
      { id, bench, attendance, recordedAt }: Input<"recordAttendance">,
      person: Person,
      command: Command,
    ) =>
      change(
        id,
        person,
        command,
        stored => {
          if (!["listed", "in-progress", "held", "resulted", "results-shared", "adjourned"].includes(stored.status))
            fail("RULE_BROKEN", { detail: `The hearing is ${stored.status}, so nobody attends it.` });
          assertAttendance(stored, stored.attendance, attendance);
          if (stored.attendance.length + attendance.length > attendanceMax)
            fail("RULE_BROKEN", { detail: `A hearing keeps at most ${attendanceMax} entries of attendance.` });
          const at = recordedAt ? new Date(recordedAt) : command.at;
          const { caseId, courtId } = stored;
          return {
            ...(bench && { set: { bench } }),
            push: { attendance: attendance.map(entry => ({ ...entry, at })) },
            events: [
              {
                type: "hearing.attendance",
                occurredAt: at,
                data: {
                  caseId,
                  courtId,
                  bench: [...(bench ?? stored.bench)],
                  attendance: attendance.map(({ defendantId, day, attendance: value }) => ({
                    defendantId,
                    day,
                    attendance: value,
                  })),
                },
              },
            ],
          };
        },
        { named: attendance.map(({ defendantId }) => defendantId), ...(bench && { bench }) },
      ),

    classifyTrial: (
      { id, classification, reason: given, ...input }: Input<"classifyTrial">,
      person: Person,
      command: Command,
    ) =>
      change(id, person, command, stored => {
        if (!stored.trial) return fail("RULE_BROKEN", { detail: "The hearing was not listed for trial." });
        assertWho(trialTransitions, classification, person.roles);
        const next = moved("The trial", trialTransitions, classification, stored.trial.classification);
        const reason = given ?? null;
        assertTrialReason(classification, reason);
        const at = input.classifiedAt ? new Date(input.classifiedAt) : command.at;
        const party = reason && trialReasons[reason].party;
        const { caseId, courtId, defendantIds } = stored;
        return {
          set: { trial: { classification: next, reason, party, at } },
          events: [
            {
              type: "trial.classified",
              occurredAt: at,
              data: { caseId, courtId, defendantIds: [...defendantIds], classification, reason, party },
            },
          ],
        };
      }),

    /** The hearing that takes the place of one moved or adjourned, as was said there. */
    async listNext(event: RecordEvent<"hearing.moved"> | RecordEvent<"hearing.adjourned">): Promise<void> {
      const before = (await hearings.findById(event.recordId).lean<Hearing>()) ?? fail("INTERNAL");
      const { next, caseId, courtId, defendantIds, bench } = before;
      if (!next) return fail("INTERNAL");
      const fields = {
        ...newHearing(next),
        caseId,
        courtId,
        defendantIds,
        bench,
        agencyId: courtId,
        occurredAt: event.occurredAt,
        previousHearingId: before._id,
      };
      await committer.create<Hearing>(
        hearings,
        fields,
        [{ type: "hearing.listed", occurredAt: event.occurredAt, data: listing(fields) }],
        followCommand(event, "next hearing"),
        idOfNext(before._id),
      );
    },

    async followDraft(event: RecordEvent<"result.drafted">): Promise<void> {
      await follow(event, "draft");
    },
    async followSharing(event: RecordEvent<"result.shared">): Promise<void> {
      await follow(event, "share");
    },
  };
}

/** A hearing of which nothing is known yet but when, where and what for. */
export function newHearing(
  { day, days, session, room, order, type }: NextListing,
  status: "planned" | "listed" = "listed",
) {
  return {
    day,
    days,
    session,
    room,
    order,
    type,
    status,
    bench: [],
    present: [],
    heldAt: null,
    attendance: [],
    ended: null,
    next: null,
    nextHearingId: null,
    previousHearingId: null,
    trial: type === "trial" ? { classification: "listed" as const, reason: null, party: null, at: null } : null,
  };
}

type Listed = Pick<
  Hearing,
  | "caseId"
  | "courtId"
  | "defendantIds"
  | "day"
  | "days"
  | "session"
  | "room"
  | "order"
  | "type"
  | "bench"
  | "previousHearingId"
>;

/** What is told of a hearing that is listed. */
export function listing({ defendantIds, days, bench, ...listed }: Listed) {
  const { caseId, courtId, day, session, room, order, type, previousHearingId } = listed;
  return {
    ...{ caseId, courtId, day, session, room, order, type, previousHearingId },
    ...{ defendantIds: [...defendantIds], days: [...days], bench: [...bench] },
  };
}
