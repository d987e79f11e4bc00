import { mayAnswerSubject } from "../../../libs/access/decide.ts";
import type { Files } from "../../../libs/access/files.ts";
import type { Handlers } from "../../../libs/bus/actions.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { fail, isKnown } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { followCommand } from "../../../libs/record/follow.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { Steps } from "../../../libs/record/relay.ts";
import type { Defendant } from "../defendants.schema.ts";
import type { FileAccessRecord } from "../file-access/file-access.schema.ts";
import type { FileAccessStore } from "../file-access/file-access.store.ts";
import type { matchingContracts } from "./matching.contract.ts";
import type { MatchPair } from "./matching.schema.ts";
import type { MatchingStore } from "./matching.store.ts";
import { linkView, taskView } from "./matching.views.ts";
import { absorbing, liftingCopies, linking, linkTo, restoring, spreading, unlinking } from "./merging.rules.ts";
import { stateAfterMove } from "./pairs.rules.ts";

interface PeopleStore {
  findMany(ids: readonly string[]): Promise<Defendant[]>;
}

/** What people decide about two records: whether they are of one person, and whether they are merged. */
export function matchingHandlers(
  matching: MatchingStore,
  access: FileAccessStore,
  files: Files,
  people: PeopleStore,
): Handlers<typeof matchingContracts> {
  /** Both files, for whoever may write who both people are, or for the matching role. Fails with NOT_FOUND. */
  async function openBoth(person: Person, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      if (person.roles.includes("IGO")) await files.openForSubject(person, id);
      else await files.openToWrite(person, id, { class: "identity", caseId: null });
    }
  }

  const object = (id: string) => ({ class: "identity" as const, fileId: id, recordId: id, holderAgencyIds: [] });

  /** The tasks of these whose two files are both open to the matching role, each with its people. */
  async function shownTasks(person: Person, pairs: readonly MatchPair[]) {
    const ids = [...new Set(pairs.flatMap(pair => pair.people))];
    const [found, facts] = await Promise.all([people.findMany(ids), access.findMany(ids)]);
    const open = new Set(facts.filter(file => mayAnswerSubject(person, file, clock.now())).map(({ _id }) => _id));
    const byId = new Map(found.map(one => [one._id, one]));
    return pairs
      .filter(pair => pair.people.every(id => open.has(id)))
      .map(pair =>
        taskView(
          pair,
          pair.people.flatMap(id => byId.get(id) ?? []),
        ),
      );
  }

  return {
    overrideMatch: async ({ id, otherId, match, reason }, { person, command, saw }) => {
      const authorize = () => openBoth(person(), [id, otherId]);
      const { state } = await matching.say(match, [id, otherId], reason, command(), authorize);
      saw(object(otherId));
      return { id, otherId, state };
    },

    listMatchTasks: async (_input, { person, saw }) => {
      const items = await shownTasks(person(), await matching.listTasks());
      saw(...items.flatMap(task => task.people.map(({ id }) => object(id))));
      return { items };
    },

    decideMatchTask: async ({ id, decision, reason }, { person, command, saw }) => {
      const pair = await matching.getTask(id);
      const decided = await matching.say(decision, pair.people, reason, command(), () =>
        openBoth(person(), pair.people),
      );
      saw(...pair.people.map(object));
      return (await shownTasks(person(), [decided]))[0] ?? fail("NOT_FOUND");
    },

    merge: async ({ id, otherId, reason }, { person, command, saw }) => {
      const asked = command();
      const authorize = () => openBoth(person(), [id, otherId]);
      await authorize();
      const [other, pair] = await Promise.all([access.get(otherId), matching.find(id, otherId)]);
      await access.narrow(id, asked, authorize, current => {
        stateAfterMove("merge", pair?.state ?? "none");
        return linking(current, other, reason, asked);
      });
      // The exclusions of this file hold on the other one too, from what followed.
      await access.confirm(await access.get(otherId));
      saw(object(otherId));
      return linkView(id, (await access.get(id)).linked.find(link => link.id === asked.id) ?? fail("INTERNAL"));
    },

    unmerge: async ({ id, otherId, reason }, { person, command, saw }) => {
      const asked = command();
      const authorize = () => openBoth(person(), [id, otherId]);
      const record = await access.change(id, asked, authorize, current => unlinking(current, otherId, reason, asked));
      saw(object(otherId));
      const ended = record.linked.filter(link => link.otherId === otherId && link.to !== null);
      return linkView(
        id,
        ended.find(link => link.to?.getTime() === asked.at.getTime()) ?? ended.at(-1) ?? fail("INTERNAL"),
      );
    },
  };
}

/** What follows from a merge and its undoing on the other file and on the pair. */
export function matchingSteps(matching: MatchingStore, access: FileAccessStore) {
  const anyone = async () => {};
  const change = (id: string, event: RecordEvent, purpose: string, decide: Parameters<FileAccessStore["change"]>[3]) =>
    access.change(id, followCommand(event, purpose), anyone, decide);

  /** The other files of one that is linked, each with the link. */
  const linkedWith = ({ linked, mergedInto }: FileAccessRecord) => [
    ...linked.filter(({ to }) => to === null),
    ...(mergedInto ? [mergedInto] : []),
  ];

  return {
    "file.linked": async event => {
      const survivor = await access.get(event.recordId);
      const { id, otherId } = event.data;
      const link = linkTo(survivor, otherId);
      if (link?.id !== id) return;
      const isAgreed = await unlessRefused(
        matching.say("merge", [survivor._id, otherId], link.reason, followCommand(event, "pair"), anyone, id),
      );
      const other = isAgreed
        ? await change(otherId, event, "absorbed", current => absorbing(current, survivor, link))
        : undefined;
      if (other?.mergedInto?.id === id) {
        // Whoever undid the link meanwhile may have come to the other file too soon.
        if (linkTo(await access.get(survivor._id), otherId)?.id !== id)
          await change(otherId, event, "restored", current => restoring(current, id, event.recordedAt));
        return;
      }
      // Somebody else merged one of the two, or said that they are two, at the same moment: this merge gives way.
      await change(survivor._id, event, "given way", current =>
        linkTo(current, otherId)?.id === id
          ? unlinking(current, otherId, "merged otherwise at the same moment", followCommand(event, "given way"))
          : { events: [] },
      );
    },

    "file.unlinked": async event => {
      const { id, otherId, to } = event.data;
      await change(otherId, event, "restored", current => restoring(current, id, to));
      const reason = (await access.get(event.recordId)).linked.find(link => link.id === id)?.unmerged ?? "unmerged";
      await unlessRefused(
        matching.say("unmerge", [event.recordId, otherId], reason, followCommand(event, "pair"), anyone, id),
      );
    },

    "exclusion.made": async event => {
      const from = await access.get(event.recordId);
      for (const { id, otherId } of linkedWith(from))
        await change(otherId, event, `spread to ${otherId}`, current =>
          spreading(current, from, id, event.data.id, event.recordedAt),
        );
    },

    "limit.lifted": async event => {
      for (const { otherId } of linkedWith(await access.get(event.recordId)))
        await change(otherId, event, `lifted from ${otherId}`, current =>
          liftingCopies(current, event.data.id, event.recordedAt),
        );
    },
  } satisfies Steps;
}

/** Whether a rule allowed it; what is refused by a rule once is refused however often it is tried. */
async function unlessRefused(said: Promise<unknown>): Promise<boolean> {
  try {
    await said;
    return true;
  } catch (error) {
    if (isKnown(error) && error.type === "RULE_BROKEN") return false;
    throw error;
  }
}
