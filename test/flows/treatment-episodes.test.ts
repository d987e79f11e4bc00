import { type Json, sharedRig } from "../support/client.ts";
import { itemsOf, type Sentenced, sentenced } from "../support/sentenced.ts";
import { makeWorld, usualPeople, type Who, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let about: Sentenced;
let referralId = "";

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "defence"]);
  const drugs = { type: "drug-rehabilitation", length: 6, providerAgencyId: world.agencies.treatment };
  about = await sentenced(world, [drugs]);
  const { defendantId, caseId } = about;
  const { id } = await world.coordinator.create("/v1/referrals", {
    ...{ defendantId, caseId, providerAgencyId: world.agencies.treatment, need: "drugs", basis: "order-requirement" },
  });
  referralId = id;
}, 60_000);

const clinical = "Methadone 40 ml daily, supervised";
const start = (who: Who, body: object = {}) =>
  world[who].send("POST", `/v1/referrals/${referralId}/treatment-episodes`, {
    body: { modality: "prescribing", plannedEndOn: "2026-09-30", startedAt: "2026-04-01T10:00:00Z", ...body },
  });
const move = (who: Who, id: string, body: object) =>
  world[who].send("POST", `/v1/treatment-episodes/${id}/moves`, { body: { move: body } });
const sessionOf = async (id: string, dueAt: string): Promise<Json> =>
  world.treatment.create(`/v1/treatment-episodes/${id}/sessions`, { dueAt });
const outcomesOf = async (id: string) =>
  (await itemsOf(world, about.defendantId, "obligations"))
    .filter(({ kind, sourceId }) => kind === "treatment-session" && sourceId === id)
    .map(({ outcome }) => outcome);

describe("treatment", () => {
  let id = "";

  test("comes from a referral that has started, begun by its provider and by nobody else", async () => {
    const early = await start("treatment");
    expect([early.status, early.body.detail]).toEqual([
      422,
      "The referral is sent; treatment comes from one that is started or in-progress.",
    ]);
    for (const name of ["receive", "accept", "set-first-appointment", "start"])
      await world.treatment.post(`/v1/referrals/${referralId}/moves`, {
        move: name === "set-first-appointment" ? { name, appointmentAt: "2026-04-01T10:00:00Z" } : { name },
      });
    for (const who of ["judge", "coordinator", "probation", "support", "police"] as const)
      expect((await start(who)).status).toBe(403);
    expect((await start("treatment", { plannedEndOn: "2026-03-31" })).body.errors[0].path).toBe("plannedEndOn");
    const begun = await start("treatment", {
      under: { orderId: about.orderId, requirementId: about.requirements[0].id },
      detail: clinical,
    });
    expect(begun.body).toMatchObject({
      ...{ status: "in-treatment", startedAt: "2026-04-01T10:00:00.000Z", plannedEndOn: "2026-09-30" },
      ...{ endedAt: null, exitReason: null, source: { agencyId: world.agencies.treatment } },
    });
    id = begun.body.id;
  });

  test("a requirement that is somebody else's is not what it is given under", async () => {
    const other = await sentenced(world, [{ type: "unpaid-work", length: 80 }]);
    for (const under of [
      { orderId: other.orderId, requirementId: other.requirements[0].id },
      { orderId: about.orderId, requirementId: other.requirements[0].id },
    ])
      expect((await start("treatment", { under })).body.errors[0].path).toBe("under");
  });

  test("the court and who supervises see that it goes on, and nothing of what it is; the provider sees both", async () => {
    const path = `/v1/treatment-episodes/${id}`;
    for (const who of ["judge", "legalAdviser", "coordinator", "probation", "treatment"] as const) {
      const shown = await world[who].send("GET", path);
      expect(shown.body).toMatchObject({ status: "in-treatment", plannedEndOn: "2026-09-30" });
      expect(shown.text).not.toMatch(/prescribing|Methadone/);
    }
    const limited = await world.police.send("GET", path);
    expect([limited.body.status, limited.body.plannedEndOn]).toEqual(["in-treatment", undefined]);
    expect((await world.treatment.get(`${path}/detail`)).details).toMatchObject([{ text: clinical }]);
    for (const who of ["judge", "legalAdviser", "coordinator", "police", "support", "lister"] as const)
      expect([who, (await world[who].send("GET", `${path}/detail`)).status]).toEqual([who, 403]);
    expect((await world.probation.send("GET", `${path}/detail`)).status).toBe(404);
  });

  test("it stands in the file and in the sentencing view with its source and state, its detail withheld", async () => {
    const file = `/v1/defendants/${about.defendantId}`;
    const nameAndState = ({ parts }: Json) =>
      parts.filter(({ part }: Json) => part.startsWith("treatment")).map(({ part, state }: Json) => [part, state]);
    expect(nameAndState(await world.judge.get(`${file}/file`))).toEqual([["treatment", "supplied"]]);
    expect(nameAndState(await world.probation.get(`${file}/file`))).toEqual([
      ["treatment", "supplied"],
      ["treatment-detail", "withheld"],
    ]);
    const view = await world.judge.send("GET", `${file}/sentencing-view`);
    const orders = view.body.blocks.find(({ block }: Json) => block === "orders-and-compliance");
    const [shown] = orders.parts.find(({ part }: Json) => part === "treatment").items;
    expect(shown).toMatchObject({ status: "in-treatment", source: { agencyId: world.agencies.treatment } });
    expect(view.text).not.toMatch(/prescribing|Methadone/);
    const told = (await world.judge.get(`${file}/file`)).timeline.items.map(({ what }: Json) => what);
    expect(told).toContain("Treatment started");
  });

  test("with the person's consent, for as long as it stands, its detail is read", async () => {
    const consents = `/v1/defendants/${about.defendantId}/consents`;
    const consent = await world.treatment.create(consents, {
      classes: ["treatment"],
      agencyIds: [world.agencies.probation],
      purpose: "Supervision",
    });
    const detail = `/v1/treatment-episodes/${id}/detail`;
    expect((await world.probation.get(detail)).modality).toBe("prescribing");
    expect((await world.judge.send("GET", detail)).status).toBe(403);
    await world.treatment.post(`${consents}/${consent.id}/withdrawal`, { reason: "Asked" });
    expect((await world.probation.send("GET", detail)).status).toBe(404);
  });

  test("its sessions are expected; what becomes of them its provider says, and a miss is a failure under the order", async () => {
    for (const who of ["judge", "police"] as const)
      expect(
        (
          await world[who].send("POST", `/v1/treatment-episodes/${id}/sessions`, {
            body: { dueAt: "2026-04-08T10:00:00Z" },
          })
        ).status,
      ).toBe(403);
    const theirs = await world.probation.send("POST", `/v1/treatment-episodes/${id}/sessions`, {
      body: { dueAt: "2026-04-08T10:00:00Z" },
    });
    expect(theirs.status).toBe(404);
    const [first, second] = [await sessionOf(id, "2026-04-08T10:00:00Z"), await sessionOf(id, "2026-04-15T10:00:00Z")];
    expect(first).toMatchObject({ kind: "treatment-session", outcome: "awaiting", standing: "awaiting" });
    expect(await outcomesOf(id)).toEqual(["awaiting", "awaiting"]);
    await world.treatment.post(`/v1/obligations/${first.id}/outcome`, { outcome: "attended-complied" });
    await world.treatment.post(`/v1/obligations/${second.id}/outcome`, { outcome: "absent-unacceptable" });
    const [enforcement] = await itemsOf(world, about.defendantId, "enforcement");
    expect(enforcement.failures).toMatchObject([{ kind: "treatment-session", obligationId: second.id }]);
  });

  test("one that is moved is still a session of this treatment", async () => {
    const third = await sessionOf(id, "2026-04-22T10:00:00Z");
    await world.treatment.post(`/v1/obligations/${third.id}/outcome`, {
      ...{ outcome: "rearranged", rearrangedTo: "2026-04-24T10:00:00Z", rearrangedBy: "provider" },
    });
    expect((await outcomesOf(id)).sort()).toEqual([
      ...["absent-unacceptable", "attended-complied", "awaiting", "rearranged"],
    ]);
  });

  test("its end is the provider's to say, with a reason, and takes the sessions after it away", async () => {
    await sessionOf(id, "2026-12-30T10:00:00Z");
    const end = { name: "end", exitReason: "dropped-out", at: "2026-05-01T10:00:00Z" };
    expect((await move("judge", id, end)).status).toBe(403);
    expect((await move("probation", id, end)).status).toBe(403);
    expect((await move("treatment", id, { ...end, exitReason: "cured" })).status).toBe(400);
    expect((await move("treatment", id, { ...end, at: "2026-03-31T10:00:00Z" })).body.errors[0].path).toBe("move.at");
    expect((await move("treatment", id, { name: "replan", plannedEndOn: "2026-10-31" })).body.plannedEndOn).toBe(
      "2026-10-31",
    );
    expect((await move("treatment", id, end)).body).toMatchObject({ status: "ended", exitReason: "dropped-out" });
    // What was to be before the end and nobody has said anything about waits on; what was to be after it is off.
    expect((await outcomesOf(id)).sort()).toEqual([
      ...["absent-unacceptable", "attended-complied", "awaiting", "not-held", "rearranged"],
    ]);
    expect((await world.judge.get(`/v1/treatment-episodes/${id}`)).exitReason).toBe("dropped-out");
    const again = await move("treatment", id, end);
    expect([again.status, again.body.detail]).toEqual([
      422,
      'The treatment is ended, so "end" is not possible; possible now: describe.',
    ]);
    const late = await world.treatment.send("POST", `/v1/treatment-episodes/${id}/sessions`, {
      body: { dueAt: "2026-06-01T10:00:00Z" },
    });
    expect(late.status).toBe(422);
  });
});

describe("treatment of somebody who comes of their own accord", () => {
  test("its sessions are no failures of an order, and its provider alone says what became of them", async () => {
    const { defendantId } = about;
    const referral = await world.treatment.create("/v1/referrals", {
      ...{ defendantId, providerAgencyId: world.agencies.treatment, need: "alcohol", basis: "voluntary" },
    });
    for (const name of ["accept", "set-first-appointment", "start"])
      await world.treatment.post(`/v1/referrals/${referral.id}/moves`, {
        move: name === "set-first-appointment" ? { name, appointmentAt: "2026-04-01T10:00:00Z" } : { name },
      });
    const episode = await world.treatment.create(`/v1/referrals/${referral.id}/treatment-episodes`, {
      modality: "alcohol-treatment",
      plannedEndOn: "2027-01-31",
    });
    const session = await sessionOf(episode.id, "2026-06-03T10:00:00Z");
    const outcome = { outcome: "absent-unacceptable" };
    const path = `/v1/obligations/${session.id}/outcome`;
    expect((await world.probation.send("POST", path, { body: outcome })).status).toBe(404);
    expect((await world.judge.send("POST", path, { body: outcome })).status).toBe(403);
    const failuresBefore = (await itemsOf(world, defendantId, "enforcement"))[0].failures.length;
    await world.treatment.post(path, outcome);
    expect((await itemsOf(world, defendantId, "enforcement"))[0].failures).toHaveLength(failuresBefore);
  });
});
