import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Msg } from "nats";
import { services } from "../../libs/bus/call-graph.ts";
import { eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";
import { takeKey } from "./support/forge.ts";
import { signControl, Thief } from "./support/thief.ts";

/** A stolen bus password and bus key of `reports`, turned against `cases`: the packets by which nodes come and go. */
const rig = sharedRig();
const reportsKey = takeKey(rig, "reports", "bus");
let thief: Thief;
let world: World;
let sent: Json;

beforeAll(async () => {
  thief = await Thief.holding(rig, "reports");
  world = await makeWorld(rig, ["police", "lister"]);
  sent = (await chargedDefendant(world)).case;
});
afterAll(() => thief.close());

/** What `cases` says of itself, in its own signed bytes. Each process has an instance id of its own. */
async function askAboutCases(): Promise<{ instanceId: string; bytes: Uint8Array; info: Json }> {
  const heard: Msg[] = thief.listen(`MOL.INFO.${thief.node}`);
  await thief.publish("MOL.DISCOVER.cases.0", signControl("DISCOVER", { sender: thief.node }, reportsKey));
  const { data } = await eventually("INFO from cases", async () => heard[0]);
  const info = JSON.parse(Buffer.from(data.subarray(72)).toString());
  return { instanceId: info.instanceID, bytes: data, info };
}

const droppedByGateway = () =>
  readFileSync(join(rig.logsFolder, "gateway.log"), "utf8").split("dropped a bus control packet").length;

/** Sends it and waits until the gateway has said that it dropped it; then `cases` has had it too. */
async function sendToAll(command: string, packet: Uint8Array | string): Promise<void> {
  const before = droppedByGateway();
  expect(await thief.publish(`MOL.${command}`, packet)).toBe("passed");
  await eventually(`the gateway dropping a forged ${command}`, async () => droppedByGateway() > before);
}

async function expectUndisturbed(instanceId: string): Promise<void> {
  expect((await world.police.get(`/v1/cases/${sent.id}`)).id).toBe(sent.id);
  expect((await askAboutCases()).instanceId).toBe(instanceId);
  const ready = await (await fetch(`${rig.url}/ready`)).json();
  expect(ready).toEqual({
    status: "ready",
    parts: Object.fromEntries(services.map(name => [name, "ready"])),
  });
}

const forgedInfo = () => ({
  sender: "cases.0",
  services: [],
  config: {},
  instanceID: randomUUID(),
  ipList: [],
  hostname: "x",
  client: {},
  seq: 99,
  metadata: {},
});
const packets: [string, object][] = [
  ["INFO", forgedInfo()],
  ["DISCONNECT", { sender: "cases.0" }],
  ["HEARTBEAT", { sender: "cases.0", cpu: 0 }],
];

describe.each(packets)("a forged %s in the name of cases", (command, packet) => {
  const forgeries: [string, () => Uint8Array | string][] = [
    ["unsigned", () => JSON.stringify({ ver: "5", ...packet })],
    ["with zeros where the signature stands", () => zeroSigned(packet)],
    ["signed by another part's key", () => signControl(command, packet, reportsKey)],
    ["empty", () => ""],
  ];
  test.each(forgeries)("%s, changes nothing", async (_name, make) => {
    const { instanceId } = await askAboutCases();
    await sendToAll(command, make());
    await expectUndisturbed(instanceId);
  });
});

function zeroSigned(packet: object): Uint8Array {
  return Buffer.concat([Buffer.alloc(72), Buffer.from(JSON.stringify({ ver: "5", ...packet }))]);
}

test("an old genuine INFO, played again, is dropped", async () => {
  const old = await askAboutCases();
  // The gateway has to have seen something newer: cases announces itself every five seconds.
  const beats = thief.listen("MOL.HEARTBEAT");
  await eventually("the next heartbeat of cases", async () =>
    beats.some(({ data }) => Buffer.from(data.subarray(72)).includes('"sender":"cases.0"')),
  );
  await sendToAll("INFO", old.bytes);
  await expectUndisturbed(old.instanceId);
});

test("a genuine packet of one kind, played as another, is dropped", async () => {
  const { bytes, instanceId } = await askAboutCases();
  await sendToAll("DISCONNECT", bytes);
  await expectUndisturbed(instanceId);
});

test("a genuine INFO with one byte changed is dropped", async () => {
  const { bytes, instanceId } = await askAboutCases();
  const changed = Buffer.from(bytes);
  const at = changed.indexOf('"hostname":"') + '"hostname":"'.length;
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  await sendToAll("INFO", changed);
  await expectUndisturbed(instanceId);
});

test("a packet signed an hour ago is dropped, from its own sender too", async () => {
  const { instanceId } = await askAboutCases();
  const packet = { sender: thief.node, cpu: 0 };
  await sendToAll("HEARTBEAT", signControl("HEARTBEAT", packet, reportsKey, Date.now() - 3_600_000));
  await sendToAll("HEARTBEAT", signControl("HEARTBEAT", packet, reportsKey, Date.now() + 3_600_000));
  await expectUndisturbed(instanceId);
});

test("a part that says it offers another's actions is asked for none of them", async () => {
  const { instanceId, info } = await askAboutCases();
  const requests = thief.listen(`MOL.REQ.${thief.node}`);
  const dropped = droppedByGateway();
  const claim = { ...info, sender: thief.node, instanceID: randomUUID() };
  try {
    await thief.publish("MOL.INFO", signControl("INFO", claim, reportsKey));
    for (let n = 0; n < 20; n++) expect((await world.police.get(`/v1/cases/${sent.id}`)).id).toBe(sent.id);
    expect(requests).toEqual([]);
    expect(droppedByGateway()).toBe(dropped);
    await expectUndisturbed(instanceId);
  } finally {
    await thief.publish("MOL.DISCONNECT", signControl("DISCONNECT", { sender: thief.node }, reportsKey));
  }
});
