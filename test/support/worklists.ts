import { invite } from "../access/prepared.ts";
import { type Caller, eventually, type Json } from "./client.ts";
import { itemsOf, type Sentenced, sentenced } from "./sentenced.ts";
import { chargedDefendant, type World } from "./world.ts";

/** Monday; one defendant is listed for sentence that day. */
export const listDay = "2026-05-11";

/** Files of one court in which something stands on every list, by what is waited for. */
export interface ToDo {
  readonly listed: {
    readonly defendantId: string;
    readonly caseId: string;
    readonly hearingId: string;
    readonly reportId: string;
  };
  readonly received: { readonly defendantId: string; readonly caseId: string };
  readonly drugs: Sentenced;
  readonly failed: Sentenced;
  readonly referred: Sentenced;
  readonly presented: Sentenced;
}

/** Everybody of the world is at the table of the files in which something is to do. */
export async function prepareWork(world: World): Promise<ToDo> {
  // One after another: passing sentence is much work for a busy machine.
  const listed = await listedForSentence(world);
  const drugs = await underDrugRehabilitation(world);
  const failed = await failedOrder(world, []);
  const refer = { name: "refer", reason: "Second failure" };
  const referred = await failedOrder(world, [refer]);
  const laid = { name: "lay-information", ground: "failure-to-comply" };
  const presented = await failedOrder(world, [refer, { name: "consider" }, laid]);
  const { defendant, case: sent } = await chargedDefendant(world);
  await withReview(world, failed);
  await withReviewHeld(world, referred);
  return { listed, drugs, failed, referred, presented, received: { defendantId: defendant.id, caseId: sent.id } };
}

async function everybodyAtTable(world: World, defendantId: string, caseId: string): Promise<void> {
  for (const agencyId of Object.values(world.agencies)) await invite(world, defendantId, agencyId, caseId);
}

async function listedForSentence(world: World): Promise<ToDo["listed"]> {
  const { defendant, case: sent } = await chargedDefendant(world);
  await everybodyAtTable(world, defendant.id, sent.id);
  const about = { defendantId: defendant.id, caseId: sent.id };
  const report = await world.legalAdviser.create(`/v1/cases/${sent.id}/pre-sentence-reports`, {
    ...{ defendantId: defendant.id, agencyId: world.agencies.probation, format: "oral", dueAt: "2026-05-08T16:00:00Z" },
  });
  const list = (day: string, type: string): Promise<Json> =>
    world.lister.create(`/v1/cases/${sent.id}/hearings`, {
      ...{ day, session: "morning", room: "1", type, defendantIds: [defendant.id] },
    });
  const hearing = await list(listDay, "sentence");
  const held = await list("2026-03-02", "plea");
  await world.lister.post(
    `/v1/hearings/${held.id}/outcome`,
    { outcome: "held", present: [], heldAt: "2026-03-02T11:00:00Z" },
    { ifMatch: held.version },
  );
  await world.judge.create(`/v1/cases/${sent.id}/meetings`, { defendantId: defendant.id, reason: "Nowhere to live" });
  await world.coordinator.create("/v1/referrals", {
    ...{ ...about, providerAgencyId: world.agencies.treatment, need: "drugs", basis: "voluntary" },
  });
  await world.legalAdviser.create(`/v1/cases/${sent.id}/warrants`, {
    ...{ defendantId: defendant.id, type: "no-bail", reason: "failed-to-appear" },
  });
  await agreedPlan(world, about);
  return { ...about, hearingId: hearing.id, reportId: report.id };
}

/** A meeting whose plan is agreed, with an action of the support advisers. */
async function agreedPlan(
  world: World,
  { defendantId, caseId }: { defendantId: string; caseId: string },
): Promise<void> {
  const { id } = await world.judge.create(`/v1/cases/${caseId}/meetings`, { defendantId, reason: "Debts" });
  const attendees = [world.agencies.support];
  const actions = [{ agencyId: world.agencies.support, what: "Debt advice", dueAt: "2026-05-01T16:00:00Z" }];
  for (const move of [
    { name: "convene" },
    { name: "hold", attendees, defendantAgreed: true, needs: ["accommodation"] },
    { name: "agree-plan", summary: "Advice first", actions },
  ])
    await world.coordinator.post(`/v1/meetings/${id}/moves`, { move });
}

async function underDrugRehabilitation(world: World): Promise<Sentenced> {
  const drugs = { type: "drug-rehabilitation", length: 6, providerAgencyId: world.agencies.treatment };
  const about = await sentenced(world, [drugs], { reviewEveryDays: 28 });
  await everybodyAtTable(world, about.defendantId, about.caseId);
  await world.treatment.create(`/v1/orders/${about.orderId}/drug-tests`, {
    ...{ dueAt: "2026-04-03T09:00:00Z", sample: "urine" },
  });
  return about;
}

/** An order with a failure, and what was done about it. */
async function failedOrder(world: World, moves: readonly object[]): Promise<Sentenced> {
  const about = await sentenced(world, [{ type: "unpaid-work", length: 80 }], { reviewEveryDays: 28 });
  await everybodyAtTable(world, about.defendantId, about.caseId);
  const [enforcement] = await itemsOf(world, about.defendantId, "enforcement");
  for (const move of [{ name: "record-failure", reason: "Did not come" }, ...moves])
    await world.probation.post(`/v1/enforcements/${enforcement?.id}/moves`, { move });
  return about;
}

const reviewOf = async (world: World, { defendantId }: Sentenced): Promise<Json> =>
  (await itemsOf(world, defendantId, "reviews"))[0];

async function withReview(world: World, about: Sentenced): Promise<void> {
  const { id } = await reviewOf(world, about);
  await world.judge.post(`/v1/reviews/${id}/moves`, { move: { name: "request-report" } });
}

async function withReviewHeld(world: World, about: Sentenced): Promise<void> {
  const { id } = await reviewOf(world, about);
  await world.judge.post(`/v1/reviews/${id}/moves`, { move: { name: "hold", attendance: "attended" } });
}

/** All of a list, page by page. */
export async function everyPage(who: Caller, list: string, query = "", limit = 50): Promise<Json[]> {
  const items: Json[] = [];
  for (let cursor = ""; ; ) {
    const page = await who.get(`/v1/worklists/${list}?limit=${limit}${query}${cursor && `&cursor=${cursor}`}`);
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = page.next;
  }
}

/** The item of a record on a list, waiting for the list's service to learn who is at the table. */
export const itemOn = (who: Caller, list: string, recordId: string, query = ""): Promise<Json> =>
  eventually(`${recordId} on ${list}`, async () =>
    (await everyPage(who, list, query)).find(({ id }: Json) => id === recordId),
  );
