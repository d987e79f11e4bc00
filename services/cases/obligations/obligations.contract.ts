import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { obligationKinds, obligationOutcomes } from "../cases.reference.ts";
import { itemView } from "../item-view.ts";
import { hoursStep, sessionHoursMax } from "../unpaid-work/unpaid-work.rules.ts";

const hours = z.number().max(sessionHoursMax).multipleOf(hoursStep, "expected half hours");
const { id, instant, past, text } = fields;
const corrected = obligationOutcomes.filter(outcome => outcome !== "rearranged");

/** What is expected of a defendant, or of an agency for them, and what became of it. */
export const obligationsContracts = {
  addObligation: contract(
    "cases.addObligation",
    "Set something the defendant must do under an order: when and what",
    z.strictObject({
      orderId: id,
      kind: z.enum(obligationKinds),
      requirementId: id.optional(),
      dueAt: instant,
      place: text(120).optional(),
      /** Of a session of unpaid work, and of nothing else. */
      hoursOffered: hours.min(hoursStep).optional(),
      projectId: id.optional(),
      setAt: past.optional(),
    }),
    itemView,
  ),
  recordOutcome: contract(
    "cases.recordOutcome",
    "Record what became of an obligation; one that was rearranged may name its new time",
    z
      .strictObject({
        id,
        outcome: z.enum(obligationOutcomes),
        happenedAt: past.optional(),
        remarks: text(1_000).optional(),
        hoursCredited: hours.min(0).optional(),
        rearrangedTo: instant.optional(),
        rearrangedBy: z.enum(["defendant", "supervisor", "provider", "court"]).optional(),
      })
      .refine(
        ({ outcome, rearrangedTo, rearrangedBy }) => outcome === "rearranged" || !(rearrangedTo ?? rearrangedBy),
        {
          path: ["rearrangedTo"],
          message: 'expected with "rearranged" only',
        },
      ),
    itemView,
  ),
  recordCourtOutcome: contract(
    "cases.recordCourtOutcome",
    "Record whether a defendant came to court when they had to, as the court found",
    z.strictObject({
      id,
      outcome: z.enum(["attended-complied", "absent-acceptable", "absent-unacceptable", "not-held"]),
      happenedAt: past.optional(),
      remarks: text(1_000).optional(),
    }),
    itemView,
  ),
  correctOutcome: contract(
    "cases.correctOutcome",
    "Put a recorded outcome right, and say why; what was recorded before stays readable",
    z.strictObject({
      id,
      outcome: z.enum(corrected),
      hoursCredited: hours.min(0).optional(),
      reason: text(1_000),
    }),
    itemView,
  ),
  getObligation: contract("cases.getObligation", "An obligation and its outcome", z.strictObject({ id }), itemView),
};
