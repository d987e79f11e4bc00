import { randomUUID } from "node:crypto";
import { type Answer, eventually, type Json } from "../support/client.ts";
import { type OwnRig, say, startOwnRig } from "./own-rig.ts";

const minute = 60_000;
/** A narrowing works everywhere after five seconds; its command may be answered by a repeat, so a little later. */
const narrowedMsMax = 8_000;

let own: OwnRig;

beforeAll(async () => {
  own = await startOwnRig({ clients: 3 });
}, 2 * minute);

afterAll(async () => {
  await own?.stop();
}, minute);

test.each(["cases", "notes"] as const)(
  "somebody is excluded while %s hangs: the command is answered in time, and the service shows that person nothing when it goes on",
  async part => {
    const { rig, world, files } = own;
    const { defendantId, caseId } = files[0] ?? { defendantId: "", caseId: "" };
    const path =
      part === "cases"
        ? `/v1/cases/${caseId}`
        : `/v1/notes/${(await world.police.create("/v1/notes", { defendantId, caseId, kind: "agency", text: "Seen", shareWith: [] })).id}`;
    expect((await world.police.send("GET", path)).status).toBe(200);

    const pid = rig.system.pids.get(part) ?? 0;
    process.kill(pid, "SIGSTOP");
    const key = randomUUID();
    const body = { personId: world.police.me.id, reason: "Related to the victim" };
    const startedAt = performance.now();
    const answer = await insisted(() =>
      world.legalAdviser.send("POST", `/v1/defendants/${defendantId}/exclusions`, { body, key }),
    );
    const tookMs = Math.round(performance.now() - startedAt);

    // What it is asked from now on waits for it, and must not be answered by what it knew before.
    const asked = Array.from({ length: 5 }, () => world.police.send("GET", path));
    process.kill(pid, "SIGCONT");
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    say(`excluded while ${part} hung: answered after ${tookMs} ms; then ${statuses.join(", ")}`);
    expect(answer.status).toBe(201);
    expect(tookMs).toBeLessThanOrEqual(narrowedMsMax);
    expect(statuses.filter(status => status !== 404 && status !== 503)).toEqual([]);
    expect(statuses.length).toBeGreaterThan(0);
    await eventually(
      "the file to be gone for that person",
      async () => (await world.police.send("GET", path)).status === 404,
    );

    await world.legalAdviser.post(`/v1/defendants/${defendantId}/limits/${answer.body.id}/lifting`, {
      reason: "Mistaken",
    });
    await eventually("the file to be there again", async () => (await world.police.send("GET", path)).status === 200);
  },
  2 * minute,
);

test(
  "cases is cut off from those who know for five seconds: it shows nobody anything, and says when to come back",
  async () => {
    const { rig, world, files } = own;
    const path = `/v1/cases/${files[0]?.caseId}`;
    const pid = rig.system.pids.get("defendants") ?? 0;
    process.kill(pid, "SIGSTOP");
    try {
      const refused = await eventually(
        "cases to refuse",
        async () => {
          const answer = await world.judge.send("GET", path);
          return answer.status === 503 && answer;
        },
        15_000,
      );
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await eventually("cases to answer again", async () => (await world.judge.send("GET", path)).status === 200, 15_000);
  },
  minute,
);

describe("A21: a right is taken away between the check and the write", () => {
  /** Sends a command that has to ask `agencies` between its check and its write, and seals the file meanwhile. */
  async function sealedMeanwhile(fileId: string, command: () => Promise<Answer>) {
    const { rig, world } = own;
    const pid = rig.system.pids.get("agencies") ?? 0;
    const sealing = { body: { reason: "A protected witness" }, key: randomUUID() };
    const seal = () => world.judge.send("POST", `/v1/defendants/${fileId}/seals`, sealing);
    let isAnswered = false;
    process.kill(pid, "SIGSTOP");
    try {
      const held = command();
      const narrowed = seal().finally(() => {
        isAnswered = true;
      });
      await eventually("the seal to be stored", async () => {
        const { status, body } = await world.judge.send("GET", `/v1/defendants/${fileId}/limits`);
        return status === 200 && body.items.length > 0;
      });
      const wasAnsweredFirst = isAnswered;
      process.kill(pid, "SIGCONT");
      const [answer] = await Promise.all([held, narrowed]);
      return { answer, wasAnsweredFirst, sealed: await insisted(seal) };
    } finally {
      process.kill(pid, "SIGCONT");
    }
  }

  test(
    "from whoever adds a note: the seal waits for the note that is under way, and the note is not written",
    async () => {
      const { world } = own;
      const { defendantId, caseId } = own.files[1] ?? { defendantId: "", caseId: "" };
      // An agency that nobody has asked about before, so that it has to be asked about now.
      const { id } = await world.administrator.create("/v1/agencies", { type: "support", name: `New ${randomUUID()}` });
      const note = { defendantId, caseId, kind: "agency", text: "Too late", shareWith: [id] };
      const key = randomUUID();
      const add = () => world.probation.send("POST", "/v1/notes", { body: note, key });
      const { answer, wasAnsweredFirst, sealed } = await sealedMeanwhile(defendantId, add);
      say(`a note under way while its file was sealed: ${answer.status}`);
      expect(wasAnsweredFirst).toBe(false);
      expect([answer.status, (await insisted(add)).status]).toEqual([503, 404]);
      const lifted = { reason: "The witness has spoken" };
      await world.judge.post(`/v1/defendants/${defendantId}/limits/${sealed.body.id}/lifting`, lifted);
      const { parts } = await world.probation.get(`/v1/defendants/${defendantId}/file`);
      expect(parts.find(({ part }: Json) => part === "agency-notes")?.items ?? []).toEqual([]);
    },
    2 * minute,
  );

  test(
    "from whoever changes a hearing: it is asked once more, and is not there",
    async () => {
      const { world } = own;
      const { defendantId, caseId } = own.files[2] ?? { defendantId: "", caseId: "" };
      const planned = { day: "2026-05-10", session: "morning", room: "1", type: "mention", planned: true };
      const hearing = await world.lister.create(`/v1/cases/${caseId}/hearings`, {
        ...{ ...planned, defendantIds: [defendantId] },
      });
      const move = { move: "list", bench: [world.judge.me.id] };
      const listIt = () =>
        world.lister.send("POST", `/v1/hearings/${hearing.id}/moves`, { body: move, ifMatch: hearing.version });
      const { answer } = await sealedMeanwhile(defendantId, listIt);
      expect([404, 503]).toContain(answer.status);
      expect((await insisted(listIt)).status).toBe(404);
      const { version, status } = await world.judge.get(`/v1/hearings/${hearing.id}`);
      expect([version, status]).toEqual([hearing.version, "planned"]);
    },
    2 * minute,
  );
});

/** Sends a command under its key until there is an answer other than "come back later". */
async function insisted(send: () => Promise<Answer>): Promise<Answer> {
  return eventually(
    "an answer to the command",
    async () => {
      const answer = await send();
      return answer.status !== 503 && answer;
    },
    30_000,
  );
}
