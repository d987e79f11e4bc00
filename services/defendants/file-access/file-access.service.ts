import { decideRead, isFor, mayWrite } from "../../../libs/access/decide.ts";
import { ended, isLive, type Period } from "../../../libs/access/facts.ts";
import type { Files } from "../../../libs/access/files.ts";
import { assertSharer } from "../../../libs/access/item-disclosures.ts";
import type { Handlers } from "../../../libs/bus/actions.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import type { Tools } from "../../../libs/bus/serve.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { emergenciesHandlers } from "./emergencies.ts";
import type { fileAccessContracts } from "./file-access.contract.ts";
import { assertPeriod, explained, keptIn } from "./file-access.rules.ts";
import type { FileAccessRecord, InformationRequest, KeptConsent, KeptDisclosure } from "./file-access.schema.ts";
import { assertRoom, type FileAccessStore } from "./file-access.store.ts";
import { consentView, disclosureView, glassView, reportingView, requestView } from "./file-access.views.ts";
import { limitsHandlers } from "./limits.ts";

type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

/** What people decide about who may see a file. */
export function fileAccessHandlers(
  store: FileAccessStore,
  files: Files,
  directory: Directory,
  call: Tools["call"],
): Handlers<typeof fileAccessContracts> {
  const openAtTable = (person: Person, id: string, caseId?: string) => files.openAtTable(person, id, caseId ?? null);

  /** Ends one of the file's facts everywhere, and answers with when that was. */
  async function end(
    id: string,
    list: "disclosures" | "consents" | "involvements",
    factId: string,
    ...[command, authorize, narrowing]: Tail<Parameters<FileAccessStore["narrow"]>>
  ) {
    const record = await store.narrow(id, command, authorize, narrowing);
    const { to } = keptIn<Period & { id: string }>(record[list], factId);
    return { id: factId, to: (to ?? fail("INTERNAL")).toISOString() };
  }

  return {
    ...limitsHandlers(store, files, directory),
    ...emergenciesHandlers(store, call),

    share: async ({ id, class: cls, caseId, recipient, reason, conditions, from, until }, { person, command }) => {
      const asked = command();
      const start = from ? new Date(from) : asked.at;
      const made = {
        id: asked.id,
        from: start,
        to: assertPeriod(start, until),
        byAgencyId: person().agencyId,
        class: cls,
        caseId: caseId ?? null,
        recipient,
      };
      const kept: KeptDisclosure = { ...made, by: person().id, reason, conditions: conditions ?? null, recalled: null };
      assertSharer(person(), cls);
      await directory.assertRecipient(recipient);
      const record = await store.change(
        id,
        asked,
        // What is shared of one case is shared by who is at the table of that case.
        () => openAtTable(person(), id, caseId),
        current => {
          assertRoom(current, "disclosures");
          return { push: { disclosures: [kept] }, events: [{ type: "disclosure.granted", data: made }] };
        },
      );
      return disclosureView(keptIn(record.disclosures, asked.id));
    },

    recall: async ({ id, disclosureId, reason }, { person, command }) => {
      const asked = command();
      const { at } = asked;
      const narrowing = (current: FileAccessRecord) => {
        const found = current.disclosures.find(
          kept => kept.id === disclosureId && kept.byAgencyId === person().agencyId,
        );
        if (!found) return fail("NOT_FOUND");
        if (found.recalled) return fail("RULE_BROKEN", { detail: "This was recalled already." });
        const recalled = { at, by: person().id, reason };
        return {
          set: {
            disclosures: ended(current.disclosures, disclosureId, at).map(kept =>
              kept.id === disclosureId ? { ...kept, recalled } : kept,
            ),
          },
          events: [{ type: "disclosure.recalled" as const, data: { id: disclosureId, to: at } }],
        };
      };
      // An agency that has left the table may still take back what it gives.
      return end(id, "disclosures", disclosureId, asked, () => files.open(person(), id), narrowing);
    },

    consent: async ({ id, classes, agencyIds, purpose, givenAt, until }, { person, command }) => {
      const asked = command();
      const from = givenAt ? new Date(givenAt) : asked.at;
      const made = { id: asked.id, from, to: assertPeriod(from, until), classes, agencyIds };
      const kept: KeptConsent = { ...made, by: person().id, purpose, recordedByAgencyId: person().agencyId };
      if (!classes.every(cls => mayWrite(person(), cls)))
        fail("ACCESS_DENIED", { detail: "Consent is recorded by those who hold the information." });
      await directory.assertAgencies("agencyIds", agencyIds);
      const record = await store.change(
        id,
        asked,
        () => openAtTable(person(), id),
        current => {
          assertRoom(current, "consents");
          return { push: { consents: [kept] }, events: [{ type: "consent.given", data: made }] };
        },
      );
      return consentView(keptIn(record.consents, asked.id));
    },

    withdraw: async ({ id, consentId }, { person, command }) => {
      const asked = command();
      const { at } = asked;
      const narrowing = (current: FileAccessRecord) => {
        const found = current.consents.find(
          kept => kept.id === consentId && kept.recordedByAgencyId === person().agencyId,
        );
        if (!found) return fail("NOT_FOUND");
        if (!isLive(found, at)) return fail("RULE_BROKEN", { detail: "This consent has ended already." });
        return {
          set: { consents: ended(current.consents, consentId, at) },
          events: [{ type: "consent.withdrawn" as const, data: { id: consentId, to: at } }],
        };
      };
      return end(id, "consents", consentId, asked, () => files.open(person(), id), narrowing);
    },

    ask: async ({ id, agencyId, class: cls, reason }, { person, command }) => {
      const asked = command();
      const { at } = asked;
      const made = { id: asked.id, byAgencyId: person().agencyId, toAgencyId: agencyId, class: cls };
      const kept: InformationRequest = { ...made, by: person().id, reason, askedAt: at, answer: null };
      await directory.assertAgencies("agencyId", [agencyId]);
      const record = await store.change(
        id,
        asked,
        () => openAtTable(person(), id),
        current => {
          assertRoom(current, "requests");
          if (!current.involvements.some(found => found.agencyId === agencyId && isLive(found, at)))
            fail("RULE_BROKEN", { detail: "That agency is not at the table for this file; bring it there first." });
          return { push: { requests: [kept] }, events: [{ type: "information.requested", data: made }] };
        },
      );
      return requestView(id, keptIn(record.requests, asked.id));
    },

    answer: async ({ id, requestId, answer, reason, until }, { person, command }) => {
      const replying = command();
      const { at, by } = replying;
      const isAsked = (kept: InformationRequest) => kept.id === requestId && kept.toAgencyId === person().agencyId;
      const record = await store.change(
        id,
        replying,
        () => openAtTable(person(), id),
        current => {
          const asked = current.requests.find(isAsked) ?? fail("NOT_FOUND");
          if (asked.answer) fail("RULE_BROKEN", { detail: `This was answered already: ${asked.answer.kind}.` });
          const { byAgencyId, toAgencyId, class: cls } = asked;
          const answered: InformationRequest = {
            ...asked,
            answer: { kind: answer, reason: reason ?? null, at, by: by.id },
          };
          const requests = current.requests.map(kept => (kept === asked ? answered : kept));
          const told = {
            type: "information.answered" as const,
            data: { id: requestId, byAgencyId, toAgencyId, class: cls, answer },
          };
          if (answer !== "shared") return { set: { requests }, events: [told] };
          assertSharer(person(), cls);
          assertRoom(current, "disclosures");
          const recipient = { kind: "agency" as const, id: byAgencyId };
          const made = {
            id: requestId,
            from: at,
            to: assertPeriod(at, until),
            byAgencyId: toAgencyId,
            class: cls,
            caseId: null,
            recipient,
          };
          const kept = { ...made, by: by.id, reason: reason ?? "asked for", conditions: null, recalled: null };
          return {
            set: { requests },
            push: { disclosures: [kept] },
            events: [told, { type: "disclosure.granted" as const, data: made }],
          };
        },
      );
      return requestView(id, keptIn(record.requests, requestId));
    },

    sharing: async ({ id }, { person }) => {
      const scope = await files.open(person(), id);
      const { agencyId, agencyType } = person();
      const record = await store.get(id);
      const atTable = record.involvements.some(found => found.agencyId === agencyId && isLive(found, scope.now));
      return {
        disclosures: record.disclosures
          .filter(kept => kept.byAgencyId === agencyId || isFor(kept, person()))
          .map(disclosureView),
        consents: record.consents
          .filter(kept => kept.recordedByAgencyId === agencyId || kept.agencyIds.includes(agencyId))
          .map(consentView),
        requests: record.requests
          .filter(kept => kept.byAgencyId === agencyId || kept.toAgencyId === agencyId)
          .map(kept => requestView(id, kept)),
        reportingRestrictions: record.reporting.filter(kept => isLive(kept, scope.now)).map(reportingView),
        // Those who answer for the file are told: whoever holds it and the court, as long as they are at the table.
        brokenGlass: record.glass
          .filter(kept => atTable && (agencyType === "court" || kept.agencyId === agencyId || holds(record, agencyId)))
          .map(kept => glassView(id, kept, clock.today())),
      };
    },

    leave: async ({ id, involvementId }, { person, command }) => {
      const asked = command();
      const { at } = asked;
      const narrowing = (current: FileAccessRecord) => {
        const found = current.involvements.find(kept => kept.id === involvementId) ?? fail("NOT_FOUND");
        const isCourt = person().agencyType === "court" && person().roles.some(role => role === "LA" || role === "CO");
        if (found.agencyId !== person().agencyId && !isCourt)
          fail("ACCESS_DENIED", { detail: "An involvement is ended by the agency itself or by the court." });
        if (!isLive(found, at)) fail("RULE_BROKEN", { detail: "This involvement has ended already." });
        return {
          set: { involvements: ended(current.involvements, involvementId, at) },
          events: [{ type: "involvement.ended" as const, data: { id: involvementId, to: at } }],
        };
      };
      return end(id, "involvements", involvementId, asked, () => files.open(person(), id), narrowing);
    },

    explain: async ({ id, class: cls, agencyId, caseId }, { person }) => {
      const { access, now } = await files.open(person(), id);
      const held = { class: cls, agencyId, caseId: caseId ?? null, occurredAt: now, recordedAt: now };
      return explained(decideRead(person(), access, held, now));
    },

    explainFor: async ({ defendantId, personId, class: cls, agencyId, caseId }) => {
      const file = await store.get(defendantId);
      const { enabled, ...somebody } = (await directory.findPerson(personId)) ?? fail("NOT_FOUND");
      const [agency] = await directory.describe([somebody.agencyId]);
      const { id, type: agencyType } = agency ?? fail("INTERNAL");
      const person: Person = {
        ...somebody,
        kind: "person",
        agencyType,
        courtId: agencyType === "court" ? id : null,
        sessionId: personId,
        signedInAtSeconds: 0,
      };
      const now = clock.now();
      const held = { class: cls, agencyId, caseId: caseId ?? null, occurredAt: now, recordedAt: now };
      return { ...explained(decideRead(person, file, held, now)), enabled };
    },

    narrowed: async ({ since }) => store.narrowedSince(since),
  };
}

/** Whether an agency recorded the person or sent a case: those who own what the emergency reached. */
function holds({ involvements }: FileAccessRecord, agencyId: string): boolean {
  return involvements.some(
    found => found.agencyId === agencyId && ["record", "charge", "order"].includes(found.reason),
  );
}
