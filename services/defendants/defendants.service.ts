import { heldNow, look } from "../../libs/access/assemble.ts";
import { decideRead, mayKnow, type Sight } from "../../libs/access/decide.ts";
import { endedSharingContract } from "../../libs/access/ended-sharing.ts";
import { type Involvement, isLive } from "../../libs/access/facts.ts";
import { Files, nothingHeld, readIn, type Scope } from "../../libs/access/files.ts";
import { readerFor } from "../../libs/access/for-judge.ts";
import type { Asked } from "../../libs/bus/actions.ts";
import { Directory } from "../../libs/bus/directory.ts";
import type { ServiceDefinition } from "../../libs/bus/serve.ts";
import { clock } from "../../libs/clock/clock.ts";
import { dayOf } from "../../libs/clock/day.ts";
import { latest } from "../../libs/clock/latest.ts";
import { listProvision } from "../../libs/contract/provision.ts";
import type { CountedPart } from "../../libs/contract/views.ts";
import { fail, isKnown, notYet } from "../../libs/errors/errors.ts";
import type { Person, Subject } from "../../libs/identity/subject.ts";
import { uuidFrom } from "../../libs/record/command.ts";
import { findEarlier } from "../../libs/record/earlier.ts";
import { coDefendantsIn, namingCoDefendants } from "./co-defendants.ts";
import { decisionOf } from "./decision.ts";
import { defendantsAccess } from "./defendants.access.ts";
import { defendantsContracts, fileMarkers } from "./defendants.contract.ts";
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
import { defendantView, fullName } from "./defendants.views.ts";
import { equalityActions } from "./equality/equality.service.ts";
import type { FileAccessRecord } from "./file-access/file-access.schema.ts";
import { fileAccessHandlers } from "./file-access/file-access.service.ts";
import { fileAccessStore } from "./file-access/file-access.store.ts";
import { reportingView } from "./file-access/file-access.views.ts";
import { blockKeysOf, isFoundAlike, searchKeysOf } from "./matching/matching.rules.ts";
import type { MatchPair } from "./matching/matching.schema.ts";
import { matchingHandlers, matchingSteps } from "./matching/matching.service.ts";
import { matchingStore } from "./matching/matching.store.ts";
import { noOthers, type Others } from "./matching/matching.views.ts";
import { nameKey } from "./matching/names.ts";
import { searchBudgets, searchBudgetsModel } from "./matching/search.store.ts";
import { retentionActions } from "./retention/retention.service.ts";
import { retentionStore } from "./retention/retention.store.ts";
import { entriesOnScreenMax, type Form, itemsShownMax, sentencingView, shownIn } from "./sentencing-view.ts";
import { subjectRequestsHandlers } from "./subject-requests/subject-requests.service.ts";
import { subjectRequestsStore } from "./subject-requests/subject-requests.store.ts";
import { composeFile, type HowComposed } from "./whole-file.ts";

/** A file with all that this service keeps of it: read once, when it is opened. */
type OwnScope = Scope<FileAccessRecord>;

/** Those who keep what is shared item by item. */
const sharers = [endedSharingContract("cases"), endedSharingContract("notes")];

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

    const heldOf = ({ agencyId, occurredAt, recordedAt }: Defendant) => ({
      class: "identity" as const,
      agencyId,
      caseId: null,
      occurredAt,
      recordedAt,
    });
    const earlier = (stored: Defendant, at: Date) => findEarlier<Defendant>(events, "defendant", stored, at);
    /** Opens a file by a person's identity. What is not there is asked for all the same: a "no" takes the same work. */
    const openIdentity = (person: Person, id: string) => files.openToRead(person, id, nothingHeld("identity"));
    const openToWrite = (person: Person, id: string) =>
      files.openToWrite(person, id, { class: "identity", caseId: null });

    /** A defendant as the person may see them, as it stands or as it was when their agency left. Fails with NOT_FOUND. */
    async function show(scope: OwnScope, found: Defendant | Promise<Defendant>) {
      const { fileId } = scope;
      const [stored, restricted, pairs] = await Promise.all([
        found,
        subjectRequests.isRestricted(fileId),
        matching.listOf(fileId),
      ]);
      const { item, sight } = (await look({ held: heldOf }, scope, stored, earlier)) ?? fail("NOT_FOUND");
      const others = await othersOf(scope, sight, pairs);
      return defendantView(item, sight.view, others, reportingIn(scope), restricted ? fileMarkers : []);
    }

    /** Who else this person may be or is, as far as the reader may know them; whoever has left the table hears no more of it. */
    async function othersOf(
      { fileId, person, now, access: own }: OwnScope,
      { asOf }: Sight,
      pairs: readonly MatchPair[],
    ): Promise<Others> {
      if (asOf) return noOthers;
      const linked = own.linked.filter(({ to }) => to === null);
      const ids = [
        ...pairs.flatMap(({ people }) => people),
        ...[...linked, own.mergedInto].flatMap(to => to?.otherId ?? []),
      ];
      const found = await access.findMany(ids.filter(id => id !== fileId));
      const known = new Set(found.filter(other => mayKnow(person, other, now)).map(({ _id }) => _id));
      return {
        pairs: pairs.filter(({ people }) => people.every(id => id === fileId || known.has(id))),
        linked: linked.filter(({ otherId }) => known.has(otherId)),
        mergedInto: own.mergedInto && known.has(own.mergedInto.otherId) ? own.mergedInto : null,
      };
    }

    /** What stands now of someone who was recorded or changed in this request. */
    const showNow = async (stored: Defendant, person: Person) =>
      notYet(openIdentity(person, stored._id).then(scope => show(scope, stored)));

    /** Those of these files that this person may know of. */
    async function openAny(person: Person, ids: readonly string[]): Promise<OwnScope[]> {
      const now = clock.now();
      const known = (await access.findMany(ids)).filter(file => mayKnow(person, file, now));
      return Promise.all(known.map(({ _id }) => files.open(person, _id)));
    }

    /** The people among these that this person may see, each with the scope of their file. */
    async function within(people: readonly Defendant[], person: Person, max = people.length) {
      const now = clock.now();
      const facts = new Map((await access.findMany(people.map(({ _id }) => _id))).map(file => [file._id, file]));
      const seen = people.filter(found => decideRead(person, facts.get(found._id), heldOf(found), now).view);
      return Promise.all(
        seen.slice(0, max).map(async found => ({ found, scope: await openIdentity(person, found._id) })),
      );
    }

    /** Everything this person may see of a file, from all who hold parts of it. */
    async function wholeFile(
      id: string,
      page: { limit: number; cursor?: string | undefined },
      asked: Asked,
      how: HowComposed = {},
    ) {
      const scope = await files.open(readerFor(asked.person(), how.judge), id);
      const { requests, linked } = scope.access;
      const stored = await store.get(scope);
      if (!readIn(scope, heldOf(stored))) fail("NOT_FOUND");
      const live = linked.filter(({ to }) => to === null);
      const others = await openAny(
        scope.person,
        live.map(({ otherId }) => otherId),
      );
      const own = {
        defendant: show(scope, stored),
        entries: recordedEntry(stored),
        requests: requests.filter(kept => kept.byAgencyId === scope.person.agencyId),
      };
      const { file, held } = await composeFile(scope, others, page, own, asked, directory, how);
      const parts = await withCoDefendants(file.parts, scope.person, asked);
      return { file: { ...file, parts }, held: [heldNow(id, heldOf(stored), scope), ...held] };
    }

    /** The parts with the names of co-defendants, by the facts of their files as they stand here: what has been closed meanwhile leaves no trace. */
    async function withCoDefendants(parts: readonly CountedPart[], person: Person, { saw }: Asked) {
      const ids = coDefendantsIn(parts);
      if (ids.length === 0) return parts;
      const named = await Promise.all(
        (await store.findMany(ids)).map(async found => {
          const opened = await files.openToRead(person, found._id, heldOf(found)).catch(unlessOutOfReach);
          return opened ? [found] : [];
        }),
      );
      const within = named.flat();
      for (const { _id: fileId, agencyId } of within)
        saw({ class: "identity", fileId, recordId: null, holderAgencyIds: [agencyId] });
      return namingCoDefendants(parts, new Map(within.map(found => [found._id, fullName(found)])));
    }

    /** The bench's one screen, and what decides who may read each thing on it. */
    async function viewFor(id: string, form: Form, asked: Asked, how: HowComposed = {}) {
      const { id: readerId, courtId } = readerFor(asked.person(), how.judge);
      if (courtId === null) return fail("ACCESS_DENIED");
      const now = clock.now();
      const [{ file, held }, provision] = await Promise.all([
        wholeFile(id, { limit: entriesOnScreenMax }, asked, { ...how, newest: itemsShownMax }),
        asked.call(listProvision, { courtId, day: dayOf(now) }),
      ]);
      return {
        ...sentencingView(file, { form, courtId, readerId, now }),
        agencies: eachOnce([...file.agencies, ...provision.agencies]),
        decision: decisionOf(file.parts, provision),
        held,
      };
    }

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

        mayFile: async ({ id }, asked) => {
          const { access: own } = await openIdentity(asked.person(), id);
          const others = own.linked.flatMap(({ otherId, to }) => (to === null ? [otherId] : []));
          const ofPerson = [own, ...(await access.findMany(others))];
          const fileIds = ofPerson.map(({ _id }) => _id);
          const ended = await Promise.all(sharers.map(sharer => asked.call(sharer, { fileIds })));
          const beside = ended.flatMap(({ alsoAbout }) => alsoAbout);
          const narrowed = [...ofPerson, ...(beside.length > 0 ? await access.findMany(beside) : [])];
          const taken = [
            ...narrowed.flatMap(({ narrowedAt }) => narrowedAt ?? []),
            ...ended.flatMap(({ endedAt }) => (endedAt ? [new Date(endedAt)] : [])),
          ];
          return { takenAt: latest(taken)?.toISOString() ?? null };
        },

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

const eachOnce = <T extends { readonly id: string }>(things: readonly T[]): T[] => [
  ...new Map(things.map(thing => [thing.id, thing])).values(),
];

/** What may not be reported travels with every view, lists too. */
function reportingIn({ access, now }: Scope) {
  return access.reporting.filter(kept => isLive(kept, now));
}

/** Nothing where a file is not to be seen; any other failure is one. */
function unlessOutOfReach(error: unknown): undefined {
  if (!isKnown(error) || (error.type !== "NOT_FOUND" && error.type !== "ERASED")) throw error;
}

/** A person as they are with what is being added. */
function withMore(current: Defendant, { aliases, addresses }: Pick<Defendant, "aliases" | "addresses">): Defendant {
  return {
    ...current,
    aliases: [...current.aliases, ...aliases],
    addresses: [...current.addresses, ...addresses],
  };
}

function recordedEntry({ _id, agencyId, occurredAt, recordedAt }: Defendant) {
  return [
    {
      id: `${_id}:0`,
      at: occurredAt.toISOString(),
      recordedAt: recordedAt.toISOString(),
      part: "identity",
      recordId: _id,
      agencyId,
      what: "File opened",
    },
  ] as const;
}
