import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Part, parts, services } from "../../libs/bus/call-graph.ts";
import { eventually } from "../support/client.ts";
import { nothing } from "./checker.ts";
import { type OwnRig, say, startOwnRig } from "./own-rig.ts";

const exitMsMax = 10_000;
const minute = 60_000;
const signInsAtOnce = 12;

let own: OwnRig;

beforeAll(async () => {
  own = await startOwnRig({ clients: 6 });
}, 2 * minute);

afterAll(async () => {
  await own?.stop();
}, minute);

test(
  "each part is told to stop under load: it ends within ten seconds, answers what it has begun, and loses nothing",
  async () => {
    const { rig, ledger, checker, clients } = own;
    let working = true;
    const load = Promise.all(
      clients.map(async client => {
        while (working) await client.act();
      }),
    );
    const ends: Partial<Record<Part, number>> = {};
    for (const part of [...services, "gateway"] as const) {
      const acknowledged = ledger.acknowledged;
      await eventually("commands to go through", async () => ledger.acknowledged > acknowledged + 10, minute);
      await eventually("commands in flight", async () => ledger.inFlight() > 0);
      const pid = rig.system.pids.get(part) ?? 0;
      const toldAt = performance.now();
      rig.system.kill(part, "SIGTERM");
      await eventually(`${part} to end`, async () => !isRunning(pid), 20_000);
      ends[part] = Math.round(performance.now() - toldAt);
      await rig.system.whenReady(part);
      if (part === "gateway")
        expect(
          ledger.heard.filter(({ sentAt, ms, status }) => status === "none" && sentAt < toldAt && sentAt + ms > toldAt),
        ).toEqual([]);
    }
    working = false;
    await load;
    await checker.whenQuiet();
    say(
      `${ledger.acknowledged} commands, ${ledger.attempts - ledger.entries.length} retries; parts ended after ${JSON.stringify(ends)} ms`,
    );
    expect(Object.entries(ends).filter(([, ms]) => ms > exitMsMax)).toEqual([]);
    expect(await checker.find(ledger)).toEqual(nothing);
  },
  3 * minute,
);

test(
  "the gateway is told to stop while requests run: each is answered, no connection is reset",
  async () => {
    const { rig } = own;
    const answered: number[] = [];
    const running = Array.from({ length: signInsAtOnce }, async (_, n) => {
      const answer = await fetch(`${rig.facts.url}/v1/sign-in`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        // A name each, which nobody has: refused after the same work, and no name is tried too often.
        body: JSON.stringify({ username: `nobody.${n}`, password: "wrong" }),
      });
      answered.push(answer.status);
      return answer.status;
    });
    // Passwords take their time: by the first answer all have been read, and most still run.
    await eventually("the first answer", async () => answered.length > 0);
    const stillRunning = signInsAtOnce - answered.length;
    const toldAt = performance.now();
    const pid = rig.system.pids.get("gateway") ?? 0;
    rig.system.kill("gateway", "SIGTERM");
    const all = await Promise.allSettled(running);
    await eventually("the gateway to end", async () => !isRunning(pid), 20_000);
    say(`${stillRunning} requests were running; the gateway ended after ${Math.round(performance.now() - toldAt)} ms`);
    expect(stillRunning).toBeGreaterThan(0);
    expect(all.map(result => (result.status === "fulfilled" ? result.value : "reset"))).toEqual(all.map(() => 401));
    expect(performance.now() - toldAt).toBeLessThanOrEqual(exitMsMax);
    await rig.system.whenReady("gateway");
  },
  minute,
);

describe("the process that started the parts is killed, and none of them outlives it", () => {
  beforeAll(async () => {
    await own.rig.system.stop(); // The parts that follow take their places on the bus.
  }, minute);

  test(
    "when they are ready",
    async () => {
      const supervisor = startSupervisor();
      const [line] = await once(supervisor.stdout, "data", { signal: AbortSignal.timeout(minute) });
      const pids: number[] = JSON.parse(String(line));
      expect(pids.filter(isRunning)).toHaveLength(parts.length);
      supervisor.kill("SIGKILL");
      await eventually("every part to end", async () => !pids.some(isRunning), exitMsMax);
    },
    2 * minute,
  );

  test(
    "when they are still starting",
    async () => {
      const supervisor = startSupervisor();
      const pids = await eventually("all parts to have a process", async () => {
        const found = childrenOf(supervisor.pid ?? 0);
        return found.length === parts.length && found;
      });
      supervisor.kill("SIGKILL");
      await eventually("every part to end", async () => !pids.some(isRunning), exitMsMax);
    },
    2 * minute,
  );
});

function startSupervisor() {
  const { mongoUri, natsUrl, secretsFolder, logsFolder, databasePrefix, url } = own.rig.facts;
  const port = Number(new URL(url).port);
  const options = {
    mongoUri,
    natsUrl,
    secretsFolder,
    logsFolder,
    port,
    env: { TRACKER_DATABASE_PREFIX: databasePrefix },
  };
  return spawn(process.execPath, [fileURLToPath(new URL("supervisor.ts", import.meta.url)), JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
}

function childrenOf(pid: number): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return lines.flatMap(line => {
    const [child, parent] = line.trim().split(/\s+/).map(Number);
    return child !== undefined && parent === pid ? [child] : [];
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
