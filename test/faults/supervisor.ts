import { startSystem } from "../../deploy/system.ts";

/** A supervisor to be killed: starts every part on the engines it is told of, says so, and waits for its end. */
const system = await startSystem(JSON.parse(process.argv[2] ?? "{}"));
process.stdout.write(`${JSON.stringify([...system.pids.values()])}\n`);
await new Promise(() => {});
