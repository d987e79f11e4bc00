import type { Handlers } from "../../../libs/bus/actions.ts";
import { notYet } from "../../../libs/errors/errors.ts";
import type { CasesModels } from "../cases.schema.ts";
import type { Reading } from "../reading.ts";
import type { reviewsContracts } from "./reviews.contract.ts";
import type { ProgressReport } from "./reviews.schema.ts";
import type { ReviewsStore } from "./reviews.store.ts";
import { progressReportPart, responsesPart, reviewsPart } from "./reviews.views.ts";

/** The ways to reviews, their reports and the ledger of incentives and sanctions. */
export function reviewsHandlers(
  models: CasesModels,
  store: ReviewsStore,
  read: Reading,
): Handlers<typeof reviewsContracts> {
  return {
    getReview: ({ id }, { person }) => read.item(models.reviews, reviewsPart, id, person()),
    moveReview: async (input, { person, command }) =>
      notYet(read.show(reviewsPart, await store.moveReview(input, person(), command()), person())),
    serveProgressReport: async (input, { person, command }) => {
      const served = await store.serveProgressReport(input, person(), command());
      return notYet(read.show(progressReportPart(served), served, person()));
    },
    getProgressReport: async ({ id }, { person }) => {
      const found = await models.progressReports.findById(id, { hasTests: 1 }).lean<Pick<ProgressReport, "hasTests">>();
      return read.item(models.progressReports, progressReportPart(found ?? { hasTests: false }), id, person());
    },
    recordResponse: async (input, { person, command }) =>
      notYet(read.show(responsesPart, await store.recordResponse(input, person(), command()), person())),
    getResponse: ({ id }, { person }) => read.item(models.responses, responsesPart, id, person()),
  };
}
