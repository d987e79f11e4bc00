import mongoose from "mongoose";
import { findSecret } from "../libs/config/config.ts";
import { fileMasterKey } from "../libs/crypto/master-key.ts";
import { authorKeysStore } from "../services/notes/author-keys.store.ts";
import { notesModels } from "../services/notes/notes.schema.ts";
import { putNewMasterKey } from "./secrets.ts";

/**
 * Wraps the keys of judges' private notes under a new master key; texts stay as they are (docs/operations.md).
 * `npm run notes:rotate -- --new-key` first puts a new key beside the old one. Safe to repeat and to interrupt.
 */
const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};
const say = (text: string) => process.stdout.write(`${text}\n`);

const [option] = process.argv.slice(2);
if (option !== undefined && option !== "--new-key") throw new Error("usage: npm run notes:rotate [-- --new-key]");
const config = { secretsFolder: need("TRACKER_SECRETS"), part: "notes" } as const;
const dbName = `${process.env.TRACKER_DATABASE_PREFIX ?? "tracker"}_notes`;
const db = await mongoose.createConnection(need("MONGODB_URI"), { dbName }).asPromise();
try {
  if (option === "--new-key") {
    putNewMasterKey(config.secretsFolder);
    say("a new master key is in place; the one before it stays beside it as master-key-previous");
  }
  const keys = authorKeysStore(notesModels(db), fileMasterKey(config));
  const { seen, rewrapped } = await keys.rewrapAll(progress =>
    say(`${progress.seen} keys looked at, ${progress.rewrapped} wrapped anew`),
  );
  say(`done: of ${seen} keys ${rewrapped} were wrapped anew, the others were under the current master key already`);
  if (findSecret(config, "master-key-previous") !== undefined)
    say(
      "run it once more after every copy of the notes service has been seen to work; then delete master-key-previous",
    );
} finally {
  await db.close();
}
