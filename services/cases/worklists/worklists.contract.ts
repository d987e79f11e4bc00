import { z } from "zod";
import { informationClasses } from "../../../libs/access/matrix.ts";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { sourceSchema } from "../../../libs/contract/views.ts";
import { taskMoves } from "./worklists.rules.ts";

const { id, instant, day } = fields;
export const pageMax = 100;
const worklistId = z.string().max(60);
/** The day for which it is said what is late; today where none is given. */
const asOf = day.optional();
/** For lists of a court, by those who do not belong to one. */
const courtId = id.optional();

const taskFields = {
  /** 0 while nobody has ever held it; goes into If-Match. */
  version: z.int(),
  assigneeId: id.nullable(),
  /** Names are of the reader's own agency, whose the task is; null where nobody is named or it is a system. */
  assigneeName: z.string().nullable(),
  /** What was last done with it: whoever held it before sees who has it now. */
  last: z
    .strictObject({
      move: z.enum(taskMoves),
      at: instant,
      byId: z.string(),
      byName: z.string().nullable(),
      previousId: id.nullable(),
      previousName: z.string().nullable(),
    })
    .nullable(),
};

const person = z.strictObject({
  defendantId: id,
  name: z.string(),
  reportingRestrictions: z.array(z.string()),
});
const prepared = z.strictObject({
  defendantId: id,
  needed: z.array(z.string()),
  missing: z.array(z.string()),
  /** Null where the hearing needs nothing that the reader may know of. */
  percent: z.int().nullable(),
});
const item = z.strictObject({
  id,
  kind: z.string(),
  href: z.string().nullable(),
  class: z.enum(informationClasses),
  version: z.int(),
  source: sourceSchema.nullable(),
  people: z.array(person),
  dueAt: instant.nullable(),
  overdueDays: z.int(),
  remindFrom: day.nullable(),
  needsAttention: z.boolean(),
  details: z.record(z.string(), z.unknown()),
  preparation: z.array(prepared).nullable(),
  task: z.strictObject(taskFields),
});

/** What there is to do, by role; and who does it. */
export const worklistsContracts = {
  listWorklists: contract(
    "cases.listWorklists",
    "The worklists of your roles, with how much stands on each, counted up to 500",
    z.strictObject({ courtId, asOf }),
    z.strictObject({
      asOf: day,
      items: z.array(
        z.strictObject({
          id: worklistId,
          title: z.string(),
          /** Null for a list of a court when no court is named. */
          count: z.int().nullable(),
          /** Whether there are more than were counted. */
          more: z.boolean(),
          overdue: z.int().nullable(),
          attention: z.int().nullable(),
        }),
      ),
    }),
  ),
  openWorklist: contract(
    "cases.openWorklist",
    "One worklist, page by page, what is due first first; a page may be shorter than asked for and still have a next",
    z.strictObject({
      id: worklistId,
      limit: z.coerce.number().int().min(1).max(pageMax).default(50),
      cursor: z.string().max(400).optional(),
      assignee: z.enum(["me", "nobody", "anyone"]).default("anyone"),
      courtId,
      asOf,
    }),
    z.strictObject({
      id: worklistId,
      title: z.string(),
      asOf: day,
      courtId: id.nullable(),
      items: z.array(item),
      next: z.string().nullable(),
    }),
  ),
  listReminders: contract(
    "cases.listReminders",
    "What needs attention on a day, of all your worklists, the most urgent hundred",
    z.strictObject({ courtId, asOf }),
    z.strictObject({ asOf: day, items: z.array(item.extend({ worklist: worklistId })), more: z.boolean() }),
  ),
  moveTask: contract(
    "cases.moveTask",
    "Assign an item of a worklist to somebody of your agency, take it over, or give it back",
    z
      .strictObject({
        id: worklistId,
        recordId: id,
        move: z.enum(taskMoves),
        /** For `assign` only; yourself where nobody is named. */
        assigneeId: id.optional(),
      })
      .refine(({ move, assigneeId }) => move === "assign" || assigneeId === undefined, {
        path: ["assigneeId"],
        message: "is given with `assign` only",
      }),
    z.strictObject({ worklist: worklistId, recordId: id, ...taskFields }),
  ),
};
