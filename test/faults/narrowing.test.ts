import { randomUUID } from "node:crypto";
import { type Answer, eventually } from "../support/client.ts";
import { type OwnRig, say, startOwnRig } from "./own-rig.ts";

const minute = 60_000;
/** A narrowing works everywhere after five seconds; its command may be answered by a repeat, so a little later. */
const narrowedMsMax = 8_000;

let own: OwnRig;

beforeAll(async () => {
  own = await startOwnRig({ clients: 1 });
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
