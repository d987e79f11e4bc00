import { ancillaryOrderIdOf, ancillaryTermIdOf } from "../../services/cases/ancillary-orders/ancillary-orders.store.ts";
import { enforcementIdOf } from "../../services/cases/enforcement/enforcement.store.ts";
import { obligationIdOf } from "../../services/cases/obligations/obligations.store.ts";
import { progressReportIdOf, reviewIdOf } from "../../services/cases/reviews/reviews.store.ts";

/**
 * What follows from something else has its id from it, so that it is made once. Who knows the one knows the other, and
 * the script need not read the file again after each step to find what has come of it.
 */
const names = {
  enforcement: ([orderId = ""]: readonly string[]) => enforcementIdOf(orderId),
  review: ([orderId = "", number = ""]: readonly string[]) => reviewIdOf(orderId, Number(number)),
  "progress-report": ([reviewId = ""]: readonly string[]) => progressReportIdOf(reviewId),
  obligation: ([sourceId = "", purpose = ""]: readonly string[]) => obligationIdOf(sourceId, purpose),
  "ancillary-order": ([caseId = "", defendantId = "", offenceId = "", code = ""]: readonly string[]) =>
    ancillaryOrderIdOf(caseId, defendantId, offenceId, code),
  "ancillary-term": ([orderId = "", n = ""]: readonly string[]) => ancillaryTermIdOf(orderId, Number(n)),
} as const;
export type DerivedKind = keyof typeof names;

export const derive = (kind: DerivedKind, from: readonly string[]): string => names[kind](from);
