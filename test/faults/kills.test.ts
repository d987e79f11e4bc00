import { type Part, parts } from "../../libs/bus/call-graph.ts";
import { eventually } from "../support/client.ts";
import { nothing } from "./checker.ts";
import { work } from "./clients.ts";
import { type OwnRig, say, startOwnRig } from "./own-rig.ts";

const clientCount = 10;
const commandCount = 1_000;
const natsKilledAfter = [300, 700];
const minute = 60_000;

let own: OwnRig;

beforeAll(async () => {
  own = await startOwnRig({ clients: clientCount });
}, 2 * minute);

afterAll(async () => {
  await own?.stop();
}, minute);

test(
  `${commandCount} commands, while services and the bus are killed again and again: none lost, none twice, every event told once`,
  async () => {
    const { rig, ledger, checker, chance, clients } = own;
    const startedAt = performance.now();
    let working = true;
    const load = work(clients, commandCount).finally(() => {
      working = false;
    });
    const kills: { part: Part; inFlight: number }[] = [];
    const killing = (async () => {
      while (working) {
        const part = chance.pick(parts);
        await eventually("commands in flight", async () => !working || ledger.inFlight(ownerOf(part)) > 0);
        kills.push({ part, inFlight: ledger.inFlight(ownerOf(part)) });
        rig.system.kill(part);
        await rig.system.whenReady(part);
      }
    })();
    for (const after of natsKilledAfter) {
      await eventually(`${after} commands`, async () => !working || ledger.acknowledged >= after, 2 * minute);
      await rig.engines.nats.kill();
      await rig.engines.nats.start();
    }
    await Promise.all([load, killing]);
    const loadSeconds = seconds(startedAt);
    await checker.whenQuiet();
    const { redeliveries, deadLetters } = await checker.count();
    const inFlightKills = kills.filter(({ inFlight }) => inFlight > 0).length;
    say(
      `${ledger.acknowledged} commands acknowledged in ${loadSeconds} s (${seconds(startedAt)} s with the rest), ` +
        `${ledger.attempts - ledger.entries.length} retries, ${kills.length} kills of services (${inFlightKills} with commands in flight), ` +
        `${natsKilledAfter.length} of the bus, ${redeliveries} redeliveries, ${deadLetters} dead letters`,
    );
    expect(await checker.find(ledger)).toEqual(nothing);
    expect(ledger.acknowledged).toBe(commandCount);
    expect(deadLetters).toBe(0);
    // A run in which nothing was in flight, or nothing came twice, has proved nothing.
    expect(inFlightKills).toBeGreaterThan(0);
    expect(ledger.attempts).toBeGreaterThan(commandCount);
    expect(redeliveries).toBeGreaterThan(0);
  },
  4 * minute,
);

/** Whose commands die with a part: all with the gateway, its own with a service that carries out commands. */
const ownerOf = (part: Part) => (part === "defendants" || part === "cases" || part === "notes" ? part : undefined);

const seconds = (since: number) => Math.round((performance.now() - since) / 1_000);
