import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { type Answer, type Ask, eventually, type Json } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";

/** A sentence and what the court was shown are two documents: whatever dies between them, there is one of each. */
const minute = 60_000;
let rig: Rig;
let world: World;
let client: MongoClient;

beforeAll(async () => {
  rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-faults-")) });
  client = await new MongoClient(rig.facts.mongoUri).connect();
  world = await eventually(
    "a court with its people",
    () => makeWorld(rig.facts, ["judge", "legalAdviser", "lister", "police"]).catch(() => undefined),
    minute,
  );
}, 2 * minute);
afterAll(async () => {
  await client?.close();
  await rig?.stop();
}, minute);

const storedOf = (caseId: string): Promise<Json[]> =>
  client.db(`${rig.facts.databasePrefix}_cases`).collection("snapshot").find({ caseId }).toArray();

/** A theft admitted, and the request that passes sentence on it: sent again it is the same one. */
async function ready(): Promise<{ caseId: string; path: string; ask: Ask }> {
  const { defendant, case: sent } = await chargedDefendant(world);
  const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
    day: "2026-03-10",
    session: "morning",
    room: "1",
    type: "sentence",
    defendantIds: [defendant.id],
  });
  const offenceId = (await world.judge.get(`/v1/cases/${sent.id}`)).defendants[0].offences[0].id;
  const pleas = [{ offenceId, plea: "guilty" }];
  const { version } = await world.legalAdviser.post(`/v1/cases/${sent.id}/pleas`, { defendantId: defendant.id, pleas });
  const results = [{ offenceId, code: "1015", text: "Fined" }];
  const body = { defendantId: defendant.id, hearingId: hearing.id, disposal: "fine", results };
  return { caseId: sent.id, path: `/v1/cases/${sent.id}/sentence`, ask: { body, ifMatch: version, key: randomUUID() } };
}

const crashes = () =>
  [...readFileSync(join(rig.facts.logsFolder, "cases.log"), "utf8").matchAll(/^crash point (\S+)$/gm)].length;
const nothingWaits = () =>
  eventually(
    "everything to be passed on",
    async () => {
      const db = client.db(`${rig.facts.databasePrefix}_cases`);
      const waiting = await Promise.all(
        ["case", "hearing"].map(name => db.collection(name).countDocuments({ pendingAt: { $exists: true } })),
      );
      return waiting.every(count => count === 0);
    },
    minute,
  );

/** The request again and again with its key, as a client does whom nobody answers. */
const insist = (path: string, ask: Ask): Promise<Answer> =>
  eventually(
    "an answer",
    async () => {
      const answer = await world.judge.send("POST", path, ask).catch(() => undefined);
      return answer && answer.status !== 503 ? answer : undefined;
    },
    minute,
  );

test(
  "cases dies after the snapshot was stored: nobody reads it, and the same request again makes one sentence with one snapshot",
  async () => {
    const { caseId, path, ask } = await ready();
    await nothingWaits();
    const before = crashes();
    await rig.system.restart("cases", { CRASH_AT: "after-commit:1" });
    await rig.system.whenReady("cases");
    const first = await eventually(
      "the crash",
      async () => {
        const answer = await world.judge.send("POST", path, ask).catch(() => undefined);
        return crashes() > before ? { status: answer?.status } : undefined;
      },
      minute,
    );
    expect(first.status).not.toBe(200);
    await rig.system.whenReady("cases");
    const left = await storedOf(caseId);
    expect(left).toHaveLength(1);
    const [orphan] = left;
    const unread = await eventually(
      "an answer",
      async () => {
        const answer = await world.judge.send("GET", `/v1/snapshots/${orphan._id}`);
        return answer.status === 503 ? undefined : answer;
      },
      minute,
    );
    expect(unread.status).toBe(404);

    const passed = await insist(path, ask);
    expect(passed.status).toBe(200);
    const again = await insist(path, ask);
    const [{ sentence, results }] = passed.body.defendants;
    expect(again.body.defendants[0].sentence).toEqual(sentence);
    expect(results).toHaveLength(1);
    const named = await world.judge.get(`/v1/snapshots/${sentence.snapshot.id}`);
    expect(named.complete).toBe(true);
    expect(sentence.snapshot.id).not.toBe(orphan._id);
    expect((await world.judge.send("GET", `/v1/snapshots/${orphan._id}`)).status).toBe(404);
  },
  3 * minute,
);

test(
  "while what the court is shown cannot be put together, no sentence is recorded",
  async () => {
    const { caseId, path, ask } = await ready();
    // Notes are a part of what is shown; here they do not come back by themselves until the test lets them.
    const { pids } = rig.system;
    process.kill(pids.get("notes") ?? 0, "SIGSTOP");
    try {
      expect((await world.judge.send("POST", path, ask)).status).toBe(503);
      const { defendants } = await world.judge.get(`/v1/cases/${caseId}`);
      expect([defendants[0].status, defendants[0].sentence]).toEqual(["convicted", null]);
      expect(await storedOf(caseId)).toEqual([]);
    } finally {
      process.kill(pids.get("notes") ?? 0, "SIGCONT");
    }
    const passed = await insist(path, ask);
    expect([passed.status, passed.body.defendants[0].status]).toEqual([200, "sentenced"]);
    expect(await storedOf(caseId)).toHaveLength(1);
  },
  2 * minute,
);
