import { type Caller, type Json, sharedRig } from "../support/client.ts";
import { caseOf, chargedDefendant, makeWorld, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;

beforeAll(async () => {
  world = await makeWorld(rig);
});

interface Tried {
  readonly defendantId: string;
  readonly caseId: string;
  readonly hearingId: string;
  readonly offences: readonly string[];
  readonly path: string;
}

/** Somebody charged with two thefts, and listed. */
async function listed(): Promise<Tried> {
  const { defendant } = await chargedDefendant(world);
  const body = caseOf(defendant.id, world.courtId);
  const [charged] = body.defendants;
  const offences = charged?.offences ?? [];
  const sent = await world.police.create("/v1/cases", {
    ...body,
    defendants: [{ ...charged, offences: [...offences, ...offences] }],
  });
  const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
    day: "2026-03-10",
    session: "morning",
    room: "1",
    type: "plea",
    defendantIds: [defendant.id],
  });
  return {
    defendantId: defendant.id,
    caseId: sent.id,
    hearingId: hearing.id,
    offences: sent.defendants[0].offences.map(({ id }: Json) => id),
    path: `/v1/cases/${sent.id}/defendants/${defendant.id}`,
  };
}

const plead = (on: Tried, ...pleas: string[]) =>
  world.legalAdviser.post(`/v1/cases/${on.caseId}/pleas`, {
    defendantId: on.defendantId,
    pleas: pleas.map((plea, n) => ({ offenceId: on.offences[n], plea })),
  });
const line = (offenceId: string | undefined, code: string, more: object = {}) => ({
  offenceId,
  code,
  text: "Said",
  ...more,
});
const versionOf = async (on: Tried): Promise<number> => (await world.judge.get(`/v1/cases/${on.caseId}`)).version;
const draft = (on: Tried, lines: readonly object[], more: object = {}) =>
  world.legalAdviser.post(`${on.path}/results/draft`, { hearingId: on.hearingId, lines, ...more });
const change = async (on: Tried, what: string, body: object, by: Caller = world.legalAdviser) =>
  by.send("POST", `${on.path}/${what}`, { body, ifMatch: await versionOf(on) });
const standing = async (on: Tried) => (await world.judge.get(`/v1/cases/${on.caseId}`)).defendants[0];

test("draft, share, amend: outside the court only what is shared is seen, and the first version stays as it was", async () => {
  const on = await listed();
  await plead(on, "guilty", "guilty");
  const lines = [
    line(on.offences[0], "1015", { amountPence: 12_000 }),
    line(on.offences[0], "3011", { amountPence: 8_500 }),
    line(on.offences[1], "1057"),
  ];
  const drafted = await draft(on, lines, { disposal: "fine" });
  expect(drafted).toMatchObject({ status: "convicted", disposed: false, shared: [], draft: { disposal: "fine" } });
  expect((await world.police.get(`${on.path}/results`)).draft).toBeNull();
  expect(JSON.stringify(await world.police.get(`/v1/defendants/${on.defendantId}/file`))).not.toContain("12000");

  const shared = await change(on, "results/sharing", {});
  expect(shared.body).toMatchObject({ status: "sentenced", disposed: true, draft: null });
  const [first] = shared.body.shared;
  expect(first).toMatchObject({ version: 1, reason: null, hash: drafted.draft.hash, lines });
  expect((await world.police.get(`${on.path}/results`)).shared).toEqual([first]);
  const again = await change(on, "results/sharing", {});
  expect([again.status, again.body.detail]).toEqual([422, "There is no draft to share."]);

  const fewer = [line(on.offences[0], "1015", { amountPence: 10_000 })];
  expect((await change(on, "results/amendments", { lines: fewer })).status).toBe(400);
  const amended = await change(on, "results/amendments", { lines: fewer, reason: "Wrong column of the guideline" });
  expect(amended.body.shared).toEqual([
    first,
    expect.objectContaining({ version: 2, reason: "Wrong column of the guideline", lines: fewer }),
  ]);
  expect(amended.body.shared[1].hash).not.toBe(first.hash);
  const { parts, timeline } = await world.police.get(`/v1/defendants/${on.defendantId}/file`);
  const inFile = parts.find(({ part }: Json) => part === "cases").items.find(({ id }: Json) => id === on.caseId);
  expect(inFile.results.map(({ version }: Json) => version)).toEqual([1, 2]);
  expect(timeline.items.map(({ what }: Json) => what)).toEqual(
    expect.arrayContaining(["Results shared, version 1", "Results amended, version 2", "Sentence passed: fine"]),
  );
});

test("disposed is when every offence has a final result, and only then is there a disposal", async () => {
  const on = await listed();
  await plead(on, "guilty", "not-guilty");
  await draft(on, [line(on.offences[1], "2051")]);
  const first = await change(on, "results/sharing", {});
  expect(first.body).toMatchObject({ status: "in-progress", disposed: false });
  await draft(on, [line(on.offences[0], "4506")]);
  expect((await change(on, "results/sharing", {})).body.disposed).toBe(false);
  await draft(on, [line(on.offences[0], "4506")], { disposal: "fine" });
  expect((await change(on, "results/sharing", {})).body.errors[0].path).toBe("disposal");
  // The other offence is withdrawn, so that the plea of guilty convicts when it is entered.
  await plead(on, "guilty");
  await draft(on, [line(on.offences[0], "1017")]);
  expect((await change(on, "results/sharing", {})).body.errors[0].path).toBe("disposal");
  await draft(on, [line(on.offences[0], "1017")], { disposal: "absolute-discharge" });
  expect((await change(on, "results/sharing", {})).body).toMatchObject({ status: "sentenced", disposed: true });
});

test("a trial: verdicts lead to acquittal, a sentence is refused, and results dispose of it", async () => {
  const on = await listed();
  await plead(on, "not-guilty", "not-guilty");
  const found = { verdicts: on.offences.map(offenceId => ({ offenceId, verdict: "not-guilty" })) };
  expect((await world.police.send("POST", `${on.path}/verdicts`, { body: found })).status).toBe(403);
  expect((await world.legalAdviser.post(`${on.path}/verdicts`, found)).status).toBe("not-convicted");
  await draft(
    on,
    on.offences.map(id => line(id, "1015")),
    { disposal: "fine" },
  );
  expect((await change(on, "results/sharing", {})).status).toBe(422);
  await draft(
    on,
    on.offences.map(id => line(id, "2004")),
  );
  expect((await change(on, "results/sharing", {})).body).toMatchObject({ status: "not-convicted", disposed: true });
});

test("a draft with a code that does not exist, or terms without an order, is refused", async () => {
  const on = await listed();
  const body = { hearingId: on.hearingId, lines: [line(on.offences[0], "1003")] };
  const refused = await world.legalAdviser.send("POST", `${on.path}/results/draft`, { body });
  expect(refused.body.errors).toEqual([
    { path: "lines[0].code", message: "expected a result code in use on that day" },
  ]);
  const noTerms = { ...body, lines: [line(on.offences[0], "1116")], disposal: "community-order" };
  expect(
    (await world.legalAdviser.send("POST", `${on.path}/results/draft`, { body: noTerms })).body.errors[0].path,
  ).toBe("order");
});

test("a shared sentence with an order makes the order", async () => {
  const on = await listed();
  await plead(on, "guilty", "guilty");
  const order = {
    supervisedBy: world.agencies.probation,
    endsOn: "2027-03-10",
    requirements: [{ type: "unpaid-work", length: 80 }],
  };
  await draft(on, [line(on.offences[0], "1116"), line(on.offences[1], "1057")], { disposal: "community-order", order });
  expect((await change(on, "results/sharing", {})).status).toBe(200);
  const { parts } = await world.judge.get(`/v1/defendants/${on.defendantId}/file`);
  expect(parts.find(({ part }: Json) => part === "orders").items).toHaveLength(1);
});

describe("where a case goes", () => {
  test("put off, taken up again, refused with what is allowed, and written down with its reason", async () => {
    const on = await listed();
    expect((await change(on, "moves", { move: "adjourn-sine-die", reason: "Awaits an appeal" })).body.status).toBe(
      "inactive-sine-die",
    );
    const refused = await change(on, "moves", { move: "send" });
    expect([refused.status, refused.body.allowed]).toEqual([422, ["resume", "resume-for-sentence", "withdraw"]]);
    expect((await change(on, "moves", { move: "resume" })).body.status).toBe("in-progress");
    expect((await change(on, "moves", { move: "list" })).status).toBe(400);
    expect((await standing(on)).moves).toEqual([
      expect.objectContaining({ move: "adjourn-sine-die", to: "inactive-sine-die", reason: "Awaits an appeal" }),
      expect.objectContaining({ move: "resume", to: "in-progress", reason: null }),
    ]);
  });

  test("a statutory declaration opens it again: pleas and results are gone, what was shared is not", async () => {
    const on = await listed();
    await plead(on, "guilty", "guilty");
    await draft(
      on,
      on.offences.map(id => line(id, "1015")),
      { disposal: "fine" },
    );
    await change(on, "results/sharing", {});
    expect((await change(on, "moves", { move: "reopen" })).status).toBe(400);
    const opened = await change(on, "moves", { move: "reopen", ground: "statutory-declaration" });
    expect(opened.body).toMatchObject({ status: "reopened", disposed: false, shared: [{ version: 1 }] });
    const { offences, sentence } = await standing(on);
    expect([sentence, offences.map(({ plea, result }: Json) => [plea, result])]).toEqual([
      null,
      [
        [null, null],
        [null, null],
      ],
    ]);
    expect((await change(on, "moves", { move: "await-sentence" })).status).toBe(422);
    await plead(on, "guilty", "guilty");
    await draft(
      on,
      on.offences.map(id => line(id, "1017")),
      { disposal: "absolute-discharge" },
    );
    expect((await change(on, "results/sharing", {})).body.shared.map(({ version }: Json) => version)).toEqual([1, 2]);
  });
});
