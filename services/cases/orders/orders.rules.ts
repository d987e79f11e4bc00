import type { Directory } from "../../../libs/bus/directory.ts";
import { fail } from "../../../libs/errors/errors.ts";
import { type RequirementRow, type RequirementType, requirementTypes } from "../cases.reference.ts";
import type { orderTransitions } from "../cases.states.ts";
import type { OrderTerms, Requirement } from "./orders.schema.ts";

export type OrderMove = keyof typeof orderTransitions;

/** Who provides what a requirement asks for; the police keep attendance centres. */
export const providerTypes = ["probation", "youth", "treatment", "health", "support", "police"] as const;

/** Fails with VALIDATION unless terms are given with a disposal that makes an order, and with no other. */
export function assertMakesOrder(disposal: string | null, order: OrderTerms | null): void {
  const makesOrder = disposal !== null && (disposal.endsWith("-order") || disposal === "conditional-discharge");
  if (makesOrder !== (order !== null))
    fail("VALIDATION", {
      errors: [
        {
          path: "order",
          message: makesOrder ? `expected the terms of the ${disposal}` : `expected no order with ${disposal}`,
        },
      ],
    });
}

/** Fails with VALIDATION unless those who supervise the order and provide for it are such agencies. */
export async function assertTerms(directory: Directory, order: OrderTerms | null): Promise<void> {
  if (order) await directory.assertAgencies("order.supervisedBy", [order.supervisedBy], ["probation", "youth"]);
  await directory.assertAgencies(
    "order.requirements",
    order?.requirements.flatMap(({ providerAgencyId }) => providerAgencyId ?? []) ?? [],
    providerTypes,
  );
}

/** Fails with VALIDATION where a requirement was not there yet on the day of the order, or is for older offences only. */
export function assertRequirements(order: OrderTerms | null, day: string, offenceDates: readonly string[]): void {
  const errors = (order?.requirements ?? []).flatMap(({ type }, n) =>
    isAvailable(type, day, offenceDates)
      ? []
      : [{ path: `order.requirements[${n}].type`, message: "expected a requirement in force for these offences" }],
  );
  if (errors.length > 0) fail("VALIDATION", { errors });
}

export function isAvailable(type: RequirementType, day: string, offenceDates: readonly string[]): boolean {
  const { from, offencesUntil }: RequirementRow = requirementTypes[type];
  return day >= from && (offencesUntil === undefined || offenceDates.some(date => date <= offencesUntil));
}

/** What becomes of a requirement when its order ends: completed with the order, unworked where it never began, or ended with it. */
export function endingOf(
  { status, type }: Pick<Requirement, "status" | "type">,
  move: OrderMove,
): "complete" | "terminate" | "leave-unworked" | undefined {
  if (status === "imposed") {
    const isUnworked = move === "complete" || (move === "expire-unpaid-work-outstanding" && type === "unpaid-work");
    return isUnworked ? "leave-unworked" : "terminate";
  }
  if (status !== "started" && status !== "in-progress") return undefined;
  return move === "complete" ? "complete" : "terminate";
}

/** A sentence plan is completed once. Fails with RULE_BROKEN. */
export function assertOnce(move: OrderMove, made: readonly { readonly move: string }[]): void {
  if (move === "complete-plan" && made.some(earlier => earlier.move === move))
    fail("RULE_BROKEN", { detail: "The sentence plan is completed already." });
}

/** Fails with VALIDATION unless an end before its time says why. */
export function assertReason(move: string, reason: string | null): void {
  if (/^(revoke|expire|suspend|terminate|leave)/.test(move) && reason === null)
    fail("VALIDATION", { errors: [{ path: "reason", message: `expected the reason to "${move}"` }] });
}
