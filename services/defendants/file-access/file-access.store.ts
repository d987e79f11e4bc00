import { setTimeout as sleep } from "node:timers/promises";
import type { Model } from "mongoose";
import { confirmContract, narrowedWithinMs } from "../../../libs/access/copied-files.ts";
import { ended, type Involvement, isLater, prolonged } from "../../../libs/access/facts.ts";
import type { FileSource } from "../../../libs/access/files.ts";
import { finishedBefore } from "../../../libs/access/under-way.ts";
import type { Service } from "../../../libs/bus/call-graph.ts";
import type { Tools } from "../../../libs/bus/serve.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import { followCommand } from "../../../libs/record/follow.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import { factsMax } from "./file-access.rules.ts";
import type { FileAccessRecord } from "./file-access.schema.ts";

/** Who keeps copies of the facts, and confirms a narrowing. */
const followers: readonly Service[] = ["cases", "notes"];
const confirmAgainMs = 100;
const narrowedPageMax = 1_000;
/** Commands run for two seconds at the most: what was narrowed in them may be stored after its own instant. */
const narrowedOverlapMs = 10_000;
const listMax = 200;

type Lists =
  | "involvements"
  | "disclosures"
  | "consents"
  | "exclusions"
  | "restrictions"
  | "seals"
  | "glass"
  | "reporting"
  | "requests"
  | "linked";

/** Every query on who may see which file. */
export function fileAccessStore(files: Model<FileAccessRecord>, committer: Committer, call: Tools["call"]) {
  const find = (fileId: string) => files.findById(fileId).lean<FileAccessRecord>();

  async function findMany(ids: readonly string[]): Promise<FileAccessRecord[]> {
    if (ids.length === 0) return [];
    return files.find({ _id: { $in: [...ids] } }).lean<FileAccessRecord[]>();
  }

  async function change(
    fileId: string,
    command: Command,
    authorize: () => Promise<unknown>,
    decide: (current: FileAccessRecord) => Change<FileAccessRecord>,
  ): Promise<FileAccessRecord> {
    const { record } = await committer.change<FileAccessRecord>(
      files,
      fileId,
      command,
      async () => void (await authorize()),
      decide,
    );
    return record;
  }

  /** One follower has the version, or cannot serve this file any more: it has not been told anything for five seconds. */
  async function confirmed(service: Service, fileId: string, v: number, giveUpAtMs: number): Promise<void> {
    while (performance.now() < giveUpAtMs) {
      const done = await call(confirmContract(service), { fileId, v }).then(
        () => true,
        () => false,
      );
      if (done) return;
      await sleep(confirmAgainMs);
    }
  }

  async function confirm({ _id, v, narrowedAt }: FileAccessRecord): Promise<void> {
    // From when it was made: whoever repeats the command waits no longer than the first time.
    const sinceMs = clock.now().getTime() - (narrowedAt?.getTime() ?? 0);
    const giveUpAtMs = performance.now() + narrowedWithinMs - sinceMs;
    await Promise.all([
      finishedBefore(_id, v, giveUpAtMs - performance.now()),
      ...followers.map(service => confirmed(service, _id, v, giveUpAtMs)),
    ]);
  }

  return {
    find,
    change,

    async get(fileId: string): Promise<FileAccessRecord> {
      return (await find(fileId)) ?? fail("NOT_FOUND");
    },

    /** Answers when a narrowing that was made works everywhere, five seconds after it was made at the latest. */
    confirm,

    /** A change that takes something away from somebody: answers when it works everywhere, five seconds after it was made at the latest. */
    async narrow(...[fileId, command, authorize, decide]: Parameters<typeof change>): Promise<FileAccessRecord> {
      const record = await change(fileId, command, authorize, current => {
        const narrowing = decide(current);
        return { ...narrowing, set: { ...narrowing.set, narrowedAt: clock.now() } };
      });
      await confirm(record);
      return record;
    },

    /** Whose access was narrowed since an instant, the first ones when there are many, and the instant reached. */
    async narrowedSince(since: Date): Promise<{ files: { id: string; v: number }[]; until: Date; more: boolean }> {
      const until = clock.now();
      const found = await files
        .find({ narrowedAt: { $gt: new Date(since.getTime() - narrowedOverlapMs) } }, { v: 1, narrowedAt: 1 })
        .sort({ narrowedAt: 1 })
        .limit(narrowedPageMax)
        .lean<Pick<FileAccessRecord, "_id" | "v" | "narrowedAt">[]>();
      const reached = found.at(-1)?.narrowedAt;
      // A page that got no further than the overlap would be the same again.
      const more = found.length === narrowedPageMax && reached != null && reached > since;
      return { files: found.map(({ _id, v }) => ({ id: _id, v })), until: more ? reached : until, more };
    },

    /** Emergencies by the time they began: the ones to review, or the last that were reviewed. */
    async listGlass(reviewed: boolean): Promise<FileAccessRecord[]> {
      return files
        .find({ glass: { $elemMatch: { review: reviewed ? { $ne: null } : null } } }, { glass: 1 })
        .sort({ "glass.from": reviewed ? -1 : 1 })
        .limit(listMax)
        .lean<FileAccessRecord[]>();
    },

    findMany,

    /** Opens the file of a person who was just recorded, for the agency that recorded them. */
    async open(event: RecordEvent<"defendant.recorded">, adultFrom: string | null): Promise<void> {
      const first: Involvement = {
        id: event._id,
        agencyId: event.by.agencyId ?? fail("INTERNAL"),
        caseId: null,
        reason: "record",
        from: event.recordedAt,
        to: null,
      };
      const nothing = {
        disclosures: [],
        consents: [],
        exclusions: [],
        restrictions: [],
        seals: [],
        glass: [],
        reporting: [],
        requests: [],
        linked: [],
        mergedInto: null,
        narrowedAt: null,
      };
      await committer.create<FileAccessRecord>(
        files,
        { ...nothing, involvements: [first], adultFrom },
        [
          { type: "involvement.started", data: first },
          ...(adultFrom ? [{ type: "youth.marked" as const, data: { adultFrom } }] : []),
        ],
        followCommand(event, "file"),
        event.recordId,
      );
    },

    /** Marks, or no longer marks, what happened before a birthday as youth records. */
    async markYouth(event: RecordEvent<"defendant.corrected">, adultFrom: string | null): Promise<void> {
      await change(
        event.recordId,
        followCommand(event, "youth"),
        async () => {},
        current =>
          current.adultFrom === adultFrom
            ? { events: [] }
            : { set: { adultFrom }, events: [{ type: "youth.marked", data: { adultFrom } }] },
      );
    },

    /** Adds an involvement once, whatever how often it is told; one that is there is prolonged where the new one lasts longer. */
    async involve(fileId: string, involvement: Involvement, command: Command): Promise<void> {
      await change(
        fileId,
        command,
        async () => {},
        current => {
          if (current.involvements.some(({ id }) => id === involvement.id)) return { events: [] };
          const same = current.involvements.find(found => isSame(found, involvement));
          if (same && isLater(involvement.to, same.to)) {
            const { id } = same;
            return {
              set: { involvements: prolonged(current.involvements, id, involvement.to) },
              events: [{ type: "involvement.prolonged", data: { id, to: involvement.to } }],
            };
          }
          if (same) return { events: [] };
          assertRoom(current, "involvements");
          return {
            push: { involvements: [involvement] },
            events: [{ type: "involvement.started", data: involvement }],
          };
        },
      );
    },

    /** Ends everywhere, now or at an instant, what a service brought an agency for by sharing items. */
    async dismiss(fileId: string, agencyId: string, sharer: string, at: Date, command: Command): Promise<void> {
      const isOf = (found: Involvement) =>
        found.reason === "disclosure" &&
        found.agencyId === agencyId &&
        isLater(found.to, at) &&
        found.id.startsWith(sharer);
      if (!(await find(fileId))?.involvements.some(isOf)) return;
      await this.narrow(
        fileId,
        command,
        async () => {},
        ({ involvements }) => {
          const over = involvements.filter(isOf).map(({ id }) => id);
          return {
            set: {
              involvements: over.reduce<readonly Involvement[]>((all, id) => ended(all, id, at), involvements),
            },
            events: over.map(id => ({ type: "involvement.ended" as const, data: { id, to: at } })),
          };
        },
      );
    },

    /** The access facts themselves: this service owns them, so there is nothing to refresh from, and nothing to miss. */
    source: {
      find: async fileId => (await find(fileId)) ?? undefined,
      findMany,
      refresh: async () => {},
      assertFresh: () => {},
    } satisfies FileSource<FileAccessRecord>,
  };
}
export type FileAccessStore = ReturnType<typeof fileAccessStore>;

/** Fails with RULE_BROKEN when a file holds as many facts of a kind as it may. */
export function assertRoom(current: FileAccessRecord, list: Lists): void {
  if (current[list].length >= factsMax)
    fail("RULE_BROKEN", { detail: `A file has at most ${factsMax} entries of "${list}".` });
}

/** Whether an agency is there already, when a new involvement begins, for the same reason. */
function isSame(found: Involvement, { id, agencyId, caseId, reason, from }: Involvement): boolean {
  return (
    found.from <= from &&
    isLater(found.to, from) &&
    found.agencyId === agencyId &&
    found.caseId === caseId &&
    found.reason === reason &&
    sharerIn(found.id) === sharerIn(id)
  );
}

/** The service for whose items an involvement is, where it is for any. */
function sharerIn(id: string): string {
  return id.includes("/") ? id.slice(0, id.indexOf("/")) : "";
}
