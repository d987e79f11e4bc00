import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Rig, startRig } from "../support/rig.ts";
import { caseOf, makeWorld, person } from "../support/world.ts";
import { hammer, type Measured, type Target } from "./hammer.ts";

/**
 * `npm run bench:cost`: what the decision and the audit's row cost a request. One record is read by a service as it is,
 * without the row, and without row, facts and first decision, turn and turn about in one run. It prints.
 */
const durationMs = Number(process.env.BENCH_MS ?? 3_000);
const rounds = 3;
const variants = ["", "row", "decision", "row,decision"] as const;
const names: { readonly [V in (typeof variants)[number]]: string } = {
  "": "as it is",
  row: "without the row",
  decision: "without the decision",
  "row,decision": "without both",
};
const say = (line: string) => process.stdout.write(`${line}\n`);

const rig = await startRig({ folder: mkdtempSync(join(tmpdir(), "tracker-cost-")), report: say });
try {
  await measure(rig);
} finally {
  await rig.stop();
}
process.exit(0);

async function measure({ facts, system }: Rig): Promise<void> {
  const world = await makeWorld(facts);
  const { id } = await world.police.create("/v1/defendants", person());
  await world.police.create("/v1/cases", caseOf(id, world.courtId));
  const target: Target = {
    url: facts.url,
    method: "GET",
    next: () => ({ path: `/v1/defendants/${id}`, headers: { authorization: `Bearer ${world.judge.token}` } }),
  };
  say(`one record read; ${durationMs / 1_000} s a measurement, the best of ${rounds} rounds, turn and turn about`);
  for (const connections of [1, 20]) {
    const best = new Map<string, Measured>();
    for (let round = 0; round < rounds; round++)
      for (const variant of variants) {
        await system.restart("defendants", livingWithout(variant));
        await hammer(target, connections, durationMs / 2);
        const measured = await hammer(target, connections, durationMs);
        if (measured.failures > 0) throw new Error(`${measured.failures} requests failed`);
        if (measured.perSecond > (best.get(variant)?.perSecond ?? 0)) best.set(variant, measured);
      }
    const least = best.get("row,decision")?.p50Ms ?? Number.NaN;
    for (const variant of variants) {
      const { perSecond = 0, p50Ms = 0, p95Ms = 0 } = best.get(variant) ?? {};
      say(
        `  ${String(connections).padStart(3)} connections  ${names[variant].padEnd(22)} ${perSecond.toFixed(0).padStart(5)}/s  p50 ${p50Ms.toFixed(2).padStart(6)} ms  p95 ${p95Ms.toFixed(2).padStart(6)} ms  ${(p50Ms / least).toFixed(2)}×`,
      );
    }
  }
}

function livingWithout(variant: string): NodeJS.ProcessEnv {
  const file = new URL("without.ts", import.meta.url).href;
  return variant ? { BENCH_WITHOUT: variant, NODE_OPTIONS: `--import ${file}` } : {};
}
