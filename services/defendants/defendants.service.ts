import type { Involvement } from "../../libs/access/facts.ts";
import { Files } from "../../libs/access/files.ts";
import { Directory } from "../../libs/bus/directory.ts";
import type { ServiceDefinition } from "../../libs/bus/serve.ts";
import { clock } from "../../libs/clock/clock.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person, Subject } from "../../libs/identity/subject.ts";
import { uuidFrom } from "../../libs/record/command.ts";
import { defendantsAccess } from "./defendants.access.ts";
import { defendantsContracts } from "./defendants.contract.ts";
import {
  adultFromOf,
  characteristicsOf,
  checkAll,
  comparedFields,
  fieldsOf,
  identifiersTold,
  involving,
  matchKeysOf,
} from "./defendants.rules.ts";
import { type Defendant, defendantsModels } from "./defendants.schema.ts";
import { defendantsStore } from "./defendants.store.ts";
import { fullName } from "./defendants.views.ts";
import { equalityActions } from "./equality/equality.service.ts";
import { fileAccessHandlers } from "./file-access/file-access.service.ts";
import { fileAccessStore } from "./file-access/file-access.store.ts";
import { reportingView } from "./file-access/file-access.views.ts";
import { fileViews } from "./file-view.ts";
import { blockKeysOf, isFoundAlike, searchKeysOf } from "./matching/matching.rules.ts";
import { matchingHandlers, matchingSteps } from "./matching/matching.service.ts";
import { matchingStore } from "./matching/matching.store.ts";
import { nameKey } from "./matching/names.ts";
import { searchBudgets, searchBudgetsModel } from "./matching/search.store.ts";
import { personViews, reportingIn } from "./person-view.ts";
import { retentionActions } from "./retention/retention.service.ts";
import { retentionStore } from "./retention/retention.store.ts";
import { shownIn } from "./sentencing-view.ts";
import { subjectRequestsHandlers } from "./subject-requests/subject-requests.service.ts";
import { subjectRequestsStore } from "./subject-requests/subject-requests.store.ts";

/** How many people one search shows. */
const foundMax = 50;

/** Who a defendant is, who is involved with the file, and the file as a whole. */
export const defendants: ServiceDefinition<typeof defendantsContracts> = {
  name: "defendants",
  contracts: defendantsContracts,
  access: defendantsAccess,
  open({ db, committer, call, events, fileKeys }) {
    const models = defendantsModels(db);
    const store = defendantsStore(models, committer);
    const access = fileAccessStore(models.files, committer, call);
    const files = new Files(access.source);
    const directory = new Directory(call);
    const subjectRequests = subjectRequestsStore(models.subjectRequests, committer);
    const equality = equalityActions(models.equality, committer, files);
    const matching = matchingStore(models, committer, access);
    const retention = retentionActions(
      { db, committer, call, fileKeys },
      models,
      retentionStore(models.retentions, committer),
      access,
    );
    const budgets = searchBudgets(searchBudgetsModel(db));

    const people = personViews(access, files, subjectRequests, matching, events);
    const { openIdentity, show, showNow, within } = people;
    const { wholeFile, viewFor, takenFrom } = fileViews(store, access, files, directory, people);
    const openToWrite = (person: Person, id: string) =>
      files.openToWrite(person, id, { class: "identity", caseId: null });

    return {
      handlers: {
        ...fileAccessHandlers(access, files, directory, call),
        ...subjectRequestsHandlers(
          subjectRequests,
          { get: store.get, held: equality.forSubject, pairs: ({ fileId }) => matching.listOf(fileId) },
          access,
          files,
          directory,
        ),
        ...equality.handlers,
        ...matchingHandlers(matching, access, files, store),
        ...retention.handlers,

        record: async ({ name, identifiers, openedAt, ...rest }, { person, command }) => {
          const { agencyId } = person();
          const { at } = command();
          const checked = checkAll(identifiers, agencyId, at);
          const fields = {
            ...rest,
            name,
            agencyId,
            occurredAt: openedAt ? new Date(openedAt) : at,
            surnameKey: nameKey(name.surname),
            identifiers: checked,
            matchKeys: matchKeysOf(checked),
            corrections: [],
          };
          const blockKeys = blockKeysOf(fields);
          return showNow(await store.record({ ...fields, blockKeys }, command()), person());
        },

        get: async ({ id }, { person }) => {
          const scope = await openIdentity(person(), id);
          return show(scope, store.get(scope));
        },

        correct: async ({ id, reason, ...changes }, { person, command }) => {
          const { at, by } = command();
          const set = { ...changes, ...(changes.name && { surnameKey: nameKey(changes.name.surname) }) };
          const stored = await store.change(
            id,
            command(),
            async () => void (await openToWrite(person(), id)),
            current => ({
              set: { ...set, blockKeys: blockKeysOf({ ...current, ...set }) },
              push: { corrections: [{ at, by: by.id, fields: Object.keys(changes), reason }] },
              events: [
                {
                  type: "defendant.corrected",
                  data: {
                    ...characteristicsOf({ ...current, ...set }, current.recordedAt),
                    fields: Object.keys(changes),
                  },
                },
              ],
            }),
          );
          return showNow(stored, person());
        },

        addDetails: async ({ id, aliases, addresses, identifiers }, { person, command }) => {
          const checked = checkAll(identifiers, person().agencyId, command().at);
          const stored = await store.change(
            id,
            command(),
            async () => void (await openToWrite(person(), id)),
            current => ({
              set: { blockKeys: blockKeysOf(withMore(current, { aliases, addresses })) },
              push: { aliases, addresses, identifiers: checked, matchKeys: matchKeysOf(checked) },
              events: [
                {
                  type: "defendant.details-added",
                  data: {
                    fields: fieldsOf({ aliases, addresses, identifiers: checked }),
                    identifiers: identifiersTold(checked),
                  },
                },
              ],
            }),
          );
          return showNow(stored, person());
        },

        search: async (input, { person }) => {
          const found =
            "identifier" in input
              ? await store.findByKey(matchKeysOf(checkAll([input.identifier], "", clock.now()))[0] ?? "")
              : input.alike
                ? (await store.findByBlock(searchKeysOf(input))).filter(stored => isFoundAlike(stored, input))
                : await store.findByBirth(nameKey(input.surname), input.dateOfBirth);
          const visible = await within(found, person(), foundMax);
          await budgets.spend(person(), visible.length);
          return {
            items: await Promise.all(visible.map(({ found: stored, scope }) => show(scope, stored))),
          };
        },

        decideCandidate: async ({ id, candidateId, decision, reason }, { person, command }) => {
          const authorize = async () => {
            await openToWrite(person(), id);
            await openIdentity(person(), candidateId);
          };
          await matching.say(decision, [id, candidateId], reason, command(), authorize);
          return showNow(await store.getStored(id), person());
        },

        invite: async ({ id, agencyId, caseId, reason }, { person, command }) => {
          await files.openAtTable(person(), id, caseId);
          await directory.assertAgencies("agencyId", [agencyId]);
          const { at, id: commandId } = command();
          await access.involve(id, { id: commandId, agencyId, caseId, reason, from: at, to: null }, command());
          return { agencyId, from: at.toISOString() };
        },

        file: async ({ id, limit, cursor }, asked) => {
          const { file } = await wholeFile(id, { limit, cursor }, asked);
          return { ...file, parts: file.parts.map(({ total: _total, tally: _tally, ...part }) => part) };
        },

        sentencingView: async ({ id, form }, asked) => {
          const { held: _held, ...view } = await viewFor(id, form, asked);
          return view;
        },

        viewToFreeze: async ({ id, judge }, asked) => {
          const how = { freezing: true, ...(judge && { judge }) };
          const { held, ...view } = await viewFor(id, "sentence", asked, how);
          const shown = shownIn(view);
          return { ...view, form: "sentence" as const, held: held.filter(({ recordId }) => shown.has(recordId)) };
        },

        mayFile: ({ id }, asked) => takenFrom(id, asked),

        names: async ({ ids }, { person }) => ({
          names: (await within(await store.findMany(ids), person())).map(({ found, scope }) => ({
            id: found._id,
            name: fullName(found),
            reportingRestrictions: reportingIn(scope).map(reportingView),
          })),
        }),

        involve: async ({ defendantId, by, from, to, ...involvement }, { subject }) => {
          const reasons = subject.kind === "service" ? involving[subject.name] : undefined;
          if (!reasons?.includes(involvement.reason)) fail("ACCESS_DENIED");
          const commandId = uuidFrom("involve", involvement.id);
          await access.involve(
            defendantId,
            {
              ...involvement,
              id: sharedIdOf(involvement, subject),
              from: new Date(from),
              to: to === null ? null : new Date(to),
            },
            { by, id: commandId, fingerprint: commandId, ifVersion: undefined, at: clock.now(), isFollowing: true },
          );
          return {};
        },

        dismiss: async ({ id, defendantId, agencyId, at, by }, { subject }) => {
          const commandId = uuidFrom("dismiss", `${id}|${agencyId}`);
          const command = {
            by,
            id: commandId,
            fingerprint: commandId,
            ifVersion: undefined,
            at: clock.now(),
            isFollowing: true as const,
          };
          const to = at === null ? command.at : new Date(at);
          await access.dismiss(defendantId, agencyId, sharerOf(subject), to, command);
          return {};
        },
      },
      steps: {
        "defendant.recorded": async event => {
          const { dateOfBirth } = await store.getStored(event.recordId);
          await access.open(event, adultFromOf(dateOfBirth, event.recordedAt));
          await matching.propose(event);
        },
        "defendant.corrected": async event => {
          if (event.data.fields.includes("dateOfBirth")) {
            const { dateOfBirth, recordedAt } = await store.getStored(event.recordId);
            await access.markYouth(event, adultFromOf(dateOfBirth, recordedAt));
          }
          if (event.data.fields.some(field => comparedFields.has(field))) await matching.propose(event);
        },
        "defendant.details-added": async event => {
          if (event.data.fields.some(field => comparedFields.has(field))) await matching.propose(event);
        },
        ...matchingSteps(matching, access),
        ...retention.steps,
      },
      work: retention.work,
    };
  },
};

/** Each service that shares items brings an agency for itself, and takes away what it brought. */
function sharedIdOf({ id, reason }: Pick<Involvement, "id" | "reason">, subject: Subject): string {
  return reason === "disclosure" ? `${sharerOf(subject)}${id}` : id;
}

function sharerOf(subject: Subject): string {
  return subject.kind === "service" ? `${subject.name}/` : fail("ACCESS_DENIED");
}

/** A person as they are with what is being added. */
function withMore(current: Defendant, { aliases, addresses }: Pick<Defendant, "aliases" | "addresses">): Defendant {
  return {
    ...current,
    aliases: [...current.aliases, ...aliases],
    addresses: [...current.addresses, ...addresses],
  };
}
