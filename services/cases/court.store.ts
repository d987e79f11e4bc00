import type { z } from "zod";
import type { Files } from "../../libs/access/files.ts";
import type { Directory } from "../../libs/bus/directory.ts";
import { dayOf } from "../../libs/clock/day.ts";
import { isAllowed } from "../../libs/contract/states.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../libs/record/command.ts";
import type { Committer, NewEvent } from "../../libs/record/commit.ts";
import { followCommand } from "../../libs/record/follow.ts";
import type { RecordEvent, Stored } from "../../libs/record/record.ts";
import type { casesContracts } from "./cases.contract.ts";
import { afterPleas, assertAllResulted, next, reportTransitions } from "./cases.rules.ts";
import type { Case, CasesModels, DefendantCase, PreSentenceReport } from "./cases.schema.ts";
import { caseTransitions, hearingTransitions } from "./cases.states.ts";
import { assertBench, courtAuthority, defendantIn, replaced } from "./court.authority.ts";
import { judgeOf } from "./flow/parties.ts";
import { movingReasons } from "./hearings/hearings.reference.ts";
import { daysOf } from "./hearings/hearings.rules.ts";
import type { Hearing } from "./hearings/hearings.schema.ts";
import { listing, newHearing } from "./hearings/hearings.store.ts";
import { assertMakesOrder, assertRequirements, assertTerms } from "./orders/orders.rules.ts";
import { assertWilling, type Willingness } from "./orders/willingness.rules.ts";
import { willingnessFrom } from "./orders/willingness.store.ts";
import { sharing } from "./results/results.change.ts";
import { sentenced, stageOf } from "./results/results.rules.ts";
import type { Freeze } from "./snapshots/snapshots.store.ts";

type Input<K extends keyof typeof casesContracts> = z.output<(typeof casesContracts)[K]["input"]>;

const hearingsMax = 200;

/** What happens in and before court: cases, hearings, pleas, reports for the court, sentence. */
export function courtStore(models: CasesModels, committer: Committer, files: Files, directory: Directory) {
  const { cases, hearings, reports } = models;
  const getCase = async (id: string) => (await cases.findById(id).lean<Case>()) ?? fail("NOT_FOUND");
  const { authorizeCourt, assertHearing } = courtAuthority(models, files);
  const findWillingness = willingnessFrom(models, files);

  return {
    async receive(input: Input<"receive">, person: Person, command: Command): Promise<Case> {
      for (const { defendantId } of input.defendants)
        await files.openToWrite(person, defendantId, { class: "case", caseId: null });
      await directory.assertAgencies("courtId", [input.courtId], ["court"]);
      const receivedAt = input.receivedAt ? new Date(input.receivedAt) : command.at;
      const defendants = input.defendants.map(
        ({ offences, asn, chargedAt, ...rest }, d): DefendantCase => ({
          ...rest,
          asn: asn ?? null,
          chargedAt: chargedAt ? new Date(chargedAt) : receivedAt,
          status: "received",
          sentence: null,
          draft: null,
          shared: [],
          moves: [],
          bailSet: [],
          takenIntoConsideration: [],
          offences: offences.map((offence, o) => ({
            ...offence,
            id: uuidFrom("offence", `${command.id}|${d}|${o}`),
            wording: offence.wording ?? null,
            plea: null,
            verdict: null,
            result: null,
          })),
        }),
      );
      const { urn, courtId, initiation, ward = null } = input;
      const fields = {
        agencyId: person.agencyId,
        occurredAt: receivedAt,
        urn,
        courtId,
        initiation,
        ward,
        defendants,
        defendantIds: defendants.map(({ defendantId }) => defendantId),
      };
      const told = defendants.map(({ defendantId, offences }) => ({
        defendantId,
        offenceCodes: offences.map(({ code }) => code),
      }));
      const { record } = await committer.create<Case>(
        cases,
        fields,
        [
          { type: "case.received", occurredAt: receivedAt, data: { courtId, initiation, ward, defendants: told } },
          ...charged(command.id, fields),
        ],
        command,
      );
      return record;
    },

    async listHearing(
      { caseId, listedAt, planned, bench, defendantIds, ...place }: Input<"listHearing">,
      person: Person,
      command: Command,
    ): Promise<Hearing> {
      const stored = await cases.findById(caseId).lean<Case>();
      await authorizeCourt(person, stored, defendantIds);
      const { courtId, defendantIds: charged } = stored ?? fail("NOT_FOUND");
      if (!defendantIds.every(id => charged.includes(id)))
        fail("VALIDATION", { errors: [{ path: "defendantIds", message: "expected defendants of this case" }] });
      await assertBench(directory, courtId, bench);
      const at = listedAt ? new Date(listedAt) : command.at;
      const next = { ...place, days: daysOf(place.day, place.days) };
      const fields = {
        ...newHearing(next, planned ? "planned" : "listed"),
        caseId,
        courtId,
        defendantIds,
        bench,
        agencyId: courtId,
        occurredAt: at,
      };
      const data = listing(fields);
      const { record } = await committer.create<Hearing>(
        hearings,
        fields,
        [
          planned
            ? { type: "hearing.planned", occurredAt: at, data }
            : { type: "hearing.listed", occurredAt: at, data },
        ],
        command,
      );
      return record;
    },

    /** What listing does to the case: it is no longer only received. */
    async markListed(event: RecordEvent<"hearing.listed">): Promise<void> {
      const { caseId, defendantIds, courtId } = event.data;
      await committer.change<Case>(
        cases,
        caseId,
        followCommand(event, "listed"),
        async () => {},
        stored => {
          const moving = stored.defendants.filter(
            ({ defendantId, status }) =>
              defendantIds.includes(defendantId) && isAllowed(caseTransitions, "list", status),
          );
          if (moving.length === 0) return { events: [] };
          const defendants = stored.defendants.map(found =>
            moving.includes(found)
              ? { ...found, status: next("The case", caseTransitions, "list", found.status) }
              : found,
          );
          return {
            set: { defendants },
            events: moving.map(
              ({ defendantId }): NewEvent => ({
                type: "case.listed",
                data: { caseId, courtId, defendantId, status: "listed" },
              }),
            ),
          };
        },
      );
    },

    async recordHearing(
      { id, outcome, present, reason, heldAt }: Input<"recordHearing">,
      person: Person,
      command: Command,
    ): Promise<Hearing> {
      const at = heldAt ? new Date(heldAt) : command.at;
      const authorize = async (stored: Hearing | null) =>
        authorizeCourt(person, stored && (await getCase(stored.caseId)), present);
      const { record } = await committer.change<Hearing>(hearings, id, command, authorize, stored => {
        const { caseId, courtId, defendantIds } = stored;
        if (!present.every(defendantId => defendantIds.includes(defendantId)))
          fail("VALIDATION", { errors: [{ path: "present", message: "expected defendants listed for this hearing" }] });
        const status = next("The hearing", hearingTransitions, outcome, stored.status);
        const why = outcome === "vacated" && reason ? { reason, agency: movingReasons[reason] } : null;
        const event: NewEvent =
          outcome === "held"
            ? { type: "hearing.held", occurredAt: at, data: { caseId, courtId, present } }
            : { type: "hearing.vacated", occurredAt: at, data: { caseId, courtId, reason: why?.reason ?? null } };
        return {
          set: {
            status,
            present,
            heldAt: outcome === "held" ? at : null,
            ended: why && { ...why, remarks: null, at },
          },
          events: [event],
        };
      });
      return record;
    },

    async plead(
      { caseId, defendantId, pleas, stage, enteredAt }: Input<"plead">,
      person: Person,
      command: Command,
    ): Promise<Case> {
      const at = enteredAt ? new Date(enteredAt) : command.at;
      let listed: readonly Hearing[] = [];
      const { record } = await committer.change<Case>(
        cases,
        caseId,
        command,
        async stored => {
          await authorizeCourt(person, stored, [defendantId]);
          listed = await hearings.find({ defendantIds: defendantId, caseId }).limit(hearingsMax).lean<Hearing[]>();
        },
        stored => {
          const entered = stage ?? stageOf(listed, dayOf(at));
          const changed = afterPleas(defendantIn(stored, defendantId), pleas, at, entered);
          const guilty = changed.status === "convicted";
          const data = {
            caseId,
            courtId: stored.courtId,
            defendantId,
            guilty,
            stage: entered,
            pleas: pleas.map(({ offenceId, plea, basis }) => ({
              offenceId,
              plea,
              ...(basis && { basis: basis.state }),
            })),
          };
          return {
            set: { defendants: replaced(stored, changed) },
            events: [{ type: "plea.entered", occurredAt: at, data }],
          };
        },
      );
      return record;
    },

    async requestReport(
      { caseId, defendantId, agencyId, format, dueAt, requestedAt }: Input<"requestReport">,
      person: Person,
      command: Command,
    ): Promise<PreSentenceReport> {
      const stored = await cases.findById(caseId).lean<Case>();
      await authorizeCourt(person, stored, [defendantId]);
      const found = stored ?? fail("NOT_FOUND");
      const { courtId } = found;
      defendantIn(found, defendantId);
      await directory.assertAgencies("agencyId", [agencyId], ["probation", "youth"]);
      const due = new Date(dueAt);
      const at = requestedAt ? new Date(requestedAt) : command.at;
      const fields = {
        defendantId,
        caseId,
        courtId,
        agencyId,
        occurredAt: at,
        requestedBy: person.agencyId,
        format,
        dueAt: due,
        status: "requested" as const,
        report: null,
      };
      const { record } = await committer.create<PreSentenceReport>(
        reports,
        fields,
        [
          {
            type: "psr.requested",
            occurredAt: at,
            data: { defendantId, caseId, courtId, agencyId, format, dueAt: due },
          },
        ],
        command,
      );
      return record;
    },

    async deliverReport(
      { id, deliveredAt, ...report }: Input<"deliverReport">,
      person: Person,
      command: Command,
    ): Promise<PreSentenceReport> {
      const at = deliveredAt ? new Date(deliveredAt) : command.at;
      const authorize = async (stored: PreSentenceReport | null) => {
        await files.openToWrite(person, stored?.defendantId ?? id, { class: "risk", caseId: stored?.caseId ?? null });
        if (stored?.agencyId !== person.agencyId) fail("NOT_FOUND");
      };
      const { record } = await committer.change<PreSentenceReport>(
        reports,
        id,
        command,
        authorize,
        ({ status, defendantId, caseId, courtId, agencyId }) => ({
          set: {
            status: next("The report", reportTransitions, "deliver", status),
            report: { ...report, deliveredAt: at },
          },
          events: [
            {
              type: "psr.delivered",
              occurredAt: at,
              data: {
                ...{ defendantId, caseId, courtId, agencyId },
                proposedDisposal: report.proposedDisposal ?? null,
                proposedRequirements: report.proposedRequirements,
              },
            },
          ],
        }),
      );
      return record;
    },

    async sentence(
      { caseId, defendantId, hearingId, disposal, results, order, passedAt }: Input<"sentence">,
      person: Person,
      command: Command,
      freeze: Freeze,
    ): Promise<Case> {
      const at = passedAt ? new Date(passedAt) : command.at;
      assertMakesOrder(disposal, order ?? null);
      let said: Willingness = {};
      const authorize = async (stored: Case | null) => {
        await authorizeCourt(person, stored, [defendantId]);
        await assertHearing(hearingId, caseId, defendantId);
        await assertTerms(directory, order ?? null);
        said = await findWillingness(person, { caseId, defendantId }, order ?? null);
      };
      const { record } = await committer.change<Case>(cases, caseId, command, authorize, stored => {
        const current = defendantIn(stored, defendantId);
        next("The case", caseTransitions, "sentence", current.status);
        assertAllResulted(current, results);
        assertRequirements(
          order ?? null,
          dayOf(at),
          current.offences.map(({ date }) => date),
        );
        assertWilling(order ?? null, at, said);
        const sheet = { hearingId, lines: results, disposal, order: order ?? null };
        return sharing(
          stored,
          current,
          sheet,
          { at, by: person.id, judgeId: judgeOf(person), reason: null, freeze },
          (offence, version) => sentenced(offence, results, version, at),
        );
      });
      return record;
    },

    getCase,
  };
}

/** What each defendant of a case is charged with, told of the day of the charge. */
function charged(caseId: string, { courtId, ward, initiation, defendants }: Omit<Case, keyof Stored>): NewEvent[] {
  return defendants.map(({ defendantId, chargedAt, offences }) => ({
    type: "offence.charged",
    occurredAt: chargedAt,
    data: {
      ...{ defendantId, caseId, courtId, ward, initiation },
      offences: offences.map(({ id: offenceId, code, category, date }) => ({ offenceId, code, category, date })),
    },
  }));
}
