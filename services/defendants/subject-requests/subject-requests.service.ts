import { randomUUID } from "node:crypto";
import { barrier } from "../../../libs/access/decide.ts";
import type { Files, Scope } from "../../../libs/access/files.ts";
import type { PartsForSubject } from "../../../libs/access/subject-parts.ts";
import type { Handlers } from "../../../libs/bus/actions.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Defendant } from "../defendants.schema.ts";
import type { FileAccessRecord } from "../file-access/file-access.schema.ts";
import type { FileAccessStore } from "../file-access/file-access.store.ts";
import type { MatchPair } from "../matching/matching.schema.ts";
import { composePack } from "./subject-pack.ts";
import type { subjectRequestsContracts } from "./subject-requests.contract.ts";
import { logged, moved, stateAfter } from "./subject-requests.rules.ts";
import type { LogEntry, SubjectRequest } from "./subject-requests.schema.ts";
import type { SubjectRequestsStore } from "./subject-requests.store.ts";
import { subjectRequestView } from "./subject-requests.views.ts";

/** What information governance does with the requests of the people files are about. */
export function subjectRequestsHandlers(
  store: SubjectRequestsStore,
  people: {
    get(scope: Scope): Promise<Defendant>;
    held(scope: Scope): Promise<PartsForSubject>;
    pairs(scope: Scope): Promise<MatchPair[]>;
  },
  access: Pick<FileAccessStore, "find" | "findMany">,
  files: Files,
  directory: Directory,
): Handlers<typeof subjectRequestsContracts> {
  const show = (stored: SubjectRequest) => subjectRequestView(stored, clock.today());

  /** The facts of a file that is there, for an officer who is not excluded from it by name. Fails with NOT_FOUND. */
  async function reach(officer: Person, defendantId: string): Promise<FileAccessRecord> {
    const file = await access.find(defendantId);
    return file && !isExcluded(officer, file) ? file : fail("NOT_FOUND");
  }

  return {
    recordSubjectRequest: async ({ defendantId, kind, receivedAt, details }, { person, command }) => {
      const officer = asOfficer(person());
      await reach(officer, defendantId);
      const asked = command();
      const entry: LogEntry = { at: asked.at, by: officer.id, what: "receive", text: null, leftOut: null };
      const recorded = await store.record(
        {
          defendantId,
          agencyId: officer.agencyId,
          kind,
          state: "received",
          receivedAt: receivedAt ? new Date(receivedAt) : asked.at,
          identityShownAt: null,
          dueOn: null,
          extendedByMonths: 0,
          details,
          handledBy: officer.id,
          answer: null,
          refusal: null,
          restricting: false,
          log: [entry],
        },
        asked,
      );
      return show(recorded);
    },

    listSubjectRequests: async (_input, { person }) => {
      const officer = asOfficer(person());
      const { found, more } = await store.listOpen();
      const concerned = await access.findMany([...new Set(found.map(({ defendantId }) => defendantId))]);
      const reached = new Set(concerned.filter(file => !isExcluded(officer, file)).map(({ _id }) => _id));
      return { items: found.filter(({ defendantId }) => reached.has(defendantId)).map(show), more };
    },

    getSubjectRequest: async ({ id }, { person }) => {
      const officer = asOfficer(person());
      const stored = await store.get(id);
      await reach(officer, stored.defendantId);
      return show(stored);
    },

    moveSubjectRequest: async ({ id, move }, { person, command }) => {
      const officer = asOfficer(person());
      const asked = command();
      let correctedAt: Date | undefined;
      const changed = await store.change(
        id,
        asked,
        async ({ defendantId }) => {
          await reach(officer, defendantId);
          if (move.name !== "answer" || move.outcome !== "corrected" || move.correctedRecordId) return;
          const { corrections } = await people.get(await openForSubject(officer, defendantId));
          correctedAt = corrections.at(-1)?.at;
        },
        current => moved(current, move, asked, correctedAt),
      );
      return show(changed);
    },

    maySubjectPack: async ({ id }, { person }) => {
      const officer = asOfficer(person());
      const stored = await store.get(id);
      stateAfter("make-pack", stored);
      await openForSubject(officer, stored.defendantId);
      return {};
    },

    subjectPack: async ({ id }, asked) => {
      const officer = asOfficer(asked.person());
      const { defendantId, ...stored } = await store.get(id);
      const file = await reach(officer, defendantId);
      stateAfter("make-pack", stored);
      const scope = await openForSubject(officer, defendantId);
      const own = { defendant: await people.get(scope), file, held: await people.held(scope) };
      const pairs = await people.pairs(scope);
      const { content, leftOut } = await composePack(scope, { ...own, pairs }, asked, directory);
      // Every making stands in the log, so no two are the same command.
      const making: Command = { ...asked.command(), id: randomUUID(), at: clock.now() };
      await store.change(
        id,
        making,
        ({ defendantId: ofFile }) => reach(officer, ofFile),
        current => {
          stateAfter("make-pack", current);
          return {
            set: { handledBy: officer.id },
            ...logged(current, { at: making.at, by: officer.id, what: "make-pack", text: null, leftOut }),
            events: [{ type: "subject-request.packed", data: { defendantId, leftOut } }],
          };
        },
      );
      return { requestId: id, madeAt: making.at.toISOString(), ...content };
    },
  };

  /** The file, to read what its subject is given. Fails with RULE_BROKEN where a court or an agency has closed it. */
  async function openForSubject(officer: Person, defendantId: string) {
    const barred = barrier(officer, await reach(officer, defendantId), clock.now());
    if (barred)
      fail("RULE_BROKEN", {
        detail: `This file is ${barred.rule}, and you are not among those who may see it: that is lifted first, or you are named.`,
      });
    return files.openForSubject(officer, defendantId);
  }
}

/** A person answers for what another person is told; a system does not. */
function asOfficer(person: Person): Person {
  return person.kind === "person"
    ? person
    : fail("ACCESS_DENIED", { detail: "Requests of people are handled by people, not by a system." });
}

function isExcluded(officer: Person, file: FileAccessRecord): boolean {
  return barrier(officer, file, clock.now())?.rule === "excluded";
}
