import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
let outside: World;
let defendantId: string;
let caseId: string;
let file: string;

beforeAll(async () => {
  world = await makeWorld(rig, ["judge", "coordinator", "police", "probation", "treatment"]);
  outside = await makeWorld(rig, ["probation", "police"]);
});
beforeEach(async () => {
  const charged = await chargedDefendant(world);
  [defendantId, caseId] = [charged.defendant.id, charged.case.id];
  file = `/v1/defendants/${defendantId}`;
  for (const agencyId of [world.agencies.probation, world.agencies.treatment])
    await world.coordinator.post(`${file}/involvements`, { agencyId, caseId, reason: "support" });
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const makeNote = () =>
  world.probation.create("/v1/notes", { defendantId, caseId, kind: "agency", text: "Moving north" });
async function shareNote(until?: string, from?: string): Promise<{ path: string; id: string }> {
  const path = `/v1/notes/${(await makeNote()).id}`;
  const recipient = { kind: "agency", id: outside.agencies.probation };
  const { id } = await world.probation.post(`${path}/disclosures`, {
    ...{ recipient, reason: "They take over" },
    ...(until && { until }),
    ...(from && { from }),
  });
  return { path, id };
}
const recall = ({ path, id }: { path: string; id: string }) =>
  world.probation.post(`${path}/disclosures/${id}/recall`, { reason: "Over" });

/** When the agency's being there ends, as everybody at the table sees it; one entry for each time it came. */
async function ends(): Promise<(string | null)[]> {
  const { involved } = await world.judge.get(`${file}/file`);
  return involved.filter(({ agencyId }: Json) => agencyId === outside.agencies.probation).map(({ to }: Json) => to);
}
const whenEnds = (...expected: (string | null)[]) =>
  eventually(`an end at ${expected}`, async () => JSON.stringify(await ends()) === JSON.stringify(expected));

test("what is shared until an instant brings the agency until then: it has seen who it was, and learns nothing newer", async () => {
  const until = inSeconds(8);
  await shareNote(until);
  await whenEnds(until);
  expect((await outside.probation.get(file)).name.surname).toBe("O'Neill");
  const why = `${file}/explanation?class=identity&agencyId=${world.agencies.police}`;
  const rule = async () => (await outside.probation.get(why)).rule;
  expect(await rule()).toBe("involvement");
  await eventually("the end of it", async () => (await rule()) !== "involvement", 20_000);
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));

  const { version } = await world.police.get(file);
  const name = { forenames: ["Mary"], surname: "Married" };
  await world.police.send("PATCH", file, { body: { name, reason: "Married" }, ifMatch: version });
  const surname = async (who: Caller) => (await who.get(file)).name.surname;
  expect([await surname(world.probation), await surname(outside.probation)]).toEqual(["Married", "O'Neill"]);
  // Nobody else of the other side was ever brought here.
  expect((await outside.police.send("GET", file)).status).toBe(404);
}, 60_000);

test("of several that are shared the last to end counts", async () => {
  const [early, late] = [inSeconds(600), inSeconds(1_200)];
  await shareNote(early);
  await whenEnds(early);
  const second = await shareNote(late);
  await whenEnds(late);
  await shareNote(early);
  expect(await ends()).toEqual([late]);
  await recall(second);
  await whenEnds(early);
});

test("what is shared for good outlasts what ends, until it is taken back", async () => {
  const early = inSeconds(600);
  await shareNote(early);
  await whenEnds(early);
  const forGood = await shareNote();
  await whenEnds(null);
  await recall(forGood);
  await whenEnds(early);
});

test("notes and tests bring the agency each by itself", async () => {
  const [early, late] = [inSeconds(600), inSeconds(1_200)];
  await shareNote(early);
  const about = { defendantId, caseId, takenAt: "2026-03-08T09:00:00Z", sample: "urine", outcome: "negative" };
  const { id } = await world.treatment.create("/v1/drug-tests", about);
  const recipient = { kind: "agency", id: outside.agencies.probation };
  await world.treatment.post(`/v1/drug-tests/${id}/disclosures`, { recipient, reason: "They take over", until: late });
  await eventually("both", async () => JSON.stringify((await ends()).sort()) === JSON.stringify([early, late]));
});

describe("what is shared from an instant on", () => {
  const statusOf = async (who: Caller, path: string) => (await who.send("GET", path)).status;
  /** The agency's stays, as those at the table see them. */
  async function stays(): Promise<Json[]> {
    const { involved } = await world.judge.get(`${file}/file`);
    return involved.filter(({ agencyId }: Json) => agencyId === outside.agencies.probation);
  }
  const hasStay = (from: string, to: string | null) =>
    eventually(`a stay from ${from} to ${to}`, async () =>
      (await stays()).some(found => found.from === from && found.to === to),
    );

  test("is read from then on and no sooner", async () => {
    const from = inSeconds(4);
    const path = `/v1/notes/${(await makeNote()).id}`;
    const recipient = { kind: "agency", id: world.courtId };
    await world.probation.post(`${path}/disclosures`, { recipient, reason: "After the plea", from });
    expect(await statusOf(world.judge, path)).toBe(404);
    expect(Date.now()).toBeLessThan(Date.parse(from));
    await eventually("its beginning", async () => (await statusOf(world.judge, path)) === 200, 20_000);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(from));
  }, 60_000);

  test("brings the agency then and no sooner", async () => {
    const from = inSeconds(6);
    await shareNote(undefined, from);
    await hasStay(from, null);
    expect(await statusOf(outside.probation, file)).toBe(404);
    expect(Date.now()).toBeLessThan(Date.parse(from));
    await eventually("its beginning", async () => (await statusOf(outside.probation, file)) === 200, 20_000);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(from));
  }, 60_000);

  test("never is where it was taken back before", async () => {
    const from = inSeconds(6);
    const shared = await shareNote(undefined, from);
    await hasStay(from, null);
    await recall(shared);
    await eventually("its beginning to have passed", async () => Date.now() > Date.parse(from), 20_000);
    expect(await statusOf(outside.probation, file)).toBe(404);
  }, 60_000);

  test("does not keep out what is shared at once, and stays to come when that is taken back", async () => {
    const from = inSeconds(600);
    await shareNote(undefined, from);
    await hasStay(from, null);
    const now = await shareNote();
    await eventually("the agency", async () => (await statusOf(outside.probation, file)) === 200);
    await recall(now);
    await eventually("both stays to end", async () => (await stays()).filter(({ to }) => to !== null).length === 2);
    await hasStay(from, null);
    // It has seen who it was, and of that it hears nothing newer until then.
    const { version } = await world.police.get(file);
    const body = { name: { forenames: ["Mary"], surname: "Married" }, reason: "Married" };
    await world.police.send("PATCH", file, { body, ifMatch: version });
    expect((await outside.probation.get(file)).name.surname).toBe("O'Neill");
  });

  test.each([
    ["from", { from: "2026-03-01T10:00:00Z" }],
    ["until", { from: inSeconds(600), until: inSeconds(300) }],
  ])("is refused by its %s", async (path, period) => {
    const { id } = await makeNote();
    const recipient = { kind: "agency", id: outside.agencies.probation };
    const body = { recipient, reason: "They take over", ...period };
    const refused = await world.probation.send("POST", `/v1/notes/${id}/disclosures`, { body });
    expect([refused.status, refused.body.errors.map((error: Json) => error.path)]).toEqual([400, [path]]);
  });
});
