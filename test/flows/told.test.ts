import { MongoClient } from "mongodb";
import { eventTable } from "../../libs/record/event-table.ts";
import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { itemsOf, type Sentenced, sentenced } from "../support/sentenced.ts";
import { chargedDefendant, fresh, makeWorld, person, usualPeople, type World } from "../support/world.ts";

/**
 * Every event that reports hear of is told by somebody who does something: a name in the table that no command comes
 * to is a report that counts nothing. Whoever adds an event adds here what tells it.
 */
const rig = sharedRig();
const courtDay = { day: "2026-03-10", session: "morning", room: "1" };
const next = { day: "2026-04-14", session: "afternoon", room: "2" };
let world: World;
let mongo: MongoClient;

beforeAll(async () => {
  world = await makeWorld(rig, usualPeople);
  mongo = await MongoClient.connect(rig.mongoUri);
}, 60_000);
afterAll(() => mongo?.close());

/** A change from the version that is there. */
async function change(by: Caller, path: string, what: string, body: object): Promise<Json> {
  const { version } = await world.judge.get(path);
  return by.post(`${path}/${what}`, body, { ifMatch: version });
}
const moves =
  (by: Caller, path: string) =>
  (name: string, more: object = {}) =>
    by.post(`${path}/moves`, { move: { name, ...more } });
const part = async ({ defendantId }: Pick<Sentenced, "defendantId">, name: string, at = 0): Promise<Json> =>
  (await itemsOf(world, defendantId, name))[at];

async function listed(type: string, more: object = {}) {
  const { defendant, case: sent } = await chargedDefendant(world);
  const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
    ...{ ...courtDay, type, defendantIds: [defendant.id] },
    ...more,
  });
  const ofCase = `/v1/cases/${sent.id}`;
  const [{ offences }] = sent.defendants;
  return {
    ...{ ofCase, hearing, defendantId: defendant.id, ofDefendant: `${ofCase}/defendants/${defendant.id}` },
    ...{ ofHearing: `/v1/hearings/${hearing.id}`, offenceId: offences[0].id },
  };
}
const plead = ({ ofCase, defendantId, offenceId }: Awaited<ReturnType<typeof listed>>, plea: string) =>
  world.legalAdviser.post(`${ofCase}/pleas`, { defendantId, pleas: [{ offenceId, plea }] });
/** A move of one defendant's case, from the version of the case. */
async function moveCase({ ofCase, ofDefendant }: Awaited<ReturnType<typeof listed>>, move: string, more: object = {}) {
  const { version } = await world.judge.get(ofCase);
  await world.legalAdviser.post(`${ofDefendant}/moves`, { move, ...more }, { ifMatch: version });
}

test("people, and who they are", async () => {
  const identifiers = [{ kind: "pnc", value: fresh.pnc() }];
  const record = (over: object = {}) => world.police.create("/v1/defendants", person(over));
  const [one, other, third] = [
    await record({ identifiers }),
    await record({ identifiers }),
    await record({ identifiers }),
  ];
  const { version } = await world.police.get(`/v1/defendants/${one.id}`);
  const corrected = await world.police.send("PATCH", `/v1/defendants/${one.id}`, {
    body: { dateOfBirth: "1990-04-13", reason: "Misheard" },
    ifMatch: version,
  });
  expect(corrected.status).toBe(200);
  await world.police.post(`/v1/defendants/${one.id}/details`, {
    aliases: [{ type: "alias", forenames: ["Molly"], surname: "Neil" }],
  });
  const path = `/v1/defendants/${one.id}`;
  await world.police.create(`${path}/equality-declarations`, { ethnicity: "W2", disability: "no", declaredBy: "self" });
  await world.police.post(`${path}/candidates/${other.id}/decision`, { decision: "different", reason: "Compared" });
  await world.police.post(`${path}/merge`, { otherId: third.id, reason: "Compared" });
  await world.police.post(`${path}/unmerge`, { otherId: third.id, reason: "Wrongly" });
});

test("hearings", async () => {
  const planned = await listed("first", { planned: true, bench: [world.judge.me.id] });
  await change(world.lister, planned.ofHearing, "moves", { move: "list" });
  await change(world.legalAdviser, planned.ofHearing, "moves", { move: "start" });
  await world.lister.post(`${planned.ofHearing}/attendance`, {
    attendance: [{ defendantId: planned.defendantId, day: courtDay.day, attendance: "attended" }],
  });
  await change(world.lister, planned.ofHearing, "outcome", { outcome: "held", present: [planned.defendantId] });
  await change(world.legalAdviser, planned.ofHearing, "adjournment", { reason: "court-time", next });
  const moved = await listed("first");
  await change(world.lister, moved.ofHearing, "rescheduling", { reason: "court-time", next });
  const off = await listed("trial");
  await change(world.legalAdviser, off.ofHearing, "trial-classification", {
    ...{ classification: "vacated", reason: "prosecution-not-ready" },
  });
  await change(world.lister, off.ofHearing, "outcome", { outcome: "vacated" });
});

test("a case from charge to its end, and again", async () => {
  const on = await listed("plea");
  await change(world.lister, on.ofHearing, "outcome", { outcome: "held", present: [on.defendantId] });
  await world.judge.post(`${on.ofDefendant}/bail`, { status: "unconditional-bail" });
  await plead(on, "not-guilty");
  await world.legalAdviser.post(`${on.ofDefendant}/verdicts`, {
    verdicts: [{ offenceId: on.offenceId, verdict: "guilty" }],
  });
  await moveCase(on, "await-sentence");
  const lines = [{ offenceId: on.offenceId, code: "1015", text: "Fine", amountPence: 5_000 }];
  await world.legalAdviser.post(`${on.ofDefendant}/results/draft`, {
    ...{ hearingId: on.hearing.id, lines, disposal: "fine" },
  });
  const version = async () => ({ ifMatch: (await world.judge.get(on.ofCase)).version });
  await world.legalAdviser.post(`${on.ofDefendant}/results/sharing`, {}, await version());
  await world.legalAdviser.post(
    `${on.ofDefendant}/results/amendments`,
    { lines: [{ ...lines[0], amountPence: 4_000 }], reason: "Means form" },
    await version(),
  );
  await moveCase(on, "put-in-force");
  await moveCase(on, "close");
  await moveCase(on, "reopen", { ground: "statutory-declaration" });
  const payment = await world.judge.create(`${on.ofCase}/payments`, {
    ...{ defendantId: on.defendantId, kind: "fine", amountPence: 5_000, dueOn: "2026-05-01" },
  });
  const ofPayment = `/v1/payments/${payment.id}`;
  const paid = await world.lister.post(`${ofPayment}/receipts`, { amountPence: 2_000 });
  await world.lister.post(`${ofPayment}/receipts/${paid.entries[0].id}/reversal`, { reason: "Another's" });
  await world.judge.post(`${ofPayment}/write-offs`, { amountPence: 5_000, reason: "No means" });
});

test("warrants put a case to rest and take it up", async () => {
  const on = await listed("plea");
  const issue = () =>
    world.legalAdviser.create(`${on.ofCase}/warrants`, {
      ...{ defendantId: on.defendantId, type: "no-bail", reason: "failed-to-appear" },
    });
  await change(world.police, `/v1/warrants/${(await issue()).id}`, "moves", { move: "execute" });
  await change(world.judge, `/v1/warrants/${(await issue()).id}`, "moves", { move: "withdraw" });
});

test("a report before sentence", async () => {
  const on = await listed("sentence");
  const asked = await world.legalAdviser.create(`${on.ofCase}/pre-sentence-reports`, {
    ...{ defendantId: on.defendantId, agencyId: world.agencies.probation, format: "oral" },
    dueAt: "2026-03-10T10:00:00Z",
  });
  await world.probation.post(`/v1/pre-sentence-reports/${asked.id}/delivery`, {
    ...{ author: "P. Officer", summary: "Stole to eat", proposal: "Unpaid work" },
    ...{ riskOfHarm: "low", likelihoodOfReoffending: "low" },
    ...{ proposedDisposal: "community-order", proposedRequirements: ["unpaid-work"] },
  });
});

test("an order, kept and breached", async () => {
  const about = await sentenced(world, [{ type: "unpaid-work", length: 80 }]);
  const ofOrder = `/v1/orders/${about.orderId}`;
  const requirement = `requirements/${about.requirements[0].id}/moves`;
  await change(world.probation, ofOrder, requirement, { move: "start" });
  await change(world.probation, ofOrder, "moves", { move: "complete-plan" });
  const due = await world.probation.create(`${ofOrder}/obligations`, {
    ...{ kind: "appointment", dueAt: "2026-04-01T10:00:00Z" },
  });
  await world.probation.post(`/v1/obligations/${due.id}/outcome`, { outcome: "absent-unacceptable" });
  await world.probation.post(`/v1/obligations/${due.id}/correction`, {
    ...{ outcome: "absent-acceptable", reason: "Was ill" },
  });
  const path = `/v1/enforcements/${(await part(about, "enforcement")).id}`;
  const [byProbation, byCourt] = [moves(world.probation, path), moves(world.judge, path)];
  const fail = () => byProbation("record-failure", { reason: "Did not come" });
  await fail();
  await byProbation("warn", { circumstances: "Did not come" });
  await fail();
  const toCourt = async () => {
    await byProbation("refer", { reason: "Again" });
    await byProbation("consider");
    await byProbation("lay-information");
    await byCourt("summon");
  };
  await toCourt();
  await byCourt("issue-warrant", { bail: true });
  await byCourt("list-breach", { day: "2026-06-01" });
  await byCourt("admit");
  await byCourt("deal-with", { outcome: "no-action" });
  await fail();
  await toCourt();
  await byCourt("list-breach", { day: "2026-07-01" });
  await byCourt("prove");
  await byCourt("deal-with", { outcome: "no-action" });
  await change(world.judge, ofOrder, "moves", { move: "suspend", reason: "Appeal" });
  await change(world.judge, ofOrder, "moves", { move: "resume", reason: "Appeal over" });
  await change(world.probation, ofOrder, "moves", { move: "complete" });
});

test("what is decided beside a sentence", async () => {
  const on = await listed("sentence");
  await world.police.post(`${on.ofDefendant}/prosecution-summaries`, {
    ...{ summary: "Took a bottle", compensation: [{ offenceId: on.offenceId, amountPence: 900, what: "A bottle" }] },
  });
  await world.legalAdviser.post(`${on.ofCase}/pleas`, {
    defendantId: on.defendantId,
    pleas: [{ offenceId: on.offenceId, plea: "guilty", basis: { text: "One only", state: "served" } }],
  });
  await world.legalAdviser.post(`${on.ofDefendant}/offences/${on.offenceId}/basis-of-plea/answers`, {
    answer: "accept",
  });
  const tics = `${on.ofDefendant}/offences-taken-into-consideration`;
  const theft = { code: "TH68001", title: "Theft from a shop", date: "2026-01-05" };
  await world.legalAdviser.post(tics, { offences: [theft], admittedAt: "2026-03-10T11:00:00Z" });
  const [admitted] = (await world.judge.get(on.ofCase)).defendants[0].takenIntoConsideration;
  await world.judge.post(`${tics}/${admitted.id}/withdrawal`, { reason: "It was her brother" });
  const inThreeMonths = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const lines = [
    { code: "3047", terms: { prohibitions: ["Not to phone"] } },
    { code: "4005", terms: { endsOn: inThreeMonths, requirements: ["To keep his job"] } },
  ].map(line => ({ offenceId: on.offenceId, text: "Said", ...line }));
  await world.legalAdviser.post(`${on.ofDefendant}/results/draft`, { hearingId: on.hearing.id, lines });
  const { version } = await world.judge.get(on.ofCase);
  await world.legalAdviser.post(`${on.ofDefendant}/results/sharing`, {}, { ifMatch: version });
  const made = await itemsOf(world, on.defendantId, "ancillary-orders");
  const orderOf = (wanted: string) => made.find(({ type }) => type === wanted) ?? {};
  const restraining = moves(world.judge, `/v1/ancillary-orders/${orderOf("restraining-order").id}`);
  await restraining("vary", { terms: { prohibitions: ["Not to write"] }, reason: "Has no phone" });
  await restraining("discharge", { reason: "Both agree" });
  const { id, terms } = orderOf("deferred-sentence");
  await moves(world.judge, `/v1/ancillary-orders/${id}`)("report", {
    ...{ termId: terms[0].id, isMet: true, note: "Still there" },
  });
});

test("unpaid work, and for whom", async () => {
  const about = await sentenced(world, [{ type: "unpaid-work", length: 40 }]);
  const project = await world.coordinator.create("/v1/payback-projects", {
    ...{ name: "Stanley Park", ward: "Anfield", kind: "environmental", from: "2026-01-01" },
  });
  const session = await world.probation.create(`/v1/orders/${about.orderId}/obligations`, {
    ...{ kind: "unpaid-work", requirementId: about.requirements[0].id, dueAt: "2026-04-01T09:00:00Z" },
    ...{ hoursOffered: 7, projectId: project.id },
  });
  await world.probation.post(`/v1/obligations/${session.id}/outcome`, { outcome: "attended-complied" });
  await world.coordinator.post(`/v1/payback-projects/${project.id}/end`, { to: "2026-12-31" });
});

test("what an agency can provide at a court", async () => {
  const path = `/v1/courts/${world.courtId}/provision`;
  const type = { requirementType: "drug-rehabilitation" };
  await world.treatment.post(path, { ...type, placesFree: 0 });
  await world.treatment.post(`${path}/withdrawal`, type);
});

test("reviews of an order, and their reports", async () => {
  const drugs = { type: "drug-rehabilitation", length: 6, providerAgencyId: world.agencies.treatment };
  const about = await sentenced(world, [drugs], { reviewEveryDays: 28 });
  const { defendantId, orderId } = about;
  await world.treatment.create("/v1/drug-tests", {
    ...{ defendantId, orderId, takenAt: "2026-03-20T09:00:00Z", sample: "urine", outcome: "negative" },
  });
  await world.probation.post(`/v1/progress-reports/${(await part(about, "drug-rehabilitation-reports")).id}/delivery`, {
    ...{ author: "P. Officer", summary: "Settled", providerViews: "Comes", servedAt: "2026-04-08T09:00:00Z" },
  });
  const move = moves(world.judge, `/v1/reviews/${(await part(about, "reviews")).id}`);
  await move("rearrange", { dueAt: "2026-04-14T10:00:00Z", reason: "Bench away" });
  await move("hold", { attendance: "attended" });
  await move("conclude", { outcome: "praise" });
  const other = await sentenced(world, [{ type: "unpaid-work", length: 80 }], { reviewEveryDays: 28 });
  await moves(world.judge, `/v1/reviews/${(await part(other, "reviews")).id}`)("dispense-with", { reason: "All well" });
});

test("problem-solving meetings", async () => {
  const { ofCase, defendantId } = await listed("plea");
  const meeting = async () => {
    const { id } = await world.judge.create(`${ofCase}/meetings`, { defendantId, reason: "Homeless" });
    return moves(world.coordinator, `/v1/meetings/${id}`);
  };
  await (await meeting())("decline");
  await (await meeting())("not-needed", { reason: "Has a home" });
  const off = await meeting();
  await off("convene");
  await off("not-held", { reason: "Nobody came" });
  const held = await meeting();
  await held("convene");
  await held("hold", { attendees: [world.agencies.probation], defendantAgreed: true });
  const action = { agencyId: world.agencies.probation, what: "Find a flat", dueAt: "2026-04-01T10:00:00Z" };
  const { actions } = await held("agree-plan", { summary: "A flat", actions: [action, action] });
  await held("finish-action", { actionId: actions[0].id, outcome: "completed" });
  await held("finish-action", { actionId: actions[1].id, outcome: "partly" });
  await held("close");
});

test("referrals", async () => {
  const { defendantId, ofCase } = await listed("plea");
  const caseId = ofCase.replace("/v1/cases/", "");
  const refer = async (more: object = {}) => {
    const { id } = await world.coordinator.create("/v1/referrals", {
      ...{ defendantId, caseId, providerAgencyId: world.agencies.treatment, need: "drugs", basis: "voluntary" },
      ...more,
    });
    return {
      id,
      bySender: moves(world.coordinator, `/v1/referrals/${id}`),
      by: moves(world.treatment, `/v1/referrals/${id}`),
    };
  };
  await (await refer({ draft: true })).bySender("withdraw");
  const draft = await refer({ draft: true });
  await draft.bySender("send");
  await draft.by("receive");
  await draft.by("reject", { reason: "no-capacity" });
  await (await refer()).bySender("revoke");
  const kept = await refer();
  for (const name of ["receive", "accept"]) await kept.by(name);
  await kept.by("set-first-appointment", { appointmentAt: "2026-04-01T10:00:00Z" });
  for (const name of ["start", "progress"]) await kept.by(name);
  const treatment = await world.treatment.create(`/v1/referrals/${kept.id}/treatment-episodes`, {
    ...{ modality: "prescribing", plannedEndOn: "2026-09-30", startedAt: "2026-04-01T10:00:00Z" },
  });
  const treat = moves(world.treatment, `/v1/treatment-episodes/${treatment.id}`);
  await treat("replan", { plannedEndOn: "2026-10-31" });
  await treat("describe", { detail: "Reduced" });
  await treat("end", { exitReason: "completed" });
  await kept.by("end", { outcome: "completed" });
  const cancelled = await refer();
  for (const name of ["receive", "accept", "cancel"]) await cancelled.by(name);
});

test("drug tests", async () => {
  const drugs = { type: "drug-rehabilitation", length: 6, providerAgencyId: world.agencies.treatment };
  const { orderId } = await sentenced(world, [drugs]);
  const schedule = async () => {
    const { id } = await world.treatment.create(`/v1/orders/${orderId}/drug-tests`, {
      ...{ dueAt: "2026-03-20T10:00:00Z", sample: "urine" },
    });
    return { id, move: moves(world.treatment, `/v1/drug-tests/${id}`) };
  };
  await (await schedule()).move("cancel");
  const { id, move } = await schedule();
  await move("take-sample");
  await move("result", { outcome: "negative" });
  await move("dispute", { reason: "Another's sample" });
  await move("confirm", { outcome: "negative", reason: "Tested again" });
  const recipient = { kind: "agency", id: world.courtId };
  const shared = await world.treatment.post(`/v1/drug-tests/${id}/disclosures`, { recipient, reason: "Review" });
  await world.treatment.post(`/v1/drug-tests/${id}/disclosures/${shared.id}/recall`, { reason: "In error" });
});

test("custody", async () => {
  const { defendantId, caseId } = await sentenced(world, [{ type: "unpaid-work", length: 40 }]);
  const { id } = await world.probation.create(`/v1/cases/${caseId}/defendants/${defendantId}/custody`, {
    ...{ kind: "sentence", establishment: "HMP Liverpool" },
  });
  const move = moves(world.probation, `/v1/custody/${id}`);
  await move("transfer", { establishment: "HMP Altcourse" });
  await move("expect-release", { expectedReleaseOn: "2999-09-01" });
  await move("release-on-licence", { licence: { endsOn: "2999-12-01" } });
  await move("recall", { establishment: "HMP Liverpool" });
  await move("release-on-licence", { licence: { endsOn: "2999-12-01" } });
  await move("end-licence");
});

test("needs, convictions, notes and documents", async () => {
  const { defendantId, ofCase, ofDefendant } = await listed("plea");
  const contact = await world.police.create(`${ofDefendant}/victim-contacts`, {});
  await moves(world.police, `/v1/victim-contacts/${contact.id}`)("take-up");
  const caseId = ofCase.replace("/v1/cases/", "");
  const marker = await world.police.create("/v1/markers", { defendantId, caseId, kind: "weapons" });
  const marked = moves(world.police, `/v1/markers/${marker.id}`);
  await marked("renew", { until: "2026-12-31" });
  await marked("end", { reason: "no-longer-applies" });
  const meeting = await world.coordinator.create(`${ofDefendant}/restorative-meetings`, {});
  const met = moves(world.coordinator, `/v1/restorative-meetings/${meeting.id}`);
  await met("agree");
  const asked = await world.police.create(`${ofDefendant}/victim-contacts`, { restorativeId: meeting.id });
  await moves(world.police, `/v1/victim-contacts/${asked.id}`)("take-up");
  await met("hold", { form: "letter" });
  await met("conclude", { outcome: "apology" });
  const other = await world.coordinator.create(`${ofDefendant}/restorative-meetings`, {});
  await moves(world.coordinator, `/v1/restorative-meetings/${other.id}`)("call-off");
  await world.coordinator.create("/v1/needs", { defendantId, domain: "drugs", severity: 2, summary: "Heroin" });
  const conviction = await world.police.create("/v1/convictions", {
    ...{ defendantId, convictedOn: "2015-05-06", court: "Wirral", disposals: [{ kind: "fine" }] },
    offences: [{ code: "TH68001", title: "Theft from a shop", committedOn: "2015-04-01" }],
  });
  await world.police.create("/v1/convictions", {
    ...{ defendantId, convictedOn: "2016-05-06", court: "Merseyside Police", disposals: [{ kind: "caution" }] },
    offences: [{ code: "TH68001", title: "Theft from a shop" }],
  });
  await world.police.post(`/v1/convictions/${conviction.id}/correction`, { court: "Sefton", reason: "Misread" });
  await world.judge.post(`/v1/defendants/${defendantId}/involvements`, {
    ...{ agencyId: world.agencies.probation, caseId, reason: "support" },
  });
  const recipient = { kind: "agency", id: world.courtId };
  const sharedAndRecalled = async (path: string) => {
    const { id } = await world.probation.post(`${path}/disclosures`, { recipient, reason: "For the court" });
    await world.probation.post(`${path}/disclosures/${id}/recall`, { reason: "In error" });
  };
  const note = await world.probation.create("/v1/notes", {
    ...{ defendantId, caseId, kind: "agency", text: "Came", shareWith: [] },
  });
  await sharedAndRecalled(`/v1/notes/${note.id}`);
  const document = await world.probation.create("/v1/documents", {
    ...{ defendantId, caseId, class: "risk", title: "Assessment", type: "text/plain" },
    contentBase64: Buffer.from("Low").toString("base64"),
  });
  await sharedAndRecalled(`/v1/documents/${document.id}`);
});

test("and then every event that reports hear of has been told", async () => {
  const heard = Object.entries(eventTable).flatMap(([name, { consumers }]) =>
    (consumers as readonly string[]).includes("reports") ? [name] : [],
  );
  const untold = async () => {
    const told = new Set<string>();
    for (const service of ["defendants", "cases", "notes"]) {
      const events = mongo.db(`${rig.databasePrefix}_${service}`).collection("events");
      const own = { $in: Object.values(world.agencies) };
      const found = await events
        .find({ $or: [{ "by.agencyId": own }, { kind: "match" }] }, { projection: { type: 1 } })
        .toArray();
      for (const { type } of found) told.add(type);
    }
    return heard.filter(name => !told.has(name)).sort();
  };
  await eventually("all to be told", async () => (await untold()).length === 0, 5_000).catch(() => {});
  expect(await untold()).toEqual([]);
});
