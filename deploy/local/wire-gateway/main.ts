/** The wire gateway's process. Arguments: the port, and where PostgreSQL is, as JSON. */
import { z } from "zod";
import { openDatabase } from "./database.ts";
import { serveGateway } from "./server.ts";

const [port, connection] = process.argv.slice(2);
const options = z.object({ host: z.string(), user: z.string(), database: z.string() });

process.on("disconnect", () => process.exit()); // whoever started us is gone
const database = openDatabase(options.parse(JSON.parse(connection ?? "")));
await serveGateway(database, Number(port));
process.send?.("ready");
