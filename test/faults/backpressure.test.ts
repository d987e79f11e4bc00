import { randomUUID } from "node:crypto";
import { provisionBus } from "../../deploy/nats/provision.ts";
import { readBusPasswords } from "../../deploy/secrets.ts";
import { type Answer, eventually, type Json } from "../support/client.ts";
import { caseOf } from "../support/world.ts";
import { nothing } from "./checker.ts";
import { work } from "./clients.ts";
import { insist } from "./insist.ts";
import type { Command } from "./ledger.ts";
import { type OwnRig, say, startOwnRig } from "./own-rig.ts";

const outboxLengthMax = 50;
const answerMsMax = 3_000;
const drainMsMax = 20_000;
/** A sweep leaves the last ten seconds to the bells and comes every five. */
const sweptMsMax = 25_000;
const minute = 60_000;

let own: OwnRig;

beforeAll(async () => {
  own = await startOwnRig({ clients: 3 });
}, 2 * minute);

afterAll(async () => {
  await own?.stop();
}, minute);

test(
  "without the streams of bells commands go on, up to 50 events of one record that wait; then 503 until the bells are rung",
  async () => {
    const { rig, world, files, checker, ledger, clients } = own;
    const [file, other] = files;
    const { manager } = checker.bus;
    for (const stream of ["EVT", "DEAD"]) await manager.streams.delete(stream);

    const shared: string[] = [];
    let refused: { reason: string; key: string; answer: Answer } | undefined;
    while (!refused && shared.length <= outboxLengthMax) {
      const reason = randomUUID();
      const key = randomUUID();
      const answer = await share(file?.defendantId, reason, key);
      if (answer.status === 201) shared.push(reason);
      else refused = { reason, key, answer };
    }
    expect(refused?.answer).toMatchObject({ status: 503, body: { type: "urn:tracker:error:OVERLOADED" } });
    expect(Number(refused?.answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(shared).toHaveLength(outboxLengthMax);
    const waiting = await checker.stores
      .db("defendants")
      .collection<Json>("file-access")
      .findOne({ _id: file?.defendantId });
    expect(waiting.outbox).toHaveLength(outboxLengthMax);

    // Other records are not held up, and what happened to all of them is told by the sweep. A case about the full
    // file would be: who is involved with it cannot be written down, and so its sender is not told that it is there.
    expect((await share(other?.defendantId, randomUUID(), randomUUID())).status).toBe(201);
    await work(clients.slice(1), 30);
    expect(ledger.acknowledged).toBe(30);
    await eventually("everything to be told without a bell", async () => isClean(own), sweptMsMax);
    expect(await checker.stores.waiting()).toBeGreaterThan(0);

    // A case about two people, one of them with the full file: who is involved cannot be written down yet, and no
    // answer with one of the two pretends to be the whole.
    const together = caseAbout([other?.defendantId ?? "", file?.defendantId ?? ""]);
    expect(await insist(ledger, together, 1)).toBeUndefined();
    expect(ledger.heard.filter(({ key }) => key === together.key)).toMatchObject([{ status: 503 }]);

    const { natsUrl, secretsFolder } = rig.facts;
    await provisionBus(natsUrl, readBusPasswords(secretsFolder).get("admin") ?? "");
    const startedAt = performance.now();
    await eventually("all outboxes to be empty", async () => (await checker.stores.waiting()) === 0, drainMsMax);
    say(
      `${shared.length} events of one record waited; all outboxes empty ${Math.round(performance.now() - startedAt)} ms after the streams were back`,
    );
    expect((await share(file?.defendantId, refused?.reason ?? "", refused?.key ?? "")).status).toBe(201);
    expect((await insist(ledger, together))?.body.defendants).toHaveLength(2);
    await checker.whenQuiet();
    const { disclosures } = await world.police.get(`/v1/defendants/${file?.defendantId}/sharing`);
    const reasons = disclosures.map((row: Json) => row.reason);
    for (const reason of [...shared, refused?.reason])
      expect(reasons.filter((found: string) => found === reason)).toHaveLength(1);
    expect(await checker.find(ledger)).toEqual(nothing);
  },
  2 * minute,
);

test(
  "without the bus every answer is 503 within three seconds; once it is back all goes on and nothing was lost",
  async () => {
    const { rig, checker, ledger, clients } = own;
    let working = true;
    const load = Promise.all(
      clients.map(async client => {
        while (working) await client.act();
      }),
    );
    await eventually("commands in flight", async () => ledger.inFlight() > 0);
    await rig.engines.nats.kill();
    const from = performance.now();
    const sinceKill = () => ledger.heard.filter(({ sentAt }) => sentAt >= from);
    await eventually("answers while the bus is away", async () => sinceKill().length >= 3 * clients.length, minute);
    const to = performance.now();
    await rig.engines.nats.start();
    const acknowledged = ledger.acknowledged;
    await eventually("commands to go through", async () => ledger.acknowledged >= acknowledged + 10, minute);
    say(`commands went through again ${Math.round(performance.now() - to)} ms after the bus was started`);
    working = false;
    await load;
    await checker.whenQuiet();
    const away = sinceKill().filter(({ sentAt, ms }) => sentAt + ms <= to);
    expect(away.length).toBeGreaterThan(0);
    expect(away.filter(({ status, retryAfter }) => status !== 503 || retryAfter === null)).toEqual([]);
    expect(Math.max(...ledger.heard.map(({ ms }) => ms))).toBeLessThanOrEqual(answerMsMax);
    expect(await checker.find(ledger)).toEqual(nothing);
  },
  2 * minute,
);

/** Each shares what the police hold of the file's cases, so each is one event of the file's access facts. */
function share(defendantId: string | undefined, reason: string, key: string): Promise<Answer> {
  const { world } = own;
  const recipient = { kind: "agency", id: world.agencies.treatment };
  return world.police.send("POST", `/v1/defendants/${defendantId}/disclosures`, {
    body: { class: "case", recipient, reason },
    key,
  });
}

function caseAbout(defendantIds: readonly string[]): Command {
  const { world } = own;
  const mark = randomUUID();
  const charged = (id: string) =>
    caseOf(id, world.courtId).defendants.map(({ offences, ...rest }) => ({
      ...rest,
      offences: offences.map(offence => ({ ...offence, wording: mark })),
    }));
  return {
    key: randomUUID(),
    by: world.police,
    owner: "cases",
    makes: "record",
    mark,
    method: "POST",
    path: "/v1/cases",
    body: { ...caseOf("", world.courtId), defendants: defendantIds.flatMap(charged) },
    readAt: id => `/v1/cases/${id}`,
  };
}

async function isClean({ checker, ledger }: OwnRig): Promise<boolean> {
  return JSON.stringify(await checker.find(ledger)) === JSON.stringify(nothing);
}
