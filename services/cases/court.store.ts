import type { z } from "zod";
import { type Files, nothingHeld } from "../../libs/access/files.ts";
import type { Directory } from "../../libs/bus/directory.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { type Command, uuidFrom } from "../../libs/record/command.ts";
import type { Committer, NewEvent } from "../../libs/record/commit.ts";
import { followCommand } from "../../libs/record/follow.ts";
import type { RecordEvent } from "../../libs/record/record.ts";
import type { casesContracts } from "./cases.contract.ts";
import {
  afterPleas,
  assertAllResulted,
  caseTransitions,
  hearingTransitions,
  next,
  reportTransitions,
} from "./cases.rules.ts";
import type { Case, CasesModels, DefendantCase, Hearing, PreSentenceReport, Sentence } from "./cases.schema.ts";
import { heldCase } from "./reading.ts";

type Input<K extends keyof typeof casesContracts> = z.output<(typeof casesContracts)[K]["input"]>;

/** What happens in and before court: cases, hearings, pleas, reports for the court, sentence. */
export function courtStore(
  { cases, hearings, reports }: CasesModels,
  committer: Committer,
  files: Files,
  directory: Directory,
) {
  const getCase = async (id: string) => (await cases.findById(id).lean<Case>()) ?? fail("NOT_FOUND");
  const getHearing = async (id: string) => (await hearings.findById(id).lean<Hearing>()) ?? fail("NOT_FOUND");

  /**
   * Only the case's own court acts on it, and only for defendants whose files the person may open. To whoever does not
   * see the case it is not there; others of the same file are told that it is not theirs to act on.
   */
  async function authorizeCourt(person: Person, stored: Case | null, named: readonly string[] = []): Promise<void> {
    const all = stored?.defendantIds ?? [person.id];
    const concerned = all.filter(id => named.includes(id));
    const held = stored ? heldCase(stored) : nothingHeld("case");
    for (const fileId of concerned.length > 0 ? concerned : all.slice(0, 1)) {
      await files.openToRead(person, fileId, held);
      await files.openAtTable(person, fileId);
    }
    if (person.courtId !== stored?.courtId)
      fail("ACCESS_DENIED", { detail: "Only the court of this case may do this." });
  }

  function defendantIn(stored: Case, defendantId: string): DefendantCase {
    return (
      stored.defendants.find(found => found.defendantId === defendantId) ??
      fail("VALIDATION", { errors: [{ path: "defendantId", message: "expected a defendant of this case" }] })
    );
  }

  const replaced = (stored: Case, changed: DefendantCase) =>
    stored.defendants.map(found => (found.defendantId === changed.defendantId ? changed : found));

  return {
    async receive(input: Input<"receive">, person: Person, command: Command): Promise<Case> {
      for (const { defendantId } of input.defendants)
        await files.openToWrite(person, defendantId, { class: "case", caseId: null });
      await directory.assertAgencies("courtId", [input.courtId], ["court"]);
      const receivedAt = input.receivedAt ? new Date(input.receivedAt) : command.at;
      const defendants = input.defendants.map(
        ({ offences, asn, ...rest }, d): DefendantCase => ({
          ...rest,
          asn: asn ?? null,
          status: "received",
          sentence: null,
          offences: offences.map((offence, o) => ({
            ...offence,
            id: uuidFrom("offence", `${command.id}|${d}|${o}`),
            wording: offence.wording ?? null,
            plea: null,
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
        [{ type: "case.received", occurredAt: receivedAt, data: { courtId, initiation, ward, defendants: told } }],
        command,
      );
      return record;
    },

    async listHearing(
      { caseId, listedAt, ...input }: Input<"listHearing">,
      person: Person,
      command: Command,
    ): Promise<Hearing> {
      const stored = await cases.findById(caseId).lean<Case>();
      await authorizeCourt(person, stored, input.defendantIds);
      const { courtId, defendantIds } = stored ?? fail("NOT_FOUND");
      if (!input.defendantIds.every(id => defendantIds.includes(id)))
        fail("VALIDATION", { errors: [{ path: "defendantIds", message: "expected defendants of this case" }] });
      const at = listedAt ? new Date(listedAt) : command.at;
      const fields = {
        ...input,
        caseId,
        courtId,
        agencyId: courtId,
        occurredAt: at,
        status: "listed" as const,
        present: [],
        heldAt: null,
      };
      const { day, session, room, order, type } = input;
      const { record } = await committer.create<Hearing>(
        hearings,
        fields,
        [
          {
            type: "hearing.listed",
            occurredAt: at,
            data: { caseId, courtId, defendantIds: input.defendantIds, day, session, room, order, type },
          },
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
            ({ defendantId, status }) => defendantIds.includes(defendantId) && status === "received",
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
                type: "case.moved",
                data: { caseId, courtId, defendantId, status: "listed" },
              }),
            ),
          };
        },
      );
    },

    async recordHearing(
      { id, outcome, present, heldAt }: Input<"recordHearing">,
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
        const event: NewEvent =
          outcome === "held"
            ? { type: "hearing.held", occurredAt: at, data: { caseId, courtId, present } }
            : { type: "hearing.vacated", occurredAt: at, data: { caseId, courtId } };
        return { set: { status, present, heldAt: outcome === "held" ? at : null }, events: [event] };
      });
      return record;
    },

    async plead(
      { caseId, defendantId, pleas, enteredAt }: Input<"plead">,
      person: Person,
      command: Command,
    ): Promise<Case> {
      const at = enteredAt ? new Date(enteredAt) : command.at;
      const { record } = await committer.change<Case>(
        cases,
        caseId,
        command,
        stored => authorizeCourt(person, stored, [defendantId]),
        stored => {
          const changed = afterPleas(defendantIn(stored, defendantId), pleas, at);
          const guilty = changed.status === "awaiting-sentence";
          return {
            set: { defendants: replaced(stored, changed) },
            events: [
              { type: "plea.entered", occurredAt: at, data: { caseId, courtId: stored.courtId, defendantId, guilty } },
            ],
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
        ({ status, defendantId, caseId, courtId }) => ({
          set: {
            status: next("The report", reportTransitions, "deliver", status),
            report: { ...report, deliveredAt: at },
          },
          events: [{ type: "psr.delivered", occurredAt: at, data: { defendantId, caseId, courtId } }],
        }),
      );
      return record;
    },

    async sentence(
      { caseId, defendantId, hearingId, disposal, results, order, passedAt }: Input<"sentence">,
      person: Person,
      command: Command,
    ): Promise<Case> {
      const at = passedAt ? new Date(passedAt) : command.at;
      const makesOrder = disposal.endsWith("-order") || disposal === "conditional-discharge";
      if (makesOrder !== (order !== undefined))
        fail("VALIDATION", {
          errors: [
            {
              path: "order",
              message: makesOrder ? `expected the terms of the ${disposal}` : `expected no order with ${disposal}`,
            },
          ],
        });
      const authorize = async (stored: Case | null) => {
        await authorizeCourt(person, stored, [defendantId]);
        await assertHearing(hearingId, caseId, defendantId);
        if (order) await directory.assertAgencies("order.supervisedBy", [order.supervisedBy], ["probation", "youth"]);
        await directory.assertAgencies(
          "order.requirements",
          order?.requirements.flatMap(({ providerAgencyId }) => providerAgencyId ?? []) ?? [],
        );
      };
      const { record } = await committer.change<Case>(cases, caseId, command, authorize, stored => {
        const current = defendantIn(stored, defendantId);
        const status = next("The case", caseTransitions, "sentence", current.status);
        assertAllResulted(current, results);
        const passed: Sentence = { at, hearingId, disposal, order: order ?? null };
        const offences = current.offences.map(offence => ({
          ...offence,
          result: { ...resultOf(results, offence.id), at },
        }));
        const who = { defendantId, caseId, courtId: stored.courtId };
        return {
          set: { defendants: replaced(stored, { ...current, status, offences, sentence: passed }) },
          events: [
            { type: "sentence.passed", occurredAt: at, data: { ...who, hearingId, disposal } },
            { type: "case.disposed", occurredAt: at, data: who },
          ],
        };
      });
      return record;
    },

    getCase,
  };

  async function assertHearing(hearingId: string, caseId: string, defendantId: string): Promise<void> {
    const hearing = await getHearing(hearingId).catch(() => undefined);
    if (hearing?.caseId !== caseId || !hearing.defendantIds.includes(defendantId))
      fail("VALIDATION", {
        errors: [{ path: "hearingId", message: "expected a hearing of this case that lists this defendant" }],
      });
    if (hearing.status === "vacated")
      fail("RULE_BROKEN", { detail: "The hearing is vacated, so no sentence can be passed in it." });
  }
}

function resultOf(
  results: readonly { offenceId: string; code: string; text: string }[],
  offenceId: string,
): { code: string; text: string } {
  const { code, text } = results.find(result => result.offenceId === offenceId) ?? fail("INTERNAL");
  return { code, text };
}
