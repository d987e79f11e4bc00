import { randomUUID } from "node:crypto";
import { type Answer, type Ask, type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makePerson, makeWorld, person, type World } from "../support/world.ts";
import { expectProblem } from "./support/problem.ts";
import { Stored } from "./support/stored.ts";

/** The same request sent again and again, and many requests at once. */
const rig = sharedRig();
const atOnce = 50;
let world: World;
let stored: Stored;

beforeAll(async () => {
  world = await makeWorld(rig, ["police", "lister", "legalAdviser"]);
  stored = await Stored.open(rig);
});
afterAll(() => stored.close());

/** Nobody else's, so that nobody is proposed as the same person. */
const newSurname = () => `Only${randomUUID().replace(/[^a-z]/g, "")}`;
const named = (surname: string) => person({ name: { forenames: ["A"], surname }, dateOfBirth: "1990-04-12" });
const newDefendant = () => world.police.create("/v1/defendants", named(newSurname()));
/** Sends until there is an answer: 503 says that nothing is known yet, and that the same request may be sent again. */
const untilAnswered = (caller: Caller, method: string, path: string, ask: Ask): Promise<Answer> =>
  eventually(`an answer to ${path}`, async () => {
    const answer = await caller.send(method, path, ask);
    return answer.status !== 503 && answer;
  });
const times = <T>(count: number, ask: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => ask(n)));
const statuses = (answers: readonly Answer[]) =>
  Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, all]) => [status, all.length]));

describe("one Idempotency-Key", () => {
  test("for the same request again gives the same record, in capitals too", async () => {
    const key = randomUUID();
    const body = named(newSurname());
    const first = await world.police.create("/v1/defendants", body, { key });
    expect(await world.police.create("/v1/defendants", body, { key })).toEqual(first);
    expect(await world.police.create("/v1/defendants", body, { key: key.toUpperCase() })).toEqual(first);
    const reordered = Object.fromEntries(Object.entries(body).reverse());
    expect(await world.police.create("/v1/defendants", reordered, { key })).toEqual(first);
  });

  test("for another body is refused, and the first one still stands", async () => {
    const key = randomUUID();
    const [body, other] = [named(newSurname()), named(newSurname())];
    const first = await world.police.create("/v1/defendants", body, { key });
    expectProblem(
      await world.police.send("POST", "/v1/defendants", { body: other, key }),
      422,
      "IDEMPOTENCY_KEY_REUSED",
    );
    expect(await world.police.create("/v1/defendants", body, { key })).toEqual(first);
    expect(await stored.placesOf(other.name.surname)).toEqual([]);
  });

  test("for another body of an addition is refused too", async () => {
    const key = randomUUID();
    const { id } = await newDefendant();
    const add = (surname: string) =>
      world.police.send("POST", `/v1/defendants/${id}/details`, {
        body: { aliases: [{ type: "alias", forenames: [], surname }] },
        key,
      });
    expect((await add("Neil")).status).toBe(200);
    expect((await add("Neil")).body.aliases).toHaveLength(1);
    expectProblem(await add("Neal"), 422, "IDEMPOTENCY_KEY_REUSED");
    expect((await world.police.get(`/v1/defendants/${id}`)).aliases).toHaveLength(1);
  });

  test("of another person is another key", async () => {
    const key = randomUUID();
    const body = named(newSurname());
    const second = await makePerson(rig, world.administrator, world.agencies.police, "POL", `pol.${randomUUID()}`);
    const [one, other] = [
      await world.police.create("/v1/defendants", body, { key }),
      await second.create("/v1/defendants", body, { key }),
    ];
    expect(other.id).not.toBe(one.id);
  });

  test(`${atOnce} times at once makes one record and gives equal answers`, async () => {
    const key = randomUUID();
    const surname = newSurname();
    const answers = await times(atOnce, () =>
      untilAnswered(world.police, "POST", "/v1/defendants", { body: named(surname), key }),
    );
    expect(statuses(answers)).toEqual({ 201: atOnce });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(
      (await world.police.post("/v1/defendants/search", { surname, dateOfBirth: "1990-04-12" })).items,
    ).toHaveLength(1);
  });

  test(`${atOnce} times at once with as many bodies makes one, of the one that was accepted`, async () => {
    const key = randomUUID();
    const surnames = Array.from({ length: atOnce }, newSurname);
    const answers = await Promise.all(
      surnames.map(surname => untilAnswered(world.police, "POST", "/v1/defendants", { body: named(surname), key })),
    );
    expect(statuses(answers)).toEqual({ 201: 1, 422: atOnce - 1 });
    const accepted = answers.findIndex(({ status }) => status === 201);
    const { id, name } = answers[accepted]?.body ?? {};
    expect(name.surname).toBe(surnames[accepted]);
    expect((await world.police.get(`/v1/defendants/${id}`)).name.surname).toBe(surnames[accepted]);
  });

  test(`${atOnce} times at once adds one alias`, async () => {
    const key = randomUUID();
    const { id } = await newDefendant();
    const body = { aliases: [{ type: "alias", forenames: [], surname: "Neil" }] };
    const answers = await times(atOnce, () =>
      untilAnswered(world.police, "POST", `/v1/defendants/${id}/details`, { body, key }),
    );
    expect(statuses(answers)).toEqual({ 200: atOnce });
    const now = await world.police.get(`/v1/defendants/${id}`);
    expect([now.aliases.length, now.version]).toEqual([1, 2]);
  });
});

describe(`A21: ${atOnce} writers`, () => {
  test("from one version: one change is made, and the others are told", async () => {
    const { id } = await newDefendant();
    const surnames = Array.from({ length: atOnce }, newSurname);
    const answers = await Promise.all(
      surnames.map(surname =>
        untilAnswered(world.police, "PATCH", `/v1/defendants/${id}`, {
          body: { name: { forenames: ["A"], surname }, reason: "Misspelt" },
          ifMatch: 1,
        }),
      ),
    );
    expect(statuses(answers)).toEqual({ 200: 1, 412: atOnce - 1 });
    const won = answers.findIndex(({ status }) => status === 200);
    const now: Json = await world.police.get(`/v1/defendants/${id}`);
    expect([now.version, now.name.surname]).toEqual([2, surnames[won]]);
    for (const answer of answers.filter(({ status }) => status === 412)) expectProblem(answer, 412, "STALE_VERSION");
  });

  test("with a hearing to close: one outcome is recorded", async () => {
    const { defendant, case: sent } = await chargedDefendant(world);
    const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
      day: "2026-03-10",
      session: "morning",
      room: "1",
      type: "sentence",
      defendantIds: [defendant.id],
    });
    const answers = await times(atOnce, n =>
      untilAnswered(world.lister, "POST", `/v1/hearings/${hearing.id}/outcome`, {
        body: { outcome: n % 2 === 0 ? "held" : "vacated", present: [] },
        ifMatch: hearing.version,
        key: randomUUID(),
      }),
    );
    const { 200: made, ...others } = statuses(answers);
    expect(made).toBe(1);
    expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBe(atOnce - 1);
    for (const { status } of answers) expect([200, 412, 422]).toContain(status);
    const winner = answers.find(({ status }) => status === 200);
    expect((await world.lister.get(`/v1/hearings/${hearing.id}`)).status).toBe(winner?.body.status);
  });
});
