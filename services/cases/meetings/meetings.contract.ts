import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { needDomains } from "../cases.reference.ts";
import { itemView } from "../item-view.ts";
import { actionOutcomes } from "./meetings.rules.ts";

const { id, past, instant, text } = fields;
const at = past.optional();
const reason = text(2_000);

/** What may be done about a problem-solving meeting, by name. */
export const meetingMove = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("convene"), at }),
  z.strictObject({ name: z.literal("decline"), at, reason: reason.optional() }),
  z.strictObject({ name: z.literal("not-needed"), at, reason }),
  z.strictObject({ name: z.literal("not-held"), at, reason }),
  z.strictObject({
    name: z.literal("hold"),
    at,
    attendees: z.array(id).min(1).max(20),
    defendantAgreed: z.boolean(),
    solicitorAgreed: z.boolean().optional(),
    needs: z.array(z.enum(needDomains)).max(10).default([]),
  }),
  z.strictObject({
    name: z.literal("agree-plan"),
    at,
    summary: text(4_000),
    actions: z
      .array(z.strictObject({ agencyId: id, what: text(1_000), need: z.enum(needDomains).optional(), dueAt: instant }))
      .min(1)
      .max(20),
  }),
  z.strictObject({ name: z.literal("finish-action"), at, actionId: id, outcome: z.enum(actionOutcomes) }),
  z.strictObject({ name: z.literal("close"), at, reason: reason.optional() }),
]);

/** Problem-solving meetings: asked for, held, and followed until their actions are done. */
export const meetingsContracts = {
  requestMeeting: contract(
    "cases.requestMeeting",
    "Ask for a problem-solving meeting about a defendant on a case",
    z.strictObject({ caseId: id, defendantId: id, reason, requestedAt: past.optional() }),
    itemView,
  ),
  getMeeting: contract("cases.getMeeting", "A problem-solving meeting and its plan", z.strictObject({ id }), itemView),
  moveMeeting: contract(
    "cases.moveMeeting",
    "Record the next thing about a problem-solving meeting",
    z.strictObject({ id, move: meetingMove }),
    itemView,
  ),
};
