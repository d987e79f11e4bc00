import { admitting, dismissing } from "../../libs/access/admitting.ts";
import { page } from "../../libs/access/assemble.ts";
import { copiedFiles } from "../../libs/access/copied-files.ts";
import { endedSharing } from "../../libs/access/ended-sharing.ts";
import { readerFor } from "../../libs/access/for-judge.ts";
import { viewOfItemDisclosure, viewOfItemSharing } from "../../libs/access/item-disclosures.ts";
import { joined } from "../../libs/access/subject-parts.ts";
import { withinReach } from "../../libs/access/within-reach.ts";
import { Directory } from "../../libs/bus/directory.ts";
import type { ServiceDefinition } from "../../libs/bus/serve.ts";
import { hourly, together } from "../../libs/bus/work.ts";
import { notYet } from "../../libs/errors/errors.ts";
import { log } from "../../libs/log/log.ts";
import { eraseFile } from "../../libs/record/erase-file.ts";
import { antecedentsActions } from "./antecedents/antecedents.ts";
import { bailStore } from "./bail/bail.store.ts";
import { basisStore } from "./basis-of-plea/basis-of-plea.store.ts";
import { besideCourt } from "./beside-court.ts";
import { casesAccess } from "./cases.access.ts";
import { casesContracts } from "./cases.contract.ts";
import { casesModels } from "./cases.schema.ts";
import { needsPart, reportsPart } from "./cases.views.ts";
import { chargedWith } from "./co-defendants/co-defendants.ts";
import { courtHandlers } from "./court.handlers.ts";
import { courtStore } from "./court.store.ts";
import { testsPart } from "./drug-tests/drug-tests.views.ts";
import { hearingsHandlers } from "./hearings/hearings.handlers.ts";
import { hearingsStore } from "./hearings/hearings.store.ts";
import { involving } from "./involvement.ts";
import { ordersStore } from "./orders/orders.store.ts";
import { ordersPart } from "./orders/orders.views.ts";
import { paymentsStore } from "./payments/payments.store.ts";
import { prosecutionStore } from "./prosecution/prosecution.store.ts";
import { reading } from "./reading.ts";
import { referralsPart } from "./referrals/referrals.views.ts";
import { resultsHandlers } from "./results/results.handlers.ts";
import { resultsStore } from "./results/results.store.ts";
import { retentionFacts } from "./retention.ts";
import { snapshotsStore } from "./snapshots/snapshots.store.ts";
import { snapshotView } from "./snapshots/snapshots.views.ts";
import { partsForSubject } from "./subject.ts";
import { supervisionStore } from "./supervision.store.ts";
import { ticsStore } from "./tics/tics.store.ts";
import { warrantsStore } from "./warrants/warrants.store.ts";
import { worklistsHandlers } from "./worklists/worklists.handlers.ts";
import { reachableKinds } from "./worklists/worklists.kinds.ts";

/** Everything that happens to a defendant between charge and the end of an order. */
export const cases: ServiceDefinition<typeof casesContracts> = {
  name: "cases",
  contracts: casesContracts,
  access: casesAccess,
  open({ db, committer, call, catchUp, events, fileKeys, isAlone = false }) {
    const models = casesModels(db);
    const { files, projection, confirm, work } = copiedFiles(db, { catchUp, call, isAlone });
    const directory = new Directory(call);
    const court = courtStore(models, committer, files, directory);
    const hearings = hearingsStore(models, committer, files, directory);
    const results = resultsStore(models, committer, files, directory);
    const atCourt = {
      ...basisStore(models, committer, files),
      ...prosecutionStore(models, committer, files),
      ...bailStore(models, committer, files),
      ...ordersStore(models, committer, files),
      ...warrantsStore(models, committer, files),
      ...paymentsStore(models, committer, files),
    };
    const tics = ticsStore(models, committer, files);
    const supervision = supervisionStore(models, committer, files, directory);
    const snapshots = snapshotsStore(models, committer, files, directory);
    const read = reading(models, files, events);
    const involve = involving(call);
    const beside = besideCourt(models, committer, files, directory, read);
    const forSubject = partsForSubject(models);
    const reachable = reachableKinds(models);
    const antecedents = antecedentsActions({ db, committer, events }, files);

    return {
      handlers: {
        ...beside.handlers,
        receive: async (input, { person, command }) =>
          notYet(read.showSentCase(await court.receive(input, person(), command()), person())),
        get: ({ id }, { person }) => read.case(id, person()),
        listHearing: async (input, { person, command }) =>
          notYet(read.showHearing(await court.listHearing(input, person(), command()), person())),
        getHearing: ({ id }, { person }) => read.hearing(id, person()),
        recordHearing: async (input, { person, command }) =>
          notYet(read.showHearing(await court.recordHearing(input, person(), command()), person())),
        plead: async (input, { person, command }) =>
          notYet(read.showCase(await court.plead(input, person(), command()), person())),
        requestReport: async (input, { person, command }) =>
          notYet(read.show(reportsPart, await court.requestReport(input, person(), command()), person())),
        deliverReport: async (input, { person, command }) =>
          notYet(read.show(reportsPart, await court.deliverReport(input, person(), command()), person())),
        getReport: ({ id }, { person }) => read.item(models.reports, reportsPart, id, person()),
        sentence: async (input, asked) => {
          const [person, command] = [asked.person(), asked.command()];
          const freeze = snapshots.freezing(asked, command);
          return notYet(read.showCase(await court.sentence(input, person, command, freeze), person));
        },
        getSnapshot: async ({ id }, { person }) => {
          const { stored, scope, mayRead } = await snapshots.open(id, person());
          return snapshotView(stored, scope, mayRead);
        },
        getOrder: ({ id }, { person }) => read.item(models.orders, ordersPart, id, person()),
        refer: async (input, { person, command }) =>
          notYet(read.show(referralsPart, await supervision.refer(input, person(), command()), person())),
        getReferral: ({ id }, { person }) => read.item(models.referrals, referralsPart, id, person()),
        recordTest: async (input, { person, command }) =>
          notYet(read.show(testsPart, await supervision.recordTest(input, person(), command()), person())),
        testSharing: async ({ id }, { person }) => {
          const { item } = await read.open(models.tests, testsPart, id, person());
          return viewOfItemSharing(item, "drug-tests", person());
        },
        shareTest: async (input, { person, command }) =>
          viewOfItemDisclosure(await supervision.shareTest(input, person(), command())),
        recallTest: async (input, { person, command }) =>
          viewOfItemDisclosure(await supervision.recallTest(input, person(), command())),
        admitOffences: async (input, { person, command }) =>
          notYet(read.showCase(await tics.admitOffences(input, person(), command()), person())),
        withdrawAdmission: async (input, { person, command }) =>
          notYet(read.showCase(await tics.withdrawAdmission(input, person(), command()), person())),
        ...antecedents.handlers,
        ...worklistsHandlers(models, committer, files, directory),
        ...hearingsHandlers(hearings, read),
        ...resultsHandlers(results, read, snapshots.freezing),
        ...courtHandlers(atCourt, read, models),
        confirmAccess: confirm,
        eraseFile: async erasure => ({ records: await eraseFile({ db, committer, fileKeys }, erasure) }),
        retentionFacts: ({ fileId }) => retentionFacts(db, models, fileId),
        getTest: ({ id }, { person }) => read.item(models.tests, testsPart, id, person()),
        identifyNeed: async (input, { person, command }) =>
          notYet(read.show(needsPart, await supervision.identifyNeed(input, person(), command()), person())),
        getNeed: ({ id }, { person }) => read.item(models.needs, needsPart, id, person()),
        part: async ({ defendantId, before, limit, accessVersion, freezing, newest, judge }, { person, saw }) => {
          const scope = await files.open(readerFor(person(), judge), defendantId, accessVersion);
          // What is frozen in one person's record would outlive the file of another: of co-defendants only the count is.
          const parts = read.parts(scope, newest, freezing ? undefined : saw);
          const assembled = (await Promise.all([parts, antecedents.parts(scope, newest)])).flat();
          return {
            parts: assembled.flatMap(({ part }) => part ?? []),
            timeline: page(
              assembled.flatMap(({ timeline }) => timeline),
              before,
              limit,
            ),
            ...(freezing && { held: assembled.flatMap(({ held }) => held()) }),
          };
        },
        reach: async ({ records }, { person, saw }) => {
          const seen = await withinReach(reachable, files, person(), records);
          // Of the others whoever asks is told no more than how many there are.
          for (const { id, agencyId, defendantIds } of seen.filter(({ kind }) => kind === "hearing"))
            for (const fileId of defendantIds)
              saw({ class: "case", fileId, recordId: id, holderAgencyIds: [agencyId] });
          return { seen: seen.map(({ id, defendantIds }) => ({ id, defendantIds: [...defendantIds] })) };
        },
        endedSharing: async ({ fileIds }, { person }) => ({
          ...(await endedSharing(files, supervision.testsOf, person(), fileIds)),
          alsoAbout: await chargedWith(models, fileIds),
        }),
        partForSubject: async ({ defendantId }, { person }) => {
          const scope = await files.openForSubject(person(), defendantId);
          return joined(await Promise.all([forSubject(scope), antecedents.forSubject(scope)]));
        },
      },
      steps: {
        ...beside.steps,
        "case.received": involve,
        "hearing.listed": async event => {
          await court.markListed(event);
          await involve(event);
          await beside.obligations.attendance(event);
        },
        "drugtest.shared": admitting(call, supervision.testsOf),
        "drugtest.recalled": dismissing(call, supervision.testsOf),
        "psr.requested": async event => {
          await involve(event);
          await beside.obligations.preSentenceReport(event);
        },
        "referral.sent": involve,
        "hearing.adjourned": hearings.listNext,
        "hearing.moved": hearings.listNext,
        "result.drafted": hearings.followDraft,
        "result.shared": async event => {
          await hearings.followSharing(event);
          await beside.ancillary.makeAfter(event);
        },
        "ancillary-order.made": async event => {
          await involve(event);
          await beside.ancillary.expect(event);
        },
        "order.terminated": results.followOrder,
        "sentence.passed": async event => {
          await supervision.makeOrder(event);
          await beside.ancillary.dealWith(event);
        },
        "warrant.executed": results.followWarrant,
        "warrant.issued": results.followWarrant,
        "warrant.withdrawn": results.followWarrant,
        "order.made": async event => {
          await involve(event);
          await beside.orderMade(event);
        },
      },
      projections: [projection],
      work: together(
        work,
        hourly("snapshots", async () => {
          const swept = await snapshots.sweep();
          if (swept > 0) log.info({ swept }, "snapshots that no sentence names were removed");
        }),
      ),
    };
  },
};
