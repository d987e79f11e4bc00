import { randomUUID } from "node:crypto";
import { routes } from "../../gateway/routes/routes.ts";
import { privateNotesContracts } from "../../services/notes/private-notes.contract.ts";
import { type Ask, type Caller, type Json, sharedRig } from "../support/client.ts";
import { another, inDays, privateNotesOf } from "../support/private-notes.ts";
import type { World } from "../support/world.ts";
import { besideJudge, type Others, ownCourtRoles } from "./support/beside-judge.ts";
import { bytesOf, requestId } from "./support/snapshot.ts";

/** Whatever is asked about somebody else's private notes is answered as if they had never been (A7). */
const rig = sharedRig();
let stage: Awaited<ReturnType<typeof besideJudge>>;
let world: World;
let author: Caller;
let others: Others;
let known: Readonly<Record<string, string>>;
let notes: ReturnType<typeof privateNotesOf>;
const other = (who: string): Caller => stage.other(who);

beforeAll(async () => {
  stage = await besideJudge(rig);
  ({ world, author, others, known, notes } = stage);
  await notes.write("One note");
  await notes.release(await another(rig, world, world.courtId, "CO"));
}, 60_000);
afterAll(() => stage.close());

describe("A7: what is refused, is refused alike", () => {
  const actions = Object.values(privateNotesContracts).map(({ action }) => action);
  const ways = routes.filter(({ contract }) => actions.includes(contract.action));
  let real: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const [note] = await notes.list();
    const [release] = await notes.releases();
    const escrow = await other("officer").create("/v1/private-notes/escrow", {
      authorId: author.me.id,
      successorId: other("second judge").me.id,
      reason: "incapacitated",
    });
    real = { defendantId: known.defendants ?? "", noteId: note.id, releaseId: release.id, id: escrow.id };
  });
  const never = () => ({ defendantId: randomUUID(), noteId: randomUUID(), releaseId: randomUUID(), id: randomUUID() });
  const bodies = (ids: Readonly<Record<string, string>>): Readonly<Record<string, object>> => ({
    "notes.addPrivate": { text: "x" },
    "notes.editPrivate": { text: "x" },
    "notes.pinPrivate": { pinned: true },
    "notes.searchPrivate": { text: "One note" },
    "notes.releasePrivate": { personId: world.legalAdviser.me.id, noteIds: [ids.noteId], until: inDays(1) },
    "notes.proposeEscrow": { authorId: author.me.id, successorId: author.me.id, reason: "left" },
  });
  const asks: readonly Ask[] = [{}, { ifMatch: 1 }, { ifMatch: 2 }, { ifMatch: 3 }, { ifMatch: 99 }, { key: null }];

  const askBytes = async (
    caller: Caller,
    way: (typeof ways)[number],
    ids: Readonly<Record<string, string>>,
    ask: Ask,
  ) => {
    const path = way.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
    const body = way.method === "get" ? {} : { body: bodies(ids)[way.contract.action] ?? {} };
    const answer = await caller.send(way.method.toUpperCase(), path, {
      ...body,
      ...ask,
      headers: { "x-request-id": requestId },
    });
    return bytesOf(answer);
  };

  test("the routes of private notes are these, so none is missed below", () => {
    expect(ways.map(({ contract }) => contract.action).sort()).toEqual(actions.toSorted());
  });

  test("for roles that have no such function, and for another court's judge: on real ids as on ids that never were", async () => {
    const strangers = Object.entries(others).filter(([who]) => !ownCourtRoles.includes(who) && who !== "officer");
    const differing: string[] = [];
    for (const [who, caller] of strangers)
      for (const way of ways.filter(({ path }) => path.includes("{")))
        for (const ask of way.method === "get" ? [{}] : asks) {
          const [one, two] = [await askBytes(caller, way, real, ask), await askBytes(caller, way, never(), ask)];
          if (one !== two) differing.push(`${who} ${way.contract.action}\n${one}\n---\n${two}`);
          const isOwnList = way.contract.action === "notes.privateReleases" && one.endsWith('{"items":[]}');
          // 400 and 428: the gateway looks for a key and a version before anybody is asked.
          const isJudges = who === "stranger" && way.contract.action !== "notes.approveEscrow";
          const refusal = isJudges ? /^(404|400|428)/ : /^(403|400|428)/;
          if (!refusal.test(one) && !isOwnList) differing.push(`${who} ${way.contract.action} ${one}`);
        }
    expect(differing).toEqual([]);
  }, 60_000);

  test("for those who may open the same file: on others' notes and releases as on ids that never were", async () => {
    const differing: string[] = [];
    for (const who of ownCourtRoles)
      for (const way of ways.filter(
        ({ path, contract }) =>
          /note|release/i.test(path.split("}")[1] ?? "") && contract.action !== "notes.addPrivate",
      ))
        for (const ask of way.method === "get" ? [{}] : asks) {
          const elsewhere = { ...real, noteId: randomUUID(), releaseId: randomUUID() };
          const [one, two] = [
            await askBytes(other(who), way, real, ask),
            await askBytes(other(who), way, elsewhere, ask),
          ];
          if (one !== two) differing.push(`${who} ${way.contract.action}\n${one}\n---\n${two}`);
          const isEmptyList = one.endsWith('{"items":[]}');
          if (/^2/.test(one) && !isEmptyList) differing.push(`${who} ${way.contract.action}\n${one}`);
        }
    expect(differing).toEqual([]);
  }, 60_000);

  test("a version that is guessed right is refused as one that is guessed wrong, and as a note that never was", async () => {
    const [note] = await notes.list();
    const tries = [note.version, note.version + 1, 1].map(ifMatch =>
      other("second judge").send("PATCH", `${notes.path}/${note.id}`, { body: { text: "x" }, ifMatch }),
    );
    for (const answer of await Promise.all(tries)) expect(answer.status).toBe(404);
  });

  test("another's Idempotency-Key is no key of one's own", async () => {
    const key = randomUUID();
    const first = await author.create(notes.path, { text: "Author's own" }, { key });
    const judge = await another(rig, world, world.courtId, "JUD");
    const other = await judge.create(notes.path, { text: "Something else" }, { key });
    expect(other.id).not.toBe(first.id);
    expect((await judge.get(notes.path)).items.map((note: Json) => note.text)).toEqual(["Something else"]);
    expect((await author.send("POST", notes.path, { body: { text: "Changed" }, key })).status).toBe(422);
  });

  test("a note of the greatest size is written and read, and one letter more is refused whoever asks", async () => {
    const judge = await another(rig, world, world.courtId, "JUD");
    const own = privateNotesOf(judge, known.defendants ?? "");
    expect((await own.write("ж".repeat(20_000))).text).toHaveLength(20_000);
    const long = { body: { text: "x".repeat(20_001) } };
    expect((await judge.send("POST", own.path, long)).status).toBe(400);
    expect((await other("police").send("POST", own.path, long)).status).toBe(403);
  });
});
