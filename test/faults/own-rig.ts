import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Part, parts } from "../../libs/bus/call-graph.ts";
import { eventually } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { makeWorld, type World } from "../support/world.ts";
import { Chance } from "./chance.ts";
import { Checker } from "./checker.ts";
import { Client, type PreparedFile, prepareFile } from "./clients.ts";
import { Ledger } from "./ledger.ts";

const startMsMax = 60_000;
const complaintsMax = 10;

/** A Tracker to break: engines and parts of its own, a court, clients with a file each, and what is needed to check it. */
export interface OwnRig {
  readonly rig: Rig;
  readonly folder: string;
  readonly world: World;
  readonly chance: Chance;
  readonly ledger: Ledger;
  readonly checker: Checker;
  readonly files: readonly PreparedFile[];
  readonly clients: readonly Client[];
  /** Says what the parts have complained of last, for whoever looks into a failure: the logs go with the folder. */
  sayComplaints(): void;
  stop(): Promise<void>;
}

export async function startOwnRig({ clients: count = 1 }: { clients?: number } = {}): Promise<OwnRig> {
  const folder = mkdtempSync(join(tmpdir(), "tracker-faults-"));
  const rig = await startRig({ folder });
  try {
    const chance = new Chance();
    say(`chance ${chance.seed} (TRACKER_FAULTS_SEED=${chance.seed} draws the same again); folder ${folder}`);
    const world = await patiently("a court with its people", () => makeWorld(rig.facts));
    const files = await Promise.all(
      Array.from({ length: count }, () => patiently("a file under an order", () => prepareFile(world))),
    );
    const checker = await Checker.open(rig.facts);
    const ledger = new Ledger(join(folder, "ledger.log"));
    const clients = files.map((file, n) => new Client(world, ledger, new Chance(chance.seed + n + 1), file));
    const stop = async () => {
      await checker.close();
      await rig.stop();
    };
    const sayComplaints = () => {
      for (const part of parts) for (const line of complaintsOf(rig, part)) say(`${part}: ${line}`);
    };
    return { rig, folder, world, chance, ledger, checker, files, clients, sayComplaints, stop };
  } catch (error) {
    await rig.stop();
    throw error;
  }
}

/** A machine that is busy with other things may answer 503 to what needs much of it at once. */
async function patiently<T>(what: string, make: () => Promise<T>): Promise<T> {
  let why: unknown;
  const made = await eventually(
    what,
    () =>
      make().catch(error => {
        why = error;
        return undefined;
      }),
    startMsMax,
  ).catch(() => undefined);
  if (made === undefined) throw new Error(`${what} could not be made`, { cause: why });
  return made;
}

function complaintsOf({ facts }: Rig, part: Part): string[] {
  const lines = readFileSync(join(facts.logsFolder, `${part}.log`), "utf8").split("\n");
  return lines.filter(line => /"level":"(warn|error|fatal)"/.test(line)).slice(-complaintsMax);
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
