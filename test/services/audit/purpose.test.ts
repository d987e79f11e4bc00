import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { send, sharedRig } from "../../support/client.ts";
import { makeWorld, person, type World } from "../../support/world.ts";

/** A second gateway of the running Tracker, one that is set to ask why. */
const rig = sharedRig();
const root = fileURLToPath(new URL("../../..", import.meta.url));
let gateway: ChildProcess;
let url: string;
let world: World;

beforeAll(async () => {
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  gateway = spawn(process.execPath, ["start.ts", "gateway"], {
    cwd: root,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: {
      ...process.env,
      NODE_OPTIONS: "",
      MONGODB_URI: rig.mongoUri,
      NATS_URL: rig.natsUrl,
      TRACKER_SECRETS: rig.secretsFolder,
      TRACKER_PORT: String(port),
      TRACKER_INSTANCE: "7",
      TRACKER_PURPOSE_REQUIRED: "1",
    },
  });
  [world] = await Promise.all([makeWorld(rig, ["police"]), once(gateway, "message")]);
}, 60_000);
afterAll(async () => {
  const gone = once(gateway, "exit");
  gateway.kill();
  await gone;
});

function findFreePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

test("whoever looks must say why; what is not a look needs no reason", async () => {
  const defendant = await world.police.create("/v1/defendants", person());
  const { token } = world.police;
  const path = `/v1/defendants/${defendant.id}`;
  const look = (purpose?: string) =>
    send(url, "GET", path, { token, ...(purpose !== undefined && { headers: { "tracker-purpose": purpose } }) });
  const silent = await look();
  expect([silent.status, silent.body.errors[0].path]).toEqual([400, "Tracker-Purpose"]);
  expect(silent.text).not.toContain("O'Neill");
  expect((await look("curiosity")).status).toBe(400);
  expect((await look("charging")).status).toBe(200);
  const search = { body: { surname: "O'Neill", dateOfBirth: "1990-04-12" }, key: null };
  expect((await send(url, "POST", "/v1/defendants/search", { token, ...search })).status).toBe(400);
  expect((await send(url, "GET", "/v1/me", { token })).status).toBe(200);
  expect((await send(url, "POST", "/v1/defendants", { token, body: person() })).status).toBe(201);
});
