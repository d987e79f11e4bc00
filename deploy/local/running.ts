import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Where a local Tracker keeps its data, logs and secrets. Ignored by git; `npm run reset` deletes it. */
export const dataFolder = fileURLToPath(new URL("../../.engines", import.meta.url));
/** Tells other commands of the Tracker that runs from this folder. There while it runs. */
export const runningFile = join(dataFolder, "running.json");

/** Everybody in the demo data has this password. It opens nothing but made-up people on this machine. */
export const demoPassword = "demo north liverpool";

const runningSchema = z.strictObject({
  url: z.url(),
  mongoUri: z.string(),
  natsUrl: z.string(),
  secretsFolder: z.string(),
  databasePrefix: z.string(),
  administrator: z.strictObject({ username: z.string(), password: z.string() }),
});
export type Running = z.infer<typeof runningSchema>;

/** The Tracker that runs from this folder. Throws, saying what to do, when none does. */
export function readRunning(): Running {
  if (!existsSync(runningFile))
    throw new Error("No Tracker runs from this folder. Start it first, in another terminal: npm start");
  return runningSchema.parse(JSON.parse(readFileSync(runningFile, "utf8")));
}
