import { latestUsesMax } from "../../libs/access/emergency-uses.ts";
import type { AuditRow, Operation } from "../../libs/record/audit-row.ts";
import type { AuditModels, Entry } from "./audit.schema.ts";

export interface Window {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  /** The place of the last row that was seen. */
  readonly cursor?: number | undefined;
}
export interface Found {
  readonly rows: readonly AuditRow[];
  readonly next: string | null;
}

const notOfFiles: readonly Operation[] = ["authentication", "administration"];

/** Every reading of the rows. Of private notes there is one, for their author; all others look at the other chain. */
export function readingStore({ entries }: AuditModels) {
  async function page(filter: object, { from, to, limit, cursor }: Window): Promise<Found> {
    const at = { ...(from && { $gte: new Date(from) }), ...(to && { $lt: new Date(to) }) };
    const found = await entries
      .find({
        ...filter,
        ...((from || to) && { "row.at": at }),
        ...(cursor !== undefined && { seq: { $lt: cursor } }),
      } as never)
      .sort({ seq: -1 })
      .limit(limit + 1)
      .lean<Entry[]>();
    const shown = found.slice(0, limit);
    return { rows: shown.map(({ row }) => row), next: found.length > limit ? String(shown.at(-1)?.seq) : null };
  }

  return {
    search(
      {
        fileId,
        personId,
        agencyId,
        operation,
      }: { [K in "fileId" | "personId" | "agencyId" | "operation"]?: string | undefined },
      window: Window,
    ): Promise<Found> {
      return page(
        {
          chain: "main",
          ...(fileId && { "row.objects.fileId": fileId }),
          // What a person did, and what was tried in their name.
          ...(personId && { $or: [{ "row.who.id": personId }, { "row.objects.recordId": personId }] }),
          ...(agencyId && { "row.who.agencyId": agencyId }),
          ...(operation && { "row.operation": operation }),
        },
        window,
      );
    },

    /** Rows about things of files that the agency holds; who signs in and who is given an account is not for every colleague. */
    heldBy(agencyId: string, operation: Operation | undefined, window: Window): Promise<Found> {
      return page(
        {
          chain: "main",
          "row.objects.holderAgencyIds": agencyId,
          "row.operation": operation ?? { $nin: notOfFiles },
          "row.class": { $ne: "administration" },
        },
        window,
      );
    },

    /** Rows about the private notes of one author, by that author. */
    privateNotesOf(authorId: string, window: Window): Promise<Found> {
      return page({ chain: "private-notes", "row.who.id": authorId }, window);
    },

    /** What was done under each of these emergencies: how often, and the last times, the newest first. */
    async emergencyUses(grantIds: readonly string[]) {
      return entries.aggregate<{ grantId: string; count: number; latest: { at: string; action: string }[] }>([
        { $match: { chain: "main", "row.grantId": { $in: [...grantIds] } } },
        {
          $group: {
            _id: "$row.grantId",
            count: { $sum: "$row.count" },
            latest: {
              $topN: { n: latestUsesMax, sortBy: { seq: -1 }, output: { at: "$row.at", action: "$row.action" } },
            },
          },
        },
        {
          $project: {
            _id: 0,
            grantId: "$_id",
            count: 1,
            latest: {
              $map: { input: "$latest", in: { at: { $toString: "$$this.at" }, action: "$$this.action" } },
            },
          },
        },
      ]);
    },

    /** Requests by day and operation. What a change made of a record is not counted a second time. */
    async counts(from: Date, to: Date): Promise<{ day: string; operation: Operation; count: number }[]> {
      const found = await entries.aggregate<{ _id: { day: string; operation: Operation }; count: number }>([
        { $match: { chain: "main", "row.at": { $gte: from, $lt: to }, "row.of": { $ne: "change" } } },
        {
          $group: {
            _id: {
              day: { $dateToString: { format: "%Y-%m-%d", date: "$row.at" } },
              operation: "$row.operation",
            },
            count: { $sum: "$row.count" },
          },
        },
        { $sort: { "_id.day": 1, "_id.operation": 1 } },
      ]);
      return found.map(({ _id, count }) => ({ ..._id, count }));
    },
  };
}
