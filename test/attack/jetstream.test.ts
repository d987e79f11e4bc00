import { eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld } from "../support/world.ts";
import { Thief } from "./support/thief.ts";

/** The record of events as the bus keeps it, attacked with the stolen password of `reports` and with the deploy step's own. */
const rig = sharedRig();
let reports: Thief;
let admin: Thief;

beforeAll(async () => {
  const world = await makeWorld(rig, ["police", "lister"]);
  await chargedDefendant(world);
  reports = await Thief.holding(rig, "reports");
  admin = await Thief.holding(rig, "admin");
  await eventually("bells in the stream", async () => (await state()).messages > 0);
});
afterAll(async () => {
  await reports.close();
  await admin.close();
});

async function askAsAdmin(what: string, payload: object = {}): Promise<Json> {
  return (await admin.connection.request(`$JS.API.${what}`, JSON.stringify(payload))).json();
}
const state = async (): Promise<Json> => (await askAsAdmin("STREAM.INFO.EVT")).state;

describe("A5: with the stolen password of reports", () => {
  test("its own place in the stream answers, so the refusals below say something", async () => {
    const info: Json = (await reports.connection.request("$JS.API.CONSUMER.INFO.EVT.reports")).json();
    expect(info).toMatchObject({ stream_name: "EVT", name: "reports" });
    const next = await reports.connection.request(
      "$JS.API.CONSUMER.MSG.NEXT.EVT.reports",
      JSON.stringify({ batch: 1, no_wait: true }),
    );
    // A bell that came this way is given back at once: reports is still waiting for it.
    if (next.data.length > 0) next.respond("-NAK");
    else expect(next.headers?.code).toBe(404);
  });

  const durable = { durable_name: "spy", ack_policy: "explicit", deliver_policy: "all" };
  test.each<[string, string, object]>([
    ["take from the place of notes", "$JS.API.CONSUMER.MSG.NEXT.EVT.notes", { batch: 1 }],
    ["take from the place of cases", "$JS.API.CONSUMER.MSG.NEXT.EVT.cases", { batch: 1 }],
    ["look at the place of notes", "$JS.API.CONSUMER.INFO.EVT.notes", {}],
    ["acknowledge for notes", "$JS.ACK.EVT.notes.1.1.1.1.0", {}],
    ["make a place of its own", "$JS.API.CONSUMER.DURABLE.CREATE.EVT.spy", { stream_name: "EVT", config: durable }],
    ["make a named one", "$JS.API.CONSUMER.CREATE.EVT.spy", { stream_name: "EVT", config: { name: "spy" } }],
    ["make a passing one", "$JS.API.CONSUMER.CREATE.EVT", { stream_name: "EVT", config: {} }],
    ["change its own place", "$JS.API.CONSUMER.DURABLE.CREATE.EVT.reports", { stream_name: "EVT", config: durable }],
    ["delete the place of notes", "$JS.API.CONSUMER.DELETE.EVT.notes", {}],
    ["delete its own place", "$JS.API.CONSUMER.DELETE.EVT.reports", {}],
    ["read a message by its number", "$JS.API.STREAM.MSG.GET.EVT", { seq: 1 }],
    ["read a message directly", "$JS.API.DIRECT.GET.EVT", { seq: 1 }],
    ["look at the stream", "$JS.API.STREAM.INFO.EVT", {}],
    ["delete a message", "$JS.API.STREAM.MSG.DELETE.EVT", { seq: 1 }],
    ["empty the stream", "$JS.API.STREAM.PURGE.EVT", {}],
    ["delete the stream", "$JS.API.STREAM.DELETE.EVT", {}],
    ["make a stream that copies it", "$JS.API.STREAM.CREATE.SPY", { name: "SPY", sources: [{ name: "EVT" }] }],
    ["ring a bell of cases", "evt.cases.case", { eventId: "case:x:1:0", owner: "cases", kind: "case", v: 1 }],
    ["ring a bell of defendants", "evt.defendants.file-access", { owner: "defendants", kind: "file-access", v: 9 }],
    ["put aside for notes", "dead.notes", {}],
  ])("it cannot %s", async (_what, subject, payload) => {
    expect(await reports.publish(subject, JSON.stringify(payload))).toBe("refused");
  });

  test.each(["evt.>", "evt.cases.case", "dead.>", "_INBOX_notes.>", "_INBOX_cases.>", "$JS.ACK.>", "$JS.EVENT.>"])(
    "it cannot listen to %s",
    async subject => {
      expect(await reports.subscribe(subject)).toBe("refused");
    },
  );

  test("nothing it tried has changed the stream or the places in it", async () => {
    const { first_seq: first } = await state();
    expect(first).toBe(1);
    expect((await askAsAdmin("CONSUMER.NAMES.EVT")).consumers.sort()).toEqual(["cases", "notes", "reports"]);
    expect((await askAsAdmin("STREAM.NAMES")).streams.sort()).toEqual(["DEAD", "EVT"]);
  });
});

describe("with the deploy step's own password", () => {
  test.each([
    ["emptied", "STREAM.PURGE.EVT", {}, 10110],
    ["emptied of one kind", "STREAM.PURGE.EVT", { filter: "evt.cases.case" }, 10110],
    ["rid of its first message", "STREAM.MSG.DELETE.EVT", { seq: 1 }, 10057],
    ["rid of it with its bytes left", "STREAM.MSG.DELETE.EVT", { seq: 1, no_erase: true }, 10057],
    ["emptied of what was put aside", "STREAM.PURGE.DEAD", {}, 10110],
  ])("the stream cannot be %s", async (_what, what, payload, code) => {
    const before = await state();
    expect(await askAsAdmin(what, payload)).toMatchObject({ error: { err_code: code } });
    const after = await state();
    expect(after.first_seq).toBe(before.first_seq);
    expect(after.messages).toBeGreaterThanOrEqual(before.messages);
  });

  test.each(["deny_purge", "deny_delete"])("%s cannot be taken back", async law => {
    const { config } = await askAsAdmin("STREAM.INFO.EVT");
    expect(config[law]).toBe(true);
    expect(await askAsAdmin("STREAM.UPDATE.EVT", { ...config, [law]: false })).toMatchObject({
      error: { err_code: 10052 },
    });
    expect((await askAsAdmin("STREAM.INFO.EVT")).config[law]).toBe(true);
  });

  test("it may not speak on the bus: no request, no bell, no answer in another's name", async () => {
    for (const subject of ["MOL.REQB.cases.get", "MOL.INFO", "evt.cases.case", "MOL.RES.gateway.0", "_INBOX_cases.x"])
      expect(await admin.publish(subject)).toBe("refused");
    for (const subject of ["MOL.>", "evt.>", "_INBOX_reports.>"])
      expect(await admin.subscribe(subject)).toBe("refused");
  });
});
