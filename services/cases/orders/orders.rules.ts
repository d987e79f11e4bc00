import type { Directory } from "../../../libs/bus/directory.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { OrderTerms } from "../cases.schema.ts";

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
  );
}
