import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRig } from "./rig.ts";

/** One set of engines and one running Tracker for all flow tests; suites that break things start their own. */
export default async function globalSetup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tracker-test-"));
  const rig = await startRig({ folder, report: line => process.stdout.write(`${line}\n`) });
  globalThis.trackerRig = rig;
  writeFileSync(join(folder, "rig.json"), JSON.stringify(rig.facts));
  process.env.TRACKER_TEST_RIG = join(folder, "rig.json");
}
