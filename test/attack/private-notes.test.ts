import { randomUUID } from "node:crypto";
import { parts } from "../../libs/bus/call-graph.ts";
import { privateNotesContracts } from "../../services/notes/private-notes.contract.ts";
import { makeCanary, wordsIn } from "../support/canary.ts";
import { type Caller, eventually, sharedRig } from "../support/client.ts";
import { another, inDays, privateNotesOf, releasedTo } from "../support/private-notes.ts";
import type { World } from "../support/world.ts";
import { besideJudge, grantableRoles, type Others } from "./support/beside-judge.ts";
import { bytesOf, differences, everyGet, requestId, snapshot } from "./support/snapshot.ts";
import { Thief } from "./support/thief.ts";

/**
 * A judge's private notes, and everybody else: A1 to A3 and A8 of the threats. What is refused alike (A7) stands in
 * private-notes.refusals.test.ts, what lies at rest (A5, A6) in private-notes.at-rest.test.ts.
 */
const rig = sharedRig();
const words = { written: makeCanary(), edited: makeCanary(), withdrawn: makeCanary(), released: makeCanary() };
let stage: Awaited<ReturnType<typeof besideJudge>>;
let world: World;
let author: Caller;
let grantee: Caller;
let others: Others;
let known: Readonly<Record<string, string>>;
let notes: ReturnType<typeof privateNotesOf>;
const other = (who: string): Caller => stage.other(who);

beforeAll(async () => {
  stage = await besideJudge(rig);
  ({ world, author, others, known, notes } = stage);
  grantee = await another(stage.rig, world, world.courtId, "LA");
}, 60_000);
afterAll(() => stage.close());

describe("A2: nothing that anybody else can ask for changes", () => {
  const own = () => [world.courtId, ...Object.values(world.agencies), ...Object.values(known)];
  const take = () => snapshot(others, everyGet(known), own());
  let before: Map<string, string>;

  test("when a judge writes, edits, pins, withdraws, releases and recalls", async () => {
    before = await eventually(
      "quiet",
      async () => {
        const [one, two] = [await take(), await take()];
        return differences(one, two).length === 0 && two;
      },
      25_000,
    );
    expect(before.size).toBeGreaterThan(400);
    expect([...before.values()].filter(bytes => bytes.startsWith("200")).length).toBeGreaterThan(100);
    const changesNothing = async () => expect(differences(before, await take())).toEqual([]);
    const first = await notes.write(`${words.written} one`);
    await changesNothing();
    expect((await notes.edit(first, `${words.edited} two`)).status).toBe(200);
    await notes.pin(first, true);
    const gone = await notes.write(`${words.withdrawn} three`);
    expect((await notes.withdraw(gone)).status).toBe(200);
    await changesNothing();
    const shown = await notes.write(`${words.released} four`);
    const release = await notes.release(grantee, { noteIds: [shown.id] });
    expect(await releasedTo(grantee, known.defendants ?? "")).toEqual([`${words.released} four`]);
    await notes.search(words.written);
    await changesNothing();
    await notes.recall(release);
    await changesNothing();
    await notes.release(grantee, { noteIds: [shown.id] });
    await changesNothing();
  }, 120_000);

  test("and no byte that was ever sent to anybody else holds a word of it", async () => {
    await releasedTo(grantee, known.defendants ?? "");
    const all = Object.values(words);
    expect(wordsIn(stage.recorder.sentTo(author), all).sort()).toEqual(all.toSorted());
    expect(wordsIn(stage.recorder.sentTo(grantee), all)).toEqual([words.released]);
    for (const [who, caller] of Object.entries(others))
      expect([who, wordsIn(stage.recorder.sentTo(caller), all)]).toEqual([who, []]);
  });
});

describe("A1: by address", () => {
  const reading = ["", "/history", "/releases"];

  test("a second judge on the same file has empty lists of their own", async () => {
    for (const way of reading) expect(await other("second judge").get(notes.path + way)).toEqual({ items: [] });
    expect((await other("second judge").get(`/v1/defendants/${known.defendants}/file`)).privateNotes).toEqual({
      items: [],
    });
  });

  test("a judge of another court finds nothing, as of a file that never was", async () => {
    const stranger = other("stranger");
    for (const way of ["", "/history"]) expect((await stranger.send("GET", notes.path + way)).status).toBe(404);
    expect(await stranger.get(`${notes.path}/releases`)).toEqual({ items: [] });
  });

  test("every other role is told that this is not for them", async () => {
    const refused = Object.entries(others).filter(([who]) => !["second judge", "stranger"].includes(who));
    expect(refused.length).toBe(15);
    for (const [who, caller] of refused)
      for (const way of reading) {
        const { status, body } = await caller.send("GET", notes.path + way);
        expect([who, status, body.type]).toEqual([who, 403, "urn:tracker:error:ACCESS_DENIED"]);
      }
  });

  test("what was released is seen by its grantee; others of these roles have an empty list, the rest a refusal", async () => {
    const path = `/v1/defendants/${known.defendants}/released-notes`;
    for (const [who, caller] of Object.entries(others)) {
      const { status, text } = await caller.send("GET", path);
      if (who === "stranger") expect(status).toBe(404);
      else if (grantableRoles.includes(who)) expect([who, status, text]).toEqual([who, 200, '{"items":[]}']);
      else expect([who, status]).toEqual([who, 403]);
    }
  });
});

describe("A3: by search", () => {
  const search = async (caller: Caller, text: string) =>
    bytesOf(
      await caller.send("POST", "/v1/private-notes/search", {
        body: { text },
        key: null,
        headers: { "x-request-id": requestId },
      }),
    );

  test("a word that stands in somebody else's note answers as one that stands nowhere", async () => {
    expect(await notes.search(words.edited)).toHaveLength(1);
    // One who has a key and notes of their own, so that there is something to search in.
    await privateNotesOf(other("second judge"), known.defendants ?? "").write("Of my own");
    const answers = Object.entries(others).map(async ([who, caller]) => [
      who,
      (await search(caller, words.edited)).slice(0, 3),
    ]);
    const judges = ["second judge", "stranger"];
    for (const [who = "", status] of await Promise.all(answers))
      expect([who, status]).toEqual([who, judges.includes(who) ? "200" : "403"]);
    for (const [who, caller] of Object.entries(others))
      for (const word of Object.values(words))
        for (const asked of [word, word.toUpperCase(), word.slice(0, 9)])
          expect([who, await search(caller, asked)]).toEqual([
            who,
            await search(caller, makeCanary().slice(0, asked.length)),
          ]);
  });

  test("a released word is not found by the grantee's own search either", async () => {
    expect(await releasedTo(grantee, known.defendants ?? "")).toEqual([`${words.released} four`]);
    expect((await grantee.send("POST", "/v1/private-notes/search", { body: { text: words.released } })).status).toBe(
      403,
    );
    const judge = await another(stage.rig, world, world.courtId, "JUD");
    await notes.release(judge);
    expect(await releasedTo(judge, known.defendants ?? "")).toHaveLength(2);
    expect(await search(judge, words.released)).toBe(await search(judge, makeCanary()));
  });
});

describe("A8: a grantee", () => {
  test("passes nothing on, changes nothing and recalls nothing", async () => {
    const judge = await another(rig, world, world.courtId, "JUD");
    const own = await notes.write("Not to be passed on");
    const release = await notes.release(judge, { noteIds: [own.id] });
    expect(await releasedTo(judge, known.defendants ?? "")).toEqual(["Not to be passed on"]);
    const body = (noteId: string) => ({ personId: world.coordinator.me.id, noteIds: [noteId], until: inDays(1) });
    for (const id of [own.id, randomUUID()]) {
      const statuses = [
        await judge.send("POST", `${notes.path}/releases`, { body: body(id) }),
        await judge.send("PATCH", `${notes.path}/${id}`, { body: { text: "x" }, ifMatch: 1 }),
        await judge.send("POST", `${notes.path}/${id}/pin`, { body: { pinned: true } }),
        await judge.send("POST", `${notes.path}/${id}/withdrawal`, { body: {}, ifMatch: 1 }),
      ].map(({ status }) => status);
      expect(statuses).toEqual([404, 404, 404, 404]);
    }
    const recall = `${notes.path}/releases/${release.id}/recall`;
    expect((await judge.send("POST", recall, { body: {} })).status).toBe(404);
    expect(
      (await judge.send("POST", `${notes.path}/releases`, { body: { ...body(own.id), noteIds: undefined } })).status,
    ).toBe(422);
    expect(await releasedTo(world.coordinator, known.defendants ?? "")).toEqual([]);
    await judge.create(notes.path, { text: "One of my own" });
    await privateNotesOf(judge, known.defendants ?? "").release(world.coordinator);
    expect(await releasedTo(world.coordinator, known.defendants ?? "")).toEqual(["One of my own"]);
    expect(await releasedTo(judge, known.defendants ?? "")).toEqual(["Not to be passed on"]);
    await notes.recall(release);
    expect(await releasedTo(judge, known.defendants ?? "")).toEqual([]);
  });

  test("of another court or role is refused, and a recall holds however many releases there were", async () => {
    const own = await notes.write("Three times over");
    const judge = await another(rig, world, world.courtId, "JUD");
    const released = [1, 2, 3].map(days => notes.release(judge, { noteIds: [own.id], until: inDays(days) }));
    const [one, two, three] = await Promise.all(released);
    for (const [n, release] of [one, three, two].entries()) {
      expect(await releasedTo(judge, known.defendants ?? "")).toEqual(["Three times over"]);
      await notes.recall(release);
      expect(await releasedTo(judge, known.defendants ?? "")).toHaveLength(n < 2 ? 1 : 0);
    }
  });
});

test.each(parts.filter(part => part !== "gateway" && part !== "notes"))(
  "with the stolen bus password of %s no private note is asked for",
  async part => {
    const thief = await Thief.holding(rig, part);
    for (const { action } of Object.values(privateNotesContracts))
      expect([action, await thief.publish(`MOL.REQB.${action}`)]).toEqual([action, "refused"]);
    await thief.close();
  },
);
