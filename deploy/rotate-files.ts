import mongoose from "mongoose";
import { services } from "../libs/bus/call-graph.ts";
import { openFileKeys } from "../libs/bus/serve.ts";
import { holdsFiles } from "../libs/record/personal.ts";
import { isRotating, putNewMasterKey } from "./secrets.ts";

/**
 * Wraps the keys of files' histories under new master keys, in every service that holds files; histories stay as they
 * are (docs/operations.md). `npm run files:rotate -- --new-key` first puts new keys beside the old ones, where no earlier
 * rotation is still under way. Safe to repeat and to interrupt.
 */
const secret = "file-master-key";
const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};
const say = (text: string) => process.stdout.write(`${text}\n`);

const [option] = process.argv.slice(2);
if (option !== undefined && option !== "--new-key") throw new Error("usage: npm run files:rotate [-- --new-key]");
const secretsFolder = need("TRACKER_SECRETS");
const mongoUri = need("MONGODB_URI");
const prefix = process.env.TRACKER_DATABASE_PREFIX ?? "tracker";
const parts = services.filter(service => holdsFiles.has(service));

if (option === "--new-key") {
  const ready = parts.filter(part => !isRotating(secretsFolder, part, secret));
  if (ready.length === 0)
    throw new Error(`${secret}-previous is still there: finish that rotation first, then delete it`);
  for (const part of ready) putNewMasterKey(secretsFolder, part, secret);
  for (const part of parts)
    say(
      `${part}: ${ready.includes(part) ? "a new key is in place" : "an earlier rotation is not over, its keys stay"}`,
    );
}
for (const part of parts) {
  const db = await mongoose.createConnection(mongoUri, { dbName: `${prefix}_${part}` }).asPromise();
  try {
    const { seen, rewrapped } = (await openFileKeys(db, { secretsFolder, part })?.rewrapAll(progress =>
      say(`${part}: ${progress.seen} keys looked at, ${progress.rewrapped} wrapped anew`),
    )) ?? { seen: 0, rewrapped: 0 };
    say(`${part}: done: of ${seen} keys ${rewrapped} were wrapped anew, the others need nothing`);
  } finally {
    await db.close();
  }
}
if (parts.some(part => isRotating(secretsFolder, part, secret)))
  say(`run it once more after every copy has been seen to work; then delete ${secret}-previous everywhere`);
