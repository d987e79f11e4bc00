import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { again, change, type Member, member, password } from "../support/administration.ts";
import { type Answer, type Caller, eventually, send } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { readSlowly } from "../support/slow-reader.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";
import { say } from "./own-rig.ts";

const minute = 60_000;
let rig: Rig;
let world: World;
let adm: Caller;
let second: Caller;
let clerk: Member;

beforeAll(async () => {
  rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-faults-")) });
  world = await makeWorld(rig.facts, ["lister"]);
  adm = (await member(rig.facts, world.administrator, world.courtId, "ADM")).caller;
  second = (await member(rig.facts, world.administrator, world.courtId, "ADM")).caller;
}, 2 * minute);
beforeEach(async () => {
  clerk = await member(rig.facts, adm, world.courtId, "LST");
});
afterAll(async () => {
  await rig?.stop();
}, minute);

const url = () => rig.facts.url;
/** Answered without agencies, so that only the gateway can refuse it. */
const list = (token = clerk.caller.token): Promise<Answer> => send(url(), "GET", "/v1/reports", { token });
const isAway = ({ status, headers, body }: Answer) =>
  status === 503 && body.type === "urn:tracker:error:UNAVAILABLE" && Number(headers.get("retry-after")) > 0;
const parts = async () => (await send(url(), "GET", "/ready")).body.parts;
const whenGood = () =>
  eventually("every part to answer", async () => (await send(url(), "GET", "/ready")).status === 200, minute);
/** The process that was to die at its next commit has died, and another has its place. */
const whenDead = (pid: number | undefined) =>
  eventually("the crash", async () => rig.system.pids.get("agencies") !== pid, minute);

test(
  "while nobody says who is revoked, the gateway lets people in for ten seconds more and then nobody",
  async () => {
    await whenGood();
    const pid = rig.system.pids.get("agencies") ?? 0;
    process.kill(pid, "SIGSTOP");
    try {
      const stoppedAt = performance.now();
      expect((await list()).status).toBe(200);
      const refused = await eventually(
        "the gateway to let nobody in",
        async () => {
          const answer = await list();
          return answer.status !== 200 && answer;
        },
        20_000,
      );
      const afterMs = performance.now() - stoppedAt;
      say(`agencies stopped: nobody was let in after ${Math.round(afterMs)} ms`);
      expect(isAway(refused)).toBe(true);
      expect(afterMs).toBeGreaterThan(8_000);
      expect(afterMs).toBeLessThan(12_000);
      // Who has no good token learns nothing new, and the process lives.
      expect((await list("x.y.z")).status).toBe(401);
      expect((await send(url(), "GET", "/live")).status).toBe(200);
      expect(await parts()).toMatchObject({ agencies: "not ready", reports: "ready" });
      // Signing in is tried: it fails for want of an answer, not for want of knowing.
      const tried = performance.now();
      const body = { username: clerk.username, password };
      expect(isAway(await send(url(), "POST", "/v1/sign-in", { body, key: null }))).toBe(true);
      expect(performance.now() - tried).toBeLessThan(3_500);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await whenGood();
  },
  2 * minute,
);

test(
  "an answer on its way to a slow reader is broken off when nobody has said for ten seconds who is revoked",
  async () => {
    await whenGood();
    const made = await makeWorld(rig.facts, ["judge", "police", "probation"]);
    const { defendant, case: of } = await chargedDefendant(made);
    const about = { defendantId: defendant.id, caseId: of.id };
    const involved = { agencyId: made.agencies.probation, caseId: of.id, reason: "support" };
    await made.judge.post(`/v1/defendants/${defendant.id}/involvements`, involved);
    const content = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(4 * 1024 * 1024 - 9, 0xe9)]);
    const { id } = await made.probation.create("/v1/documents", {
      ...{ ...about, class: "agency-notes", title: "Scan", type: "application/pdf" },
      contentBase64: content.toString("base64"),
    });
    const read = () => readSlowly(url(), `/v1/documents/${id}/content`, made.probation.token);
    const [whole, broken] = [await read(), await read()];
    const pid = rig.system.pids.get("agencies") ?? 0;
    process.kill(pid, "SIGSTOP");
    try {
      await pass(6_000);
      // Within the ten seconds nothing ends.
      expect(await whole.rest()).toMatchObject({ isWhole: true });
      await eventually("the gateway to let nobody in", async () => isAway(await list()), 20_000);
      await pass(2_000); // The next look at it.
      expect((await broken.rest()).isWhole).toBe(false);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await whenGood();
  },
  2 * minute,
);

test(
  "a gateway that has just started lets nobody in before it knows, and then knows of those revoked before",
  async () => {
    const { caller, path, username } = clerk;
    const other = await member(rig.facts, adm, world.courtId, "LST");
    await change(adm, other.path, "disable");
    const pid = rig.system.pids.get("agencies") ?? 0;
    process.kill(pid, "SIGSTOP");
    try {
      await rig.system.restart("gateway");
      expect(isAway(await list(caller.token))).toBe(true);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await whenGood();
    expect((await list(other.caller.token)).status).toBe(401);
    expect((await again(rig.facts, { username })).me.id).toBe(path.slice("/v1/people/".length));
  },
  2 * minute,
);

test(
  "agencies dies between a disabling and its answer: the token is refused all the same",
  async () => {
    const { version } = await adm.get(clerk.path);
    await rig.system.restart("agencies", { CRASH_AT: "after-commit:1" });
    await whenGood();
    const pid = rig.system.pids.get("agencies");
    const answer = await adm.send("POST", `${clerk.path}/disable`, { body: {}, ifMatch: version });
    expect(answer.status).toBe(503);
    await whenDead(pid);
    await eventually("the token to be refused", async () => (await list()).status === 401, minute);
    await whenGood();
  },
  2 * minute,
);

test(
  "agencies dies between the decision of two and what follows from it: it follows once it is back",
  async () => {
    const proposal = { kind: "grant-roles", personId: clerk.caller.me.id, roles: ["JUD"] };
    const { id } = await adm.create("/v1/approvals", proposal);
    await rig.system.restart("agencies", { CRASH_AT: "after-commit:1" });
    await whenGood();
    const pid = rig.system.pids.get("agencies");
    const answer = await second.send("POST", `/v1/approvals/${id}/decision`, {
      body: { decision: "approve" },
      ifMatch: 1,
    });
    expect(answer.status).toBe(503);
    await whenDead(pid);
    const roles = await eventually(
      "the role to be given",
      async () => {
        const found = await adm.send("GET", clerk.path);
        return found.status === 200 && found.body.roles.length > 1 && found.body.roles;
      },
      minute,
    );
    expect(roles).toEqual(["LST", "JUD"]);
    expect((await adm.get(`/v1/approvals/${id}`)).state).toBe("approved");
    expect((await adm.get(clerk.path)).version).toBe(2);
  },
  2 * minute,
);
