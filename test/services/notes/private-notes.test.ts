import { randomUUID } from "node:crypto";
import { type Caller, eventually, type Json, sharedRig } from "../../support/client.ts";
import { another, inDays, officer, privateNotesOf, releasedTo } from "../../support/private-notes.ts";
import { chargedDefendant, makeWorld, type World } from "../../support/world.ts";

const rig = sharedRig();
let world: World;
let elsewhere: World;
let judge: Caller;
let second: Caller;
let third: Caller;

beforeAll(async () => {
  world = await makeWorld(rig, ["judge", "legalAdviser", "lister", "coordinator", "police"]);
  elsewhere = await makeWorld(rig, ["judge", "legalAdviser"]);
  judge = world.judge;
  [second, third] = [await another(rig, world, world.courtId, "JUD"), await another(rig, world, world.courtId, "JUD")];
});

const newFile = async (): Promise<string> => (await chargedDefendant(world)).defendant.id;
const mine = async (of = judge) => privateNotesOf(of, await newFile());
const texts = (items: Json[]) => items.map(({ text }) => text);

describe("one's own notes", () => {
  test("are edited from the version that was read; the earlier text stays in the history", async () => {
    const notes = await mine();
    const first = await notes.write("Seemed sorry");
    expect([first.version, first.pinned]).toEqual([1, false]);
    const edited = await notes.edit(first, "Was sorry");
    expect([edited.status, edited.headers.get("etag"), edited.body.text]).toEqual([200, '"2"', "Was sorry"]);
    expect(texts(await notes.list())).toEqual(["Was sorry"]);
    expect((await notes.history()).map(({ noteId, did, text }) => [noteId, did, text])).toEqual([
      [first.id, "wrote", "Seemed sorry"],
      [first.id, "edited", "Was sorry"],
    ]);
    expect((await notes.edit(first, "Was not")).status).toBe(412);
    const unversioned = await judge.send("PATCH", `${notes.path}/${first.id}`, { body: { text: "Was not" } });
    expect(unversioned.status).toBe(428);
    expect(texts(await notes.list())).toEqual(["Was sorry"]);
  });

  test("are withdrawn: no longer shown, found or changed, and still in the history", async () => {
    const notes = await mine();
    const word = randomUUID();
    const [kept, gone] = [await notes.write("Kept"), await notes.write(`Gone ${word}`)];
    expect((await notes.withdraw({ ...gone, version: 7 })).status).toBe(412);
    const withdrawn = await notes.withdraw(gone);
    expect([withdrawn.status, withdrawn.body]).toEqual([200, { id: gone.id, version: 2 }]);
    expect(texts(await notes.list())).toEqual(["Kept"]);
    expect(await notes.search(word)).toEqual([]);
    expect((await notes.history()).map(({ did, text }) => [did, text])).toEqual([
      ["wrote", "Kept"],
      ["wrote", `Gone ${word}`],
      ["withdrew", null],
    ]);
    const again = await notes.edit({ ...gone, version: 2 }, "Back");
    expect([again.status, again.body.type]).toEqual([422, "urn:tracker:error:RULE_BROKEN"]);
    expect((await notes.edit(kept, "Kept on")).status).toBe(200);
  });

  test("are pinned to the top and unpinned, the newest first in each", async () => {
    const notes = await mine();
    const [a, b] = [await notes.write("A"), await notes.write("B")];
    await notes.write("C");
    expect((await notes.pin(a, true)).pinned).toBe(true);
    await notes.pin(b, true);
    expect(texts(await notes.list())).toEqual(["B", "A", "C"]);
    await notes.pin(b, false);
    expect(texts(await notes.list())).toEqual(["A", "C", "B"]);
  });

  test("are changed once by a repeated key, also long after", async () => {
    const notes = await mine();
    const key = randomUUID();
    const first = await judge.create(notes.path, { text: "Once" }, { key });
    const path = `${notes.path}/${first.id}/pin`;
    const pinKey = randomUUID();
    await judge.post(path, { pinned: true }, { key: pinKey });
    // More commands than the record remembers.
    for (let n = 0; n < 22; n++) await notes.pin(first, n % 2 === 0);
    const before = await notes.history();
    expect((await judge.create(notes.path, { text: "Once" }, { key })).id).toBe(first.id);
    expect((await judge.post(path, { pinned: true }, { key: pinKey })).pinned).toBe(false);
    expect(await notes.history()).toEqual(before);
    expect((await judge.send("POST", notes.path, { body: { text: "Twice" }, key })).body.type).toBe(
      "urn:tracker:error:IDEMPOTENCY_KEY_REUSED",
    );
    expect((await judge.send("POST", path, { body: { pinned: false }, key: pinKey })).status).toBe(422);
  });

  test("are changed by ten at once without losing one", async () => {
    const notes = await mine();
    const made = await Promise.all(Array.from({ length: 6 }, (_, n) => notes.write(`Note ${n}`)));
    expect(texts(await notes.list()).sort()).toEqual(made.map((_, n) => `Note ${n}`));
    const [one] = made;
    const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => notes.edit(one, `Edit ${n}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
  });

  test("of a system there are none: no system is a judge", async () => {
    const body = { name: "A system", roles: ["JUD"] };
    const answer = await world.administrator.send("POST", `/v1/agencies/${world.courtId}/clients`, { body });
    expect([answer.status, answer.body.errors]).toMatchObject([400, [{ path: "roles[0]" }]]);
  });
});

describe("one's own search", () => {
  test("finds a word in any case, with or without accents, on every file, and names file and note", async () => {
    const author = await another(rig, world, world.courtId, "JUD");
    const [one, other] = [await mine(author), await mine(author)];
    const inOne = await one.write("Straße nach Liège; O’Brien’s café");
    const inOther = await other.write("Went to LIEGE twice");
    await other.write("Nothing here");
    const found = await one.search("liège");
    expect(found.map(({ id }) => id).sort()).toEqual([inOne.id, inOther.id].sort());
    for (const hit of found) expect(Object.keys(hit).sort()).toEqual(["defendantId", "id", "writtenAt"]);
    for (const text of ["STRASSE", "o'brien's CAFE", "nach   liege"])
      expect((await one.search(text)).map(({ id }) => id)).toEqual([inOne.id]);
    expect(await one.search("liegen")).toEqual([]);
  });

  test("goes through pages without losing or repeating one, and refuses a cursor of its own making", async () => {
    const author = await another(rig, world, world.courtId, "JUD");
    const written: string[] = [];
    for (const notes of [await mine(author), await mine(author), await mine(author)])
      for (let n = 0; n < 3; n++) written.push((await notes.write(`Review ${n}`)).id);
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const body = { text: "review", limit: 2, ...(cursor && { cursor }) };
      const page = await author.post("/v1/private-notes/search", body, { key: null });
      expect(page.items.length).toBeLessThanOrEqual(2);
      found.push(...page.items.map((item: Json) => item.id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(found.toSorted()).toEqual(written.toSorted());
    for (const bad of ["x", "e30", "bnVsbA"])
      expect((await author.send("POST", "/v1/private-notes/search", { body: { text: "a", cursor: bad } })).status).toBe(
        400,
      );
  });
});

describe("a release", () => {
  test("lets one named colleague read these notes as they stand, on the file too, and nobody else", async () => {
    const notes = await mine();
    const [shown, kept] = [await notes.write("For you"), await notes.write("For me")];
    const defendantId = notes.path.split("/")[3] ?? "";
    const release = await notes.release(world.legalAdviser, { noteIds: [shown.id] });
    expect(release).toMatchObject({
      personId: world.legalAdviser.me.id,
      state: "in-force",
      noteIds: [shown.id],
      readable: [shown.id],
      recalledAt: null,
    });
    expect(await releasedTo(world.legalAdviser, defendantId)).toEqual(["For you"]);
    expect((await world.legalAdviser.get(`/v1/defendants/${defendantId}/file`)).releasedNotes.items).toEqual([
      {
        id: shown.id,
        authorId: judge.me.id,
        writtenAt: shown.writtenAt,
        text: "For you",
        until: release.until,
      },
    ]);
    for (const caller of [judge, second, world.coordinator]) {
      expect(await releasedTo(caller, defendantId)).toEqual([]);
      expect((await caller.get(`/v1/defendants/${defendantId}/file`)).releasedNotes).toEqual({ items: [] });
    }
    expect(await notes.releases()).toEqual([release]);
    expect(kept.text).toBe("For me");
  });

  test("of all to date does not reach what is written later", async () => {
    const notes = await mine();
    const defendantId = notes.path.split("/")[3] ?? "";
    await notes.write("Before");
    await notes.release(second);
    await notes.write("After");
    expect(await releasedTo(second, defendantId)).toEqual(["Before"]);
  });

  test("ends for a text that is edited or withdrawn, until it is released again", async () => {
    const notes = await mine();
    const defendantId = notes.path.split("/")[3] ?? "";
    const [a, b, c] = [await notes.write("A"), await notes.write("B"), await notes.write("C")];
    await notes.release(second);
    await notes.release(world.coordinator, { noteIds: [a.id] });
    expect(await releasedTo(second, defendantId)).toEqual(["C", "B", "A"]);
    expect((await notes.edit(a, "A, put better")).status).toBe(200);
    expect((await notes.withdraw(b)).status).toBe(200);
    await notes.pin(c, true);
    expect(await releasedTo(second, defendantId)).toEqual(["C"]);
    expect(await releasedTo(world.coordinator, defendantId)).toEqual([]);
    expect((await notes.releases()).map(({ readable }) => readable)).toEqual([[], [c.id]]);
    expect(texts(await notes.list())).toEqual(["C", "A, put better"]);
    await notes.release(world.coordinator, { noteIds: [a.id] });
    expect(await releasedTo(world.coordinator, defendantId)).toEqual(["A, put better"]);
  });

  test("is recalled at once, for good, and for that person alone", async () => {
    const notes = await mine();
    const defendantId = notes.path.split("/")[3] ?? "";
    await notes.write("Both");
    const [toSecond, toThird] = [await notes.release(second), await notes.release(third)];
    const recalled = await notes.recall(toSecond);
    expect([recalled.state, recalled.readable]).toEqual(["recalled", []]);
    expect(await releasedTo(second, defendantId)).toEqual([]);
    expect(await releasedTo(third, defendantId)).toEqual(["Both"]);
    expect(texts(await notes.list())).toEqual(["Both"]);
    expect((await notes.recall(toSecond)).recalledAt).toBe(recalled.recalledAt);
    expect((await notes.releases()).map(({ id, state }) => [id, state])).toEqual([
      [toThird.id, "in-force"],
      [toSecond.id, "recalled"],
    ]);
  });

  test("ends by the clock", async () => {
    const notes = await mine();
    const defendantId = notes.path.split("/")[3] ?? "";
    await notes.write("For a moment");
    const until = new Date(Date.now() + 2_500).toISOString();
    await notes.release(second, { until });
    expect(await releasedTo(second, defendantId)).toEqual(["For a moment"]);
    await eventually("the end of the release", async () => (await releasedTo(second, defendantId)).length === 0);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
    expect((await notes.releases())[0]).toMatchObject({ state: "ended", readable: [] });
  });

  test("goes to nobody who is not a colleague in a right role, and ends within a year", async () => {
    const notes = await mine();
    await notes.write("Nobody's");
    const refused = async (body: object) => {
      const answer = await judge.send("POST", `${notes.path}/releases`, { body: { until: inDays(1), ...body } });
      return [answer.status, ...(answer.body.errors ?? []).map(({ path }: Json) => path)];
    };
    for (const who of [judge, world.lister, world.police, elsewhere.judge, elsewhere.legalAdviser, world.administrator])
      expect(await refused({ personId: who.me.id })).toEqual([400, "personId"]);
    expect(await refused({ personId: randomUUID() })).toEqual([400, "personId"]);
    const personId = second.me.id;
    for (const until of [inDays(367), new Date(Date.now() - 1_000).toISOString()])
      expect(await refused({ personId, until })).toEqual([400, "until"]);
    expect(await refused({ personId, noteIds: [randomUUID()] })).toEqual([404]);
    expect(await notes.releases()).toEqual([]);
  });

  test("is made once by a repeated key", async () => {
    const notes = await mine();
    await notes.write("Once");
    const [key, body] = [randomUUID(), { personId: second.me.id, until: inDays(2) }];
    const first = await judge.create(`${notes.path}/releases`, body, { key });
    expect(await judge.create(`${notes.path}/releases`, body, { key })).toEqual(first);
    expect(await notes.releases()).toHaveLength(1);
  });
});

describe("an escrow", () => {
  const path = "/v1/private-notes/escrow";
  let officers: [Caller, Caller];
  beforeAll(async () => {
    officers = [await officer(rig, world), await officer(rig, world)];
  });
  const propose = (author: Caller, successor: Caller): Promise<Json> =>
    officers[0].create(path, { authorId: author.me.id, successorId: successor.me.id, reason: "left" });
  const statusOf = async (caller: Caller, id: string, step: "approval" | "confirmation") =>
    (await caller.send("POST", `${path}/${id}/${step}`, { body: {} })).status;

  test("passes an author's notes to the successor after two officers and a judge of the court, and not before", async () => {
    const author = await another(rig, world, world.courtId, "JUD");
    const notes = await mine(author);
    const defendantId = notes.path.split("/")[3] ?? "";
    await notes.write("For whoever follows me");
    const withdrawn = await notes.write("Not this");
    await notes.withdraw(withdrawn);
    const { id, state, lapsesAt } = await propose(author, second);
    expect(state).toBe("proposed");
    expect(Date.parse(lapsesAt)).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    expect(await releasedTo(second, defendantId)).toEqual([]);

    expect(await statusOf(third, id, "confirmation")).toBe(422); // One officer is not two.
    expect(await statusOf(officers[0], id, "approval")).toBe(422); // The same officer is one.
    for (const caller of [third, author, second, world.administrator])
      expect(await statusOf(caller, id, "approval")).toBe(403);
    expect((await officers[1].post(`${path}/${id}/approval`, {})).state).toBe("approved");
    expect(await releasedTo(second, defendantId)).toEqual([]);

    for (const caller of [author, second]) expect(await statusOf(caller, id, "confirmation")).toBe(422);
    for (const caller of [...officers, world.legalAdviser])
      expect(await statusOf(caller, id, "confirmation")).toBe(403);
    expect(await statusOf(elsewhere.judge, id, "confirmation")).toBe(404);
    expect(await statusOf(elsewhere.judge, randomUUID(), "confirmation")).toBe(404);
    expect(await releasedTo(second, defendantId)).toEqual([]);

    const confirmed = await third.post(`${path}/${id}/confirmation`, {});
    expect(confirmed).toMatchObject({
      state: "confirmed",
      proposedBy: officers[0].me.id,
      approvedBy: officers[1].me.id,
      confirmedBy: third.me.id,
    });
    expect(await releasedTo(second, defendantId)).toEqual(["For whoever follows me"]);
    expect(await releasedTo(third, defendantId)).toEqual([]);
    await notes.write("Back after all");
    expect(await releasedTo(second, defendantId)).toEqual(["For whoever follows me"]);
    for (const caller of officers) {
      expect((await caller.send("GET", `/v1/defendants/${defendantId}/released-notes`)).status).toBe(403);
      expect((await caller.send("GET", notes.path)).status).toBe(403);
    }
  });

  test("is on the record for officers and the judges of the court, and for nobody else", async () => {
    const author = await another(rig, world, world.courtId, "JUD");
    const { id } = await propose(author, second);
    const listed = async (caller: Caller) => (await caller.get(path)).items.some((item: Json) => item.id === id);
    for (const caller of [...officers, third]) expect(await listed(caller)).toBe(true);
    expect(await listed(elsewhere.judge)).toBe(false);
    for (const caller of [world.legalAdviser, world.police, world.administrator])
      expect((await caller.send("GET", path)).status).toBe(403);
  });

  test("is proposed by officers, between two judges of one court", async () => {
    const refused = async (caller: Caller, body: object) => {
      const answer = await caller.send("POST", path, { body: { reason: "died", ...body } });
      return [answer.status, ...(answer.body.errors ?? []).map((error: Json) => error.path)];
    };
    const [authorId, successorId] = [judge.me.id, second.me.id];
    for (const caller of [judge, world.legalAdviser, world.administrator])
      expect(await refused(caller, { authorId, successorId })).toEqual([403]);
    const [first] = officers;
    expect(await refused(first, { authorId, successorId: elsewhere.judge.me.id })).toEqual([400, "successorId"]);
    expect(await refused(first, { authorId, successorId: authorId })).toEqual([400, "successorId"]);
    expect(await refused(first, { authorId, successorId: world.legalAdviser.me.id })).toEqual([400, "successorId"]);
    expect(await refused(first, { authorId: world.police.me.id, successorId })).toEqual([
      400,
      "authorId",
      "successorId",
    ]);
    expect(await refused(first, { authorId, successorId, reason: "curious" })).toEqual([400, "reason"]);
  });

  test("of a judge who never wrote answers as any other, and gives nothing", async () => {
    const author = await another(rig, world, world.courtId, "JUD");
    const { id } = await propose(author, second);
    await officers[1].post(`${path}/${id}/approval`, {});
    expect((await third.post(`${path}/${id}/confirmation`, {})).state).toBe("confirmed");
    const defendantId = await newFile();
    expect(await releasedTo(second, defendantId)).toEqual([]);
  });
});
