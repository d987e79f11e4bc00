/** `start.ts gateway` or `start.ts cases` runs that part; without a name, all of them, each in a process of its own. */
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

export {};
