import { chownSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { natsConfig } from "./nats/permissions.ts";
import { makeSecrets, readBusPasswords } from "./secrets.ts";

/** The user the parts run as in the image. */
const nodeUid = 1_000;

/** For docker-compose.yml: `prepare.ts FOLDER` makes FOLDER/secrets and FOLDER/nats.conf. Safe to repeat: secrets that are there stay. */
const [folder] = process.argv.slice(2);
if (!folder) throw new Error("usage: prepare.ts FOLDER");
const secretsFolder = join(folder, "secrets");
makeSecrets(secretsFolder);
const jetStream = 'port: 4222\njetstream { store_dir: "/data" }';
writeFileSync(join(folder, "nats.conf"), `${jetStream}\n${natsConfig(readBusPasswords(secretsFolder))}\n`);
if (process.getuid?.() === 0)
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    chownSync(join(folder, entry), nodeUid, nodeUid);
