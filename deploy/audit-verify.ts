import { join } from "node:path";
import mongoose from "mongoose";
import { readPublicKeys } from "../libs/identity/keys.ts";
import { auditModels, type Chain, type Checkpoint, chains } from "../services/audit/audit.schema.ts";
import { ChainCheck, type Fault } from "../services/audit/chain.rules.ts";
import { chainStore } from "../services/audit/chain.store.ts";
import { readWitness } from "../services/audit/witness.ts";
import { whileReporting } from "./local/progress.ts";
import { readRunning } from "./local/running.ts";

const faultsShownMax = 50;
const checkpointsMax = 100_000;

/**
 * `npm run audit:verify [-- FILE...]`: whether the audit is as it was written: row by row, and against every checkpoint
 * in the database, in the witness folder and in the files that are named (an agency's own copies). Exit code 1 when not.
 */
async function main(): Promise<void> {
  const { mongoUri, secretsFolder, databasePrefix, witnessFolder } = readSettings();
  const keys = readPublicKeys({ secretsFolder });
  const witnessed = [witnessFolder, ...process.argv.slice(2)].flatMap(readWitness);
  const db = await mongoose.createConnection(mongoUri, { dbName: `${databasePrefix}_audit` }).asPromise();
  try {
    const store = chainStore(auditModels(db));
    for (const chain of chains) {
      const stored = await store.checkpointsAfter(chain, 0, checkpointsMax);
      const checkpoints = unique([...stored, ...witnessed.filter(checkpoint => checkpoint.chain === chain)]);
      const check = new ChainCheck(checkpoints, keys);
      const report = () => say(`${chain}: ${check.at.seq} rows looked at`);
      await whileReporting(report, async () => {
        for await (const batch of store.entriesAfter(chain, 0)) for (const entry of batch) check.take(entry);
      });
      tell(chain, check.at.seq, checkpoints, check.end());
    }
  } finally {
    await db.close();
  }
}

function tell(chain: Chain, length: number, checkpoints: readonly Checkpoint[], faults: readonly Fault[]): void {
  if (faults.length > 0) process.exitCode = 1;
  for (const { seq, what } of faults.slice(0, faultsShownMax)) say(`${chain}: row ${seq}: ${what}`);
  if (faults.length > faultsShownMax) say(`${chain}: and ${faults.length - faultsShownMax} more`);
  if (faults.length === 0) say(`${chain}: ${length} rows, whole; ${checkpoints.length} checkpoints agree`);
  const known = Math.max(0, ...checkpoints.map(checkpoint => checkpoint.length));
  if (known < length) say(`${chain}: the rows after ${known} have no checkpoint yet`);
}

/** Of the Tracker that runs from this folder, unless the environment names another. */
function readSettings() {
  const { MONGODB_URI, TRACKER_SECRETS, TRACKER_DATABASE_PREFIX, TRACKER_WITNESS } = process.env;
  const named = MONGODB_URI && TRACKER_SECRETS && { mongoUri: MONGODB_URI, secretsFolder: TRACKER_SECRETS };
  const running = named ? { ...named, databasePrefix: "tracker" } : readRunning();
  return {
    ...running,
    databasePrefix: TRACKER_DATABASE_PREFIX ?? running.databasePrefix,
    witnessFolder: TRACKER_WITNESS ?? join(running.secretsFolder, "..", "witness"),
  };
}

/** The same checkpoint is in the database and with every witness. */
function unique(checkpoints: readonly Checkpoint[]): Checkpoint[] {
  return [
    ...new Map(
      checkpoints.map(checkpoint => [JSON.stringify(checkpoint, Object.keys(checkpoint).sort()), checkpoint]),
    ).values(),
  ];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main();
