import { parseArgs } from "node:util";
import { clock } from "../../libs/clock/clock.ts";
import { demoPassword as password, readRunning } from "../local/running.ts";
import { loadInBulk } from "./bulk.ts";
import { usual } from "./generate.ts";
import { findMarker, loadDemo } from "./load.ts";

const startedAt = performance.now();
const seconds = () => (performance.now() - startedAt) / 1_000;
const say = (line: string) => process.stdout.write(`[${seconds().toFixed(1).padStart(6)} s] ${line}\n`);

/** `npm run demo -- --defendants 50000`: brings the demo data of the running Tracker to this size. */
async function main(): Promise<void> {
  const { defendants, seed } = readArguments();
  const { administrator, ...tracker } = readRunning();
  const common = { seed, today: clock.today(), password, report: say };
  const marker = await findMarker(tracker.url, administrator);
  if (marker && marker.begun > marker.loaded) {
    say(`The ${marker.begun} defendants that were begun through the API come first`);
    await (await loadDemo({ ...common, ...tracker, administrator, defendants: marker.begun })).all;
  }
  const bulkFrom = seconds();
  const { defendants: told, commands } = await loadInBulk({
    ...common,
    ...tracker,
    administrator: administrator.username,
    defendants,
  });
  const rate = Math.round(commands / (seconds() - bulkFrom));
  if (commands > 0) say(`${told} more defendants, ${commands.toLocaleString("en-GB")} commands, ${rate} a second`);
}

function readArguments(): { defendants: number; seed: number } {
  const { values } = parseArgs({ options: { defendants: { type: "string" }, seed: { type: "string" } } });
  return {
    defendants: count("--defendants", values.defendants ?? String(usual.defendants)),
    seed: count("--seed", values.seed ?? String(usual.seed)),
  };
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 1_000_000) return value;
  throw new Error(`${name} is "${text}", not a whole number from 1 to 1,000,000`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
