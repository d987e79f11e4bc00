/** `start.ts gateway` or `start.ts cases` runs that part; without a name, all of them, each in a process of its own. */
import { enableCompileCache } from "node:module";
import { join } from "node:path";

// What has been compiled once is loaded in half the time, by all parts of this project; where it may not be written, it is not.
enableCompileCache(join(import.meta.dirname, "node_modules/.cache/compiled"));
const [name] = process.argv.slice(2);
if (name === undefined) {
  const { startEverything } = await import("./deploy/local/start-everything.ts");
  await startEverything();
} else {
  process.env.TRACKER_PART = name;
  // Telemetry before anything else, so that it sees everything else being loaded.
  const { stopTelemetry } = await import("./libs/telemetry/start.ts");
  const { runPart } = await import("./deploy/run-part.ts");
  await runPart(name, stopTelemetry);
}
