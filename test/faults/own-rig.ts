import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../support/client.ts";
import { type Rig, startRig } from "../support/rig.ts";
import { makeWorld, type World } from "../support/world.ts";
import { Chance } from "./chance.ts";
import { Checker } from "./checker.ts";
import { Client, type PreparedFile, prepareFile } from "./clients.ts";
import { Ledger } from "./ledger.ts";

const startMsMax = 60_000;

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
    return { rig, folder, world, chance, ledger, checker, files, clients, stop };
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

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
