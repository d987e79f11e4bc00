import { parts } from "../../libs/bus/call-graph.ts";
import { eventually } from "../support/client.ts";
import { nothing } from "./checker.ts";
import { type OwnRig, say, startOwnRig } from "./own-rig.ts";

const kills = 3;
/** So many questions of every kind are asked and answered before the database comes back. */
const answersWhileAwayMin = 5;
const answerMsMax = 3_000;
const kinds = ["a command", "a report", "a whole file", "signing in"];
const minute = 60_000;

let own: OwnRig;

beforeAll(async () => {
  own = await startOwnRig({ clients: 5 });
}, 2 * minute);

afterAll(async () => {
  await own?.stop();
}, minute);

/** One read or sign-in, or a command: when it was sent, and what came. */
interface Answered {
  readonly what: string;
  readonly sentAt: number;
  readonly status: number | "none";
  readonly retryAfter: string | null;
  readonly ms: number;
}

test(
  `the database is killed ${kills} times under load: 503 with Retry-After while it is away, nothing lost, and no service restarts`,
  async () => {
    const { rig, ledger, checker, clients } = own;
    const pidsBefore = new Map(rig.system.pids);
    let working = true;
    const read: Answered[] = [];
    const answers = () => [...read, ...ledger.heard.map(heard => ({ what: "a command", ...heard }))];
    const load = Promise.all([
      ...clients.map(async client => {
        while (working) await client.act();
      }),
      ...reads(own).map(async ask => {
        while (working) read.push(await ask());
      }),
    ]);
    const away: { from: number; to: number }[] = [];
    const backAfterMs: number[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const acknowledged = ledger.acknowledged;
      await eventually("commands to go through", async () => ledger.acknowledged > acknowledged + 20, minute);
      await eventually("commands in flight", async () => ledger.inFlight() > 0);
      await rig.engines.mongo.kill();
      const from = performance.now();
      await eventually(
        "answers of every kind while the database is away",
        async () => {
          const since = tally(answers().filter(({ sentAt }) => sentAt >= from));
          return kinds.every(kind => (since[`${kind} 503, Retry-After`] ?? 0) >= answersWhileAwayMin);
        },
        minute,
      );
      away.push({ from, to: performance.now() });
      await rig.engines.mongo.start();
      const startedAt = performance.now();
      await eventually("every part to be ready", async () => (await fetch(`${rig.facts.url}/ready`)).ok, minute);
      backAfterMs.push(Math.round(performance.now() - startedAt));
    }
    working = false;
    await load;
    await checker.whenQuiet();

    const whileAway = answers().filter(({ sentAt, ms }) =>
      away.some(({ from, to }) => sentAt >= from && sentAt + ms <= to),
    );
    const slowest = Math.max(...answers().map(({ ms }) => ms));
    say(
      `${ledger.acknowledged} commands acknowledged, ${ledger.attempts - ledger.entries.length} retries, ${read.length} reads; ` +
        `${whileAway.length} answers while the database was away; slowest answer ${slowest} ms; ` +
        `ready again ${backAfterMs.join(", ")} ms after its start`,
    );
    expect(Object.keys(tally(whileAway)).sort()).toEqual(kinds.map(kind => `${kind} 503, Retry-After`));
    expect(answers().filter(({ status }) => status === 500 || status === "none")).toEqual([]);
    expect(slowest).toBeLessThanOrEqual(answerMsMax);
    expect(await checker.find(ledger)).toEqual(nothing);
    expect(new Map(rig.system.pids)).toEqual(pidsBefore);
    expect([...pidsBefore.keys()]).toEqual(parts);
  },
  4 * minute,
);

/** Requests that need the database and change nothing, of each service that answers people. */
function reads({ rig, world, files }: OwnRig): (() => Promise<Answered>)[] {
  const authorization = `Bearer ${world.judge.token}`;
  const get = (what: string, path: string) => ask(what, `${rig.facts.url}${path}`, { headers: { authorization } });
  const { username, password } = rig.facts.administrator;
  return [
    get("a whole file", `/v1/defendants/${files[0]?.defendantId}/file`),
    get("a report", "/v1/reports/case-throughput?from=2026-01-01&to=2026-04-01"),
    ask("signing in", `${rig.facts.url}/v1/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password }),
    }),
  ];
}

function ask(what: string, url: string, request: RequestInit): () => Promise<Answered> {
  return async () => {
    const sentAt = performance.now();
    const answer = await fetch(url, request).catch(() => undefined);
    await answer?.text();
    const ms = Math.round(performance.now() - sentAt);
    const retryAfter = answer?.headers.get("retry-after") ?? null;
    // As clients should: not before Retry-After, here shortened so that more is seen.
    await new Promise(resolve => setTimeout(resolve, 50));
    return { what, sentAt, status: answer?.status ?? "none", retryAfter, ms };
  };
}

/** How many there were of each answer. */
function tally(answers: readonly Answered[]): Record<string, number> {
  const alike = Map.groupBy(
    answers,
    ({ what, status, retryAfter }) => `${what} ${status}${retryAfter === null ? "" : ", Retry-After"}`,
  );
  return Object.fromEntries([...alike].map(([answer, found]) => [answer, found.length]));
}
