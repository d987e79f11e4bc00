import { stopTelemetry } from "./libs/telemetry/start.ts";

/** `start.ts gateway` or `start.ts cases` runs that part; without a name, all of them, each in a process of its own. */
const [name] = process.argv.slice(2);
if (name === undefined) {
  const { startEverything } = await import("./deploy/local/start-everything.ts");
  await startEverything();
} else {
  process.env.TRACKER_PART = name;
  const { runPart } = await import("./deploy/run-part.ts");
  await runPart(name, stopTelemetry);
}
