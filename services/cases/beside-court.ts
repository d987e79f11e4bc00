import type { Files } from "../../libs/access/files.ts";
import type { Handlers } from "../../libs/bus/actions.ts";
import type { Directory } from "../../libs/bus/directory.ts";
import { notYet } from "../../libs/errors/errors.ts";
import type { Committer } from "../../libs/record/commit.ts";
import type { RecordEvent } from "../../libs/record/record.ts";
import type { Steps } from "../../libs/record/relay.ts";
import { ancillaryOrdersContracts } from "./ancillary-orders/ancillary-orders.contract.ts";
import { ancillaryOrdersStore } from "./ancillary-orders/ancillary-orders.store.ts";
import { ancillaryOrdersPart } from "./ancillary-orders/ancillary-orders.views.ts";
import type { CasesModels } from "./cases.schema.ts";
import { custodyContracts } from "./custody/custody.contract.ts";
import { custodyHandlers } from "./custody/custody.handlers.ts";
import { custodyStore } from "./custody/custody.store.ts";
import { drugTestsContracts } from "./drug-tests/drug-tests.contract.ts";
import { drugTestsStore } from "./drug-tests/drug-tests.store.ts";
import { testsPart } from "./drug-tests/drug-tests.views.ts";
import { enforcementContracts } from "./enforcement/enforcement.contract.ts";
import { enforcementStore } from "./enforcement/enforcement.store.ts";
import { enforcementPart } from "./enforcement/enforcement.views.ts";
import { markersContracts } from "./markers/markers.contract.ts";
import { markersHandlers } from "./markers/markers.handlers.ts";
import { markersStore } from "./markers/markers.store.ts";
import { meetingsContracts } from "./meetings/meetings.contract.ts";
import { meetingsHandlers } from "./meetings/meetings.handlers.ts";
import { meetingsStore } from "./meetings/meetings.store.ts";
import { obligationsContracts } from "./obligations/obligations.contract.ts";
import type { Obligation } from "./obligations/obligations.schema.ts";
import { obligationSteps } from "./obligations/obligations.steps.ts";
import { obligationsStore } from "./obligations/obligations.store.ts";
import { obligationPart } from "./obligations/obligations.views.ts";
import { paybackProjectsContracts } from "./payback-projects/payback-projects.contract.ts";
import { paybackProjectsHandlers } from "./payback-projects/payback-projects.handlers.ts";
import { paybackProjectsStore } from "./payback-projects/payback-projects.store.ts";
import { paymentSteps } from "./payments/payments.steps.ts";
import { provisionContracts } from "./provision/provision.contract.ts";
import { provisionHandlers } from "./provision/provision.handlers.ts";
import { provisionStore } from "./provision/provision.store.ts";
import type { Reading } from "./reading.ts";
import { referralsContracts } from "./referrals/referrals.contract.ts";
import { referralsStore } from "./referrals/referrals.store.ts";
import { referralsPart } from "./referrals/referrals.views.ts";
import { restorativeContracts } from "./restorative/restorative.contract.ts";
import { restorativeHandlers } from "./restorative/restorative.handlers.ts";
import { restorativeStore } from "./restorative/restorative.store.ts";
import { reviewsContracts } from "./reviews/reviews.contract.ts";
import { reviewsHandlers } from "./reviews/reviews.handlers.ts";
import { reviewSteps } from "./reviews/reviews.steps.ts";
import { reviewsStore } from "./reviews/reviews.store.ts";
import { treatmentContracts } from "./treatment/treatment.contract.ts";
import { treatmentHandlers } from "./treatment/treatment.handlers.ts";
import { treatmentStore } from "./treatment/treatment.store.ts";
import { unpaidWorkSteps } from "./unpaid-work/unpaid-work.steps.ts";
import { victimsContracts } from "./victims/victims.contract.ts";
import { victimsStore } from "./victims/victims.store.ts";
import { victimContactPart } from "./victims/victims.views.ts";

export const besideCourtContracts = {
  ...obligationsContracts,
  ...enforcementContracts,
  ...reviewsContracts,
  ...meetingsContracts,
  ...referralsContracts,
  ...drugTestsContracts,
  ...treatmentContracts,
  ...victimsContracts,
  ...markersContracts,
  ...custodyContracts,
  ...restorativeContracts,
  ...paybackProjectsContracts,
  ...provisionContracts,
  ...ancillaryOrdersContracts,
};

/** What happens after and beside court: what is expected, what became of it, and what is done about it. */
export function besideCourt(
  models: CasesModels,
  committer: Committer,
  files: Files,
  directory: Directory,
  read: Reading,
) {
  const store = obligationsStore(models, committer, files);
  const enforcement = enforcementStore(models, committer, files, directory);
  const obligations = obligationSteps(store, models);
  const reviews = reviewsStore(models, committer, files, directory);
  const review = reviewSteps(reviews, store);
  const referrals = referralsStore(models, committer, files, store);
  const tests = drugTestsStore(models, committer, files, store);
  const treatment = treatmentStore(models, committer, files, store);
  const unpaidWork = unpaidWorkSteps(models, committer, store);
  const payment = paymentSteps(store, models);
  const projects = paybackProjectsStore(models, committer, directory);
  const ancillary = ancillaryOrdersStore(models, committer, files, directory, store);
  const victims = victimsStore(models, committer, files);
  const meetings = meetingsStore(models, committer, files, directory, store);

  const handlers: Handlers<typeof besideCourtContracts> = {
    addObligation: async (input, { person, command }) => {
      const made = await store.addObligation(input, person(), command());
      return notYet(read.show(obligationPart(made), made, person()));
    },
    recordOutcome: async (input, { person, command }) => {
      const changed = await store.recordOutcome(input, person(), command());
      return notYet(read.show(obligationPart(changed), changed, person()));
    },
    recordCourtOutcome: async (input, { person, command }) => {
      const changed = await store.recordCourtOutcome(input, person(), command());
      return notYet(read.show(obligationPart(changed), changed, person()));
    },
    correctOutcome: async (input, { person, command }) => {
      const changed = await store.correctOutcome(input, person(), command());
      return notYet(read.show(obligationPart(changed), changed, person()));
    },
    getObligation: async ({ id }, { person }) => {
      const found = await models.obligations.findById(id, { kind: 1 }).lean<Pick<Obligation, "kind">>();
      return read.item(models.obligations, obligationPart(found ?? { kind: "appointment" }), id, person());
    },
    moveEnforcement: async (input, { person, command }) => {
      const changed = await enforcement.moveEnforcement(input, person(), command());
      return notYet(read.show(enforcementPart, changed, person()));
    },
    ...reviewsHandlers(models, reviews, read),
    ...meetingsHandlers(models, meetings, read),
    ...treatmentHandlers(models, treatment, read),
    ...paybackProjectsHandlers(projects),
    ...provisionHandlers(provisionStore(models, committer, directory)),
    ...markersHandlers(models, markersStore(models, committer, files), read),
    ...custodyHandlers(models, custodyStore(models, committer, files), read),
    ...restorativeHandlers(models, restorativeStore(models, committer, files), read),
    getAncillaryOrder: ({ id }, { person }) => read.item(models.ancillaryOrders, ancillaryOrdersPart, id, person()),
    moveAncillaryOrder: async (input, { person, command }) =>
      notYet(read.show(ancillaryOrdersPart, await ancillary.moveAncillaryOrder(input, person(), command()), person())),
    offerVictimContact: async (input, { person, command }) =>
      notYet(read.show(victimContactPart, await victims.offerVictimContact(input, person(), command()), person())),
    moveVictimContact: async (input, { person, command }) =>
      notYet(read.show(victimContactPart, await victims.moveVictimContact(input, person(), command()), person())),
    getVictimContact: ({ id }, { person }) => read.item(models.victimContacts, victimContactPart, id, person()),
    moveReferral: async (input, { person, command }) =>
      notYet(read.show(referralsPart, await referrals.moveReferral(input, person(), command()), person())),
    scheduleTest: async (input, { person, command }) =>
      notYet(read.show(testsPart, await tests.scheduleTest(input, person(), command()), person())),
    moveTest: async (input, { person, command }) =>
      notYet(read.show(testsPart, await tests.moveTest(input, person(), command()), person())),
    getEnforcement: ({ id }, { person }) => read.item(models.enforcements, enforcementPart, id, person()),
  };

  const steps: Steps = {
    "hearing.held": obligations.attended,
    "hearing.vacated": obligations.vacated,
    "psr.delivered": obligations.delivered,
    "obligation.outcome": async event => {
      await store.supersede(event);
      await enforcement.failAfter(event);
      await unpaidWork.count(event);
    },
    "obligation.corrected": async event => {
      await enforcement.failAfter(event);
      await unpaidWork.count(event);
    },
    "ancillary-order.ended": ancillary.settle,
    "result.amended": ancillary.makeAfter,
    "payment.imposed": payment.expect,
    "payment.received": payment.follow,
    "payment.corrected": payment.follow,
    "payment.written-off": payment.follow,
    "psm.action.agreed": meetings.followAction,
    "psm.action.completed": meetings.followAction,
    "psm.action.ended": meetings.followAction,
    "referral.appointment-set": referrals.followMove,
    "referral.started": referrals.followMove,
    "referral.revoked": referrals.followMove,
    "referral.cancelled": referrals.followMove,
    "treatment.ended": treatment.sessionsOff,
    "drugtest.due": tests.expect,
    "drugtest.taken": tests.followMove,
    "drugtest.cancelled": tests.followMove,
    "drugtest.outcome": tests.followMove,
    "review.due": review.due,
    "review.report-requested": review.moved,
    "review.rearranged": review.moved,
    "review.held": review.moved,
    "review.concluded": review.moved,
    "review.dispensed": review.moved,
    "report.progress.requested": review.reportRequested,
    "report.progress.served": review.reportServed,
  };

  return {
    handlers,
    steps,
    obligations,
    ancillary,
    /** What an order brings with it: it is enforced from the first day, and something is expected soon. */
    async orderMade(event: RecordEvent<"order.made">): Promise<void> {
      await Promise.all([
        enforcement.begin(event),
        obligations.firstAppointment(event),
        reviews.planFirst(event),
        unpaidWork.begin(event),
      ]);
    },
  };
}
