import type { Model } from "mongoose";
import { clock } from "../../../libs/clock/clock.ts";
import { dayOf } from "../../../libs/clock/day.ts";
import { fail } from "../../../libs/errors/errors.ts";
import { type Command, uuidFrom } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../../libs/record/record.ts";
import { type Known, lookedAt, stateAfter } from "./retention.rules.ts";
import { type Retention, retentionIdOf } from "./retention.schema.ts";

const listMax = 200;

/** Every query on how long files are kept. */
export function retentionStore(retentions: Model<Retention>, committer: Committer) {
  const toldOf = ({ defendantId, fileIds }: Pick<Retention, "defendantId" | "fileIds">) => ({
    defendantId,
    fileIds: [...fileIds],
  });
  const find = (fileId: string) => retentions.findById(retentionIdOf(fileId)).lean<Retention>();

  async function change(
    id: string,
    command: Command,
    authorize: (current: Retention) => Promise<void>,
    decide: (current: Retention) => Change<Retention>,
  ): Promise<Retention> {
    const { record } = await committer.change<Retention>(
      retentions,
      id,
      command,
      async current => authorize(current ?? fail("NOT_FOUND")),
      decide,
    );
    return record;
  }

  return {
    change,
    find,

    async get(id: string): Promise<Retention> {
      return (await retentions.findById(id).lean<Retention>()) ?? fail("NOT_FOUND");
    },

    /** To be decided: the ones that are due by their day, those without one last. */
    async listOpen(): Promise<{ found: Retention[]; more: boolean }> {
      const found = await retentions
        .find({ state: { $in: ["due", "proposed", "approved"] } }, withoutBookkeeping)
        .sort({ dueOn: 1, _id: 1 })
        .limit(listMax + 1)
        .lean<Retention[]>();
      return { found: found.slice(0, listMax), more: found.length > listMax };
    },

    /** Those whose erasure has been decided and is not done. */
    async listApproved(): Promise<Pick<Retention, "_id">[]> {
      return retentions.find({ state: "approved" }, { _id: 1 }).limit(listMax).lean<Pick<Retention, "_id">[]>();
    },

    /** Opens the review of a file, the first time or again; one that is open stays as it is. */
    async open(known: Known, command: Command): Promise<Retention> {
      const [defendantId = fail("INTERNAL")] = known.fileIds;
      const looked = lookedAt(known);
      const entry = { at: command.at, by: command.by.id, move: "open" as const };
      const event = {
        type: "retention.due" as const,
        data: { ...toldOf({ defendantId, fileIds: known.fileIds }), dueOn: looked.dueOn ?? dayOf(command.at) },
      };
      if (!(await find(defendantId))) {
        const fields = {
          ...{ defendantId, state: "due" as const, ...looked, reviewOn: null, keptBecause: null, holds: [] },
          ...{
            ground: null,
            classes: null,
            erasedClasses: [],
            proposedBy: null,
            proposedAt: null,
            decidedBy: null,
            decidedAt: null,
            erasedAt: null,
          },
          log: [entry],
        };
        const { record } = await committer.create<Retention>(
          retentions,
          fields,
          [event],
          command,
          retentionIdOf(defendantId),
        );
        return record;
      }
      return change(
        retentionIdOf(defendantId),
        command,
        async () => {},
        current =>
          ["due", "proposed"].includes(current.state)
            ? { events: [] }
            : { set: { state: stateAfter("open", current.state), ...looked }, push: { log: [entry] }, events: [event] },
      );
    },

    /** Erased, and looked at again after everything that was under way has ended. */
    async finish(id: string, told: Pick<Retention, "defendantId" | "fileIds">, command: Command): Promise<void> {
      await change(
        id,
        command,
        async () => {},
        ({ state }) =>
          state === "erased"
            ? { events: [] }
            : {
                set: { state: "erased", erasedAt: command.at },
                push: { log: [{ at: command.at, by: command.by.id, move: "erased" }] },
                events: [{ type: "retention.carried-out", data: toldOf(told) }],
              },
      );
    },

    /** Some classes are erased; the file stays, and is looked at again when the next of it is due. */
    async finishClasses({ _id, defendantId, fileIds, decidedBy, classes }: Retention, command: Command): Promise<void> {
      const gone = (classes ?? []).map(cls => ({ class: cls, at: command.at, decidedBy: decidedBy ?? command.by.id }));
      await change(
        _id,
        command,
        async () => {},
        ({ state }) =>
          state === "approved"
            ? {
                set: { state: "held-only", ground: null, classes: null, proposedBy: null, proposedAt: null },
                push: { erasedClasses: gone, log: [{ at: command.at, by: command.by.id, move: "erased" }] },
                events: [
                  {
                    type: "retention.carried-out",
                    data: { ...toldOf({ defendantId, fileIds }), classes: gone.map(each => each.class) },
                  },
                ],
              }
            : { events: [] },
      );
    },

    /** Something holds the file after all: the approval falls, and the review is open again. */
    async takeBack({ _id, v, defendantId, fileIds }: Retention): Promise<void> {
      const id = uuidFrom("retention-held", `${_id}|${v}`);
      const by = { id: "svc:defendants", agencyId: null };
      await change(
        _id,
        { by, id, fingerprint: id, ifVersion: undefined, at: clock.now() },
        async () => {},
        ({ state }) =>
          state === "approved"
            ? {
                set: {
                  state: "due",
                  ground: null,
                  classes: null,
                  proposedBy: null,
                  proposedAt: null,
                  decidedBy: null,
                  decidedAt: null,
                },
                push: { log: [{ at: clock.now(), by: by.id, move: "decline" }] },
                events: [{ type: "retention.declined", data: toldOf({ defendantId, fileIds }) }],
              }
            : { events: [] },
      );
    },
  };
}
export type RetentionStore = ReturnType<typeof retentionStore>;
