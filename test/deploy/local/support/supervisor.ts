/** A process that runs engines on a folder, says where they are, and stays: for tests that kill it. */
import { openLocalEngines } from "../../../../deploy/local/local-engines.ts";

const dataFolder = process.argv[2] ?? "";
const source = await openLocalEngines({ env: process.env, dataFolder, natsConfig: "", report: () => {} });
const [mongo, nats] = await Promise.all([source.startMongo(), source.startNats()]);
process.on("SIGTERM", () => void source.close().then(() => process.exit()));
setInterval(() => {}, 60_000);
process.stdout.write(`${JSON.stringify({ mongo: mongo.url, nats: nats.url })}\n`);
