import { createHash, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { NatsConnection } from "nats";
import { provisionBus } from "../../deploy/nats/provision.ts";
import { readBusPasswords } from "../../deploy/secrets.ts";
import { connectEvents } from "../../libs/record/bells.ts";
import { eventually, type Json } from "../support/client.ts";
import { nothing } from "./checker.ts";
import { work } from "./clients.ts";
import { type OwnRig, say, startOwnRig } from "./own-rig.ts";

const commandCount = 300;
/** A sweep leaves the last ten seconds to the bells and comes every five. */
const sweptMsMax = 25_000;
const poisonMsMax = 45_000;
const minute = 60_000;

let own: OwnRig;
let cases: NatsConnection;
const poison = { notABell: "not a bell", never: randomUUID() };

beforeAll(async () => {
  own = await startOwnRig({ clients: 5 });
  await work(own.clients, commandCount);
  cases = await connectAsCases();
  await own.checker.whenQuiet();
}, 3 * minute);

afterAll(async () => {
  await cases?.close();
  await own?.stop();
}, minute);

test(
  "bells that can never be applied hold up no other, and are put aside after eight tries, not lost",
  async () => {
    const { checker, ledger, clients } = own;
    const js = cases.jetstream();
    await js.publish("evt.cases.need", poison.notABell);
    await js.publish("evt.cases.need", bellText("need", poison.never, 1));
    const startedAt = performance.now();
    await work(clients, 20);
    await eventually("what came after to be told", () => isClean(own), 5_000);
    const healthyMs = Math.round(performance.now() - startedAt);
    expect((await checker.count()).deadLetters).toBe(0);
    await eventually("both to be put aside", async () => (await checker.count()).deadLetters === 2, poisonMsMax);
    await checker.whenQuiet();
    say(
      `20 commands beside two poisoned bells were told in ${healthyMs} ms; put aside after ${Math.round(performance.now() - startedAt)} ms`,
    );
    const dead = await Promise.all(
      [1, 2].map(async seq => {
        const letter = await checker.bus.manager.streams.getMessage("DEAD", { seq });
        return [letter.subject, letter.header.get("Tracker-Deliveries"), letter.string()];
      }),
    );
    expect(dead.sort()).toEqual(
      [
        ["dead.reports", "8", poison.notABell],
        ["dead.reports", "8", bellText("need", poison.never, 1)],
      ].sort(),
    );
    expect(await checker.find(ledger)).toEqual(nothing);
  },
  2 * minute,
);

test(
  "every bell rung twice more, shuffled, changes nothing",
  async () => {
    const { checker, ledger, chance } = own;
    const before = await snapshot(own);
    const bells = (await checker.stores.events("cases")).map(({ kind, recordId, v }) => ({ kind, recordId, v }));
    const twice = [...bells, ...bells].sort(() => chance.below(3) - 1);
    await Promise.all(
      twice.map(({ kind, recordId, v }) => cases.jetstream().publish(`evt.cases.${kind}`, bellText(kind, recordId, v))),
    );
    await checker.whenQuiet();
    expect(twice.length).toBeGreaterThan(commandCount);
    expect(await snapshot(own)).toEqual(before);
    expect(await checker.find(ledger)).toEqual(nothing);
  },
  2 * minute,
);

test(
  "reports that forget all they hold build the same again from the record of events",
  async () => {
    const { rig, checker } = own;
    const before = await snapshot(own);
    const facts = checker.stores.db("reports").collection<{ _id: string; kind: string }>("facts");
    await facts.updateMany({ kind: "hearing" }, { $set: { status: "vacated" } });
    await facts.deleteMany({ kind: "need" });
    const damaged = await snapshot(own);
    expect(damaged.facts).not.toBe(before.facts);
    expect(damaged.courtList).not.toEqual(before.courtList);
    await rig.system.restart("reports", { TRACKER_REBUILD: "1" });
    await eventually("the reports to be ready", async () => (await fetch(`${rig.facts.url}/ready`)).ok, minute);
    expect(await snapshot(own)).toEqual(before);
  },
  2 * minute,
);

test(
  "when the bus loses every bell, the sweep finds what happened, and new bells are heard again",
  async () => {
    const { checker, ledger, clients } = own;
    const { manager } = checker.bus;
    await manager.consumers.delete("EVT", "reports");
    await work(clients, 30);
    await eventually("all bells to be rung", async () => (await checker.stores.waiting()) === 0, minute);
    const rung = (await manager.streams.info("EVT")).state.messages;
    await wipeBus(own);
    const startedAt = performance.now();
    const behind = (await checker.find(ledger)).misapplied.length;
    expect((await manager.streams.info("EVT")).state.messages).toBe(0);
    await eventually("everything to be told without its bell", () => isClean(own), sweptMsMax);
    say(
      `${rung} bells lost, ${behind} records behind; told by the sweep after ${Math.round(performance.now() - startedAt)} ms`,
    );
    expect(behind).toBeGreaterThan(0);

    const rungAt = performance.now();
    await work(clients, 20);
    await checker.whenQuiet();
    await eventually("new bells to be heard", () => isClean(own), 5_000);
    say(`20 commands on the new stream were told after ${Math.round(performance.now() - rungAt)} ms`);
    expect(await checker.find(ledger)).toEqual(nothing);
  },
  2 * minute,
);

async function connectAsCases(): Promise<NatsConnection> {
  const { natsUrl: servers, secretsFolder } = own.rig.facts;
  const pass = readBusPasswords(secretsFolder).get("cases") ?? "";
  return connectEvents("cases", { servers, user: "cases", pass });
}

const bellText = (kind: string, recordId: string, v: number) =>
  JSON.stringify({ eventId: `${kind}:${recordId}:${v}:0`, owner: "cases", kind, recordId, v });

async function isClean({ checker, ledger }: OwnRig): Promise<boolean> {
  return JSON.stringify(await checker.find(ledger)) === JSON.stringify(nothing);
}

/** All facts as one digest, and what the two reports make of them. */
async function snapshot({ checker, world }: OwnRig) {
  const facts = await checker.stores.db("reports").collection("facts").find().sort({ _id: 1 }).toArray();
  const answers = await Promise.all(
    ["case-throughput?from=2026-01-01&to=2027-01-01", "daily-court-list?day=2026-03-10"].map(async path => {
      const { asOf: _now, ...answer }: Json = await world.judge.get(`/v1/reports/${path}`);
      return answer;
    }),
  );
  return {
    facts: createHash("sha256").update(canonical(facts)).digest("hex"),
    throughput: answers[0],
    courtList: answers[1],
  };
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The bus comes back from a crash without anything it had stored, and is provisioned anew. */
async function wipeBus({ rig, folder, checker }: OwnRig): Promise<void> {
  await rig.engines.nats.kill();
  await rm(join(folder, "engines", "nats", "store"), { recursive: true, force: true });
  await rig.engines.nats.start();
  await checker.bus.manager.streams.delete("EVT").catch(() => {}); // Where the engine keeps its store elsewhere.
  await provisionBus(rig.facts.natsUrl, readBusPasswords(rig.facts.secretsFolder).get("admin") ?? "");
}
