import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { charged, holders, pathOf, recorded } from "../access/prepared.ts";
import { type Caller, signIn } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { makePerson, makeWorld } from "../support/world.ts";

/**
 * `npm run bench:denial`: whether the time of a "not found" tells an id that others have from one that never was. Pairs
 * in a drawn order; medians, and the chance that of one of each the first took longer (AUC; 0.5 tells nothing). It prints.
 */
const pairs = Number(process.env.BENCH_PAIRS ?? 2_000);
const say = (line: string) => process.stdout.write(`${line}\n`);

const rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-denial-")), report: say });
try {
  await measure(rig);
} finally {
  await rig.stop();
}
process.exit(0);

async function measure({ facts }: Rig): Promise<void> {
  const home = await makeWorld(facts, holders);
  const { ids } = await recorded(home, await charged(home));
  const outside = await makeWorld(facts, ["probation"]);
  const username = `timed.${randomUUID().slice(0, 8)}`;
  await makePerson(facts, home.administrator, outside.agencies.probation, "PRB", username);
  say(`${pairs} pairs each, Node ${process.versions.node}`);
  say("what                        there p50 ms  never p50 ms  difference     AUC");
  for (const cls of ["identity", "case", "supervision", "drug-tests", "agency-notes"] as const) {
    // A token lasts five minutes.
    const who = await signIn(facts.url, username, "correct horse battery staple");
    await compare(cls, who, pathOf[cls](ids[cls]), () => pathOf[cls](randomUUID()));
  }
}

async function compare(what: string, who: Caller, there: string, never: () => string): Promise<void> {
  const times = { there: [] as number[], never: [] as number[] };
  for (let n = -100; n < pairs; n++) {
    const order = randomUUID() < "8" ? (["there", "never"] as const) : (["never", "there"] as const);
    for (const which of order) {
      const path = which === "there" ? there : never();
      const startedAt = performance.now();
      const { status } = await who.send("GET", path);
      const tookMs = performance.now() - startedAt;
      if (status !== 404) throw new Error(`${path} answered ${status}`);
      if (n >= 0) times[which].push(tookMs);
    }
  }
  const [one, other] = [median(times.there), median(times.never)];
  say(
    `${what.padEnd(26)} ${one.toFixed(3).padStart(13)} ${other.toFixed(3).padStart(13)} ${(one - other).toFixed(3).padStart(11)} ${auc(times.there, times.never).toFixed(3).padStart(7)}`,
  );
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** The share of pairs, one of each, in which the first is the greater; by ranks (Mann-Whitney). */
function auc(first: readonly number[], second: readonly number[]): number {
  const ranked = [...first.map(ms => ({ ms, isFirst: true })), ...second.map(ms => ({ ms, isFirst: false }))].sort(
    (a, b) => a.ms - b.ms,
  );
  const sum = ranked.reduce((total, { isFirst }, index) => total + (isFirst ? index + 1 : 0), 0);
  return (sum - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
}
