import { ensureFirstAdministrator } from "./first-administrator.ts";
import { provisionBus } from "./nats/provision.ts";
import { readBusPasswords } from "./secrets.ts";

/** The deploy step, run once for each release before the parts start: streams, durable places, the first administrator. Safe to repeat. */
const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};
const password = need("TRACKER_FIRST_PASSWORD");
if (password.length < 12) throw new Error("TRACKER_FIRST_PASSWORD must have at least 12 characters");
await provisionBus(need("NATS_URL"), readBusPasswords(need("TRACKER_SECRETS")).get("admin") ?? "");
await ensureFirstAdministrator({
  mongoUri: need("MONGODB_URI"),
  databasePrefix: process.env.TRACKER_DATABASE_PREFIX ?? "tracker",
  username: need("TRACKER_FIRST_ADMINISTRATOR"),
  password,
});
process.stdout.write("provisioned\n");
