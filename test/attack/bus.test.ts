import { randomUUID } from "node:crypto";
import { connect } from "nats";
import { routeActions } from "../../gateway/routes/routes.ts";
import { eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, type World } from "../support/world.ts";
import { internalToken, open, serviceToken, takeKey } from "./support/forge.ts";
import { Thief } from "./support/thief.ts";

const rig = sharedRig();

describe("A17: without a credential", () => {
  test.each([
    ["nobody", {}],
    ["a part without its password", { user: "cases" }],
    ["a part with a wrong password", { user: "cases", pass: "cases" }],
    ["a user that is not there", { user: "root", pass: "root" }],
  ])("%s is refused", async (_who, credential) => {
    await expect(connect({ servers: rig.natsUrl, reconnect: false, ...credential })).rejects.toMatchObject({
      code: "AUTHORIZATION_VIOLATION",
    });
  });
});

/** What each stolen password is tried on: where others are asked, answered, and told things. */
const stolen = {
  reports: {
    mayNotAsk: ["cases.get", "cases.part", "cases.sentence", "notes.mine", "notes.part", "defendants.involve"],
    mayNotPublish: ["MOL.REQ.cases.0", "MOL.REQ.notes.0", "MOL.REQ.gateway.0", "evt.cases.case", "_INBOX_cases.x"],
    mayNotHear: ["MOL.RES.cases.*", "MOL.REQB.cases.>", "MOL.REQ.cases.*", "_INBOX_cases.>", "_INBOX_admin.>"],
    mayHear: ["MOL.RES.reports.*", "MOL.REQB.reports.>", "_INBOX_reports.>"],
  },
  notes: {
    mayNotAsk: ["cases.get", "cases.events", "agencies.createPerson", "defendants.share", "reports.run"],
    mayNotPublish: ["MOL.REQ.cases.0", "MOL.REQ.agencies.0", "MOL.REQ.gateway.0", "evt.cases.case", "_INBOX_cases.x"],
    mayNotHear: ["MOL.RES.cases.*", "MOL.REQB.cases.>", "MOL.REQ.cases.*", "_INBOX_cases.>", "_INBOX_reports.>"],
    mayHear: ["MOL.RES.notes.*", "MOL.REQB.notes.>", "_INBOX_notes.>"],
  },
} as const;
const nobodyMayPublish = ["MOL.EVENT.cases.0", "MOL.EVENTB.cases.x", "$SYS.REQ.SERVER.PING", "$JS.API.STREAM.NAMES"];
const nobodyMayHear = [">", "MOL.>", "MOL.*.>", "MOL.RES.>", "MOL.RES.gateway.>", "MOL.REQB.>", "_INBOX.>", "evt.>"];

describe.each(Object.entries(stolen))("with the stolen password of %s", (part, table) => {
  let thief: Thief;
  beforeAll(async () => {
    thief = await Thief.holding(rig, part);
  });
  afterAll(() => thief.close());

  test.each(table.mayNotAsk)("%s cannot be asked", async action => {
    expect(await thief.publish(`MOL.REQB.${action}`)).toBe("refused");
  });

  test.each([...table.mayNotPublish, ...nobodyMayPublish])("nothing can be sent to %s", async subject => {
    expect(await thief.publish(subject)).toBe("refused");
  });

  test.each([...table.mayNotHear, ...nobodyMayHear])("%s cannot be heard", async subject => {
    expect(await thief.subscribe(subject)).toBe("refused");
  });

  test("another service's requests cannot be taken from its queue", async () => {
    expect(await thief.subscribe("MOL.REQB.cases.get", "cases.get")).toBe("refused");
    expect(await thief.subscribe("MOL.REQB.cases.>", "cases.get")).toBe("refused");
  });

  test("a ping cannot make another part send what the thief wants", async () => {
    // NATS takes commands line by line, and a client that does not look at a subject passes line ends on.
    const place = `MOL.RES.${part}.${randomUUID()}`;
    expect(await thief.subscribe(place)).toBe("passed");
    const heard = thief.listen(place);
    const ping = (sender: string) => JSON.stringify({ ver: "5", sender, id: "1", time: Date.now() });
    const pongs = thief.listen(`MOL.PONG.${part}.*`);
    await thief.publish("MOL.PING.cases.0", ping(`x 0\r\n\r\nPUB ${place} 6\r\nstolen\r\nPUB MOL.PONG.y`));
    await thief.publish("MOL.PING.cases.0", ping(thief.node));
    await eventually("the pong to the second ping", async () => pongs.length > 0);
    expect(heard.map(message => message.string())).toEqual([]);
  });

  test("what the part itself does goes through, so the refusals above say something", async () => {
    expect(await thief.publish(`MOL.PONG.${part}.nobody`)).toBe("passed");
    for (const subject of table.mayHear) expect(await thief.subscribe(subject)).toBe("passed");
  });
});

describe("with the gateway's stolen password", () => {
  const internal = takeKey(rig, "gateway", "internal");
  let world: World;
  let defendant: Json;
  let who: Json;
  let thief: Thief;

  beforeAll(async () => {
    world = await makeWorld(rig, ["police", "lister"]);
    ({ defendant } = await chargedDefendant(world));
    who = open(world.police.token).claims.who;
    thief = await Thief.holding(rig, "gateway");
  });
  afterAll(() => thief.close());

  const tokenFor = (...audience: string[]) => ({ token: internalToken(internal, who, audience) });
  const askForDefendant = () => ({ input: { id: defendant.id } });

  test("a request that carries a person's good token is answered: the packets are right", async () => {
    const answer = await thief.ask("defendants.get", { params: askForDefendant(), meta: tokenFor("defendants.get") });
    expect(answer).toMatchObject({ success: true, data: { id: defendant.id, view: "full" } });
  });

  test.each(routeActions)("%s does nothing without a token, whoever the packet says is asking", async action => {
    const answer = await thief.ask(action, {
      params: askForDefendant(),
      meta: { user: who, person: who, subject: who, agencyId: who.agencyId },
      caller: "cases.service",
    });
    expect(answer).toMatchObject({ success: false, error: { type: "UNAUTHENTICATED", code: 401 } });
    expect(answer.data ?? null).toBeNull();
  });

  test("a forged sender and caller make nobody a service", async () => {
    const involvedNow = async () => (await world.police.get(`/v1/defendants/${defendant.id}/file`)).involved;
    const before = await involvedNow();
    const stranger = randomUUID();
    const input = {
      id: stranger,
      defendantId: defendant.id,
      agencyId: stranger,
      caseId: null,
      reason: "support",
      from: "2026-03-01T09:00:00Z",
      by: { id: "svc:cases", agencyId: null },
    };
    thief.send("defendants.involve", { sender: "cases.0", caller: "cases.service", params: { input } }, asked("get"));
    const answer = await thief.ask("defendants.involve", { caller: "cases.service", params: { input } }, asked("get"));
    expect(answer.error?.type).toBe("UNAUTHENTICATED");
    expect(await involvedNow()).toEqual(before);
  });

  test("a token for one action is no good for another", async () => {
    const answer = await thief.ask("defendants.file", { params: askForDefendant(), meta: tokenFor("defendants.get") });
    expect(answer).toMatchObject({ success: false, error: { type: "UNAUTHENTICATED" } });
  });

  test("a subject that says one action and a packet that says another: the token decides for what runs", async () => {
    const answer = await thief.ask(
      "defendants.file",
      { params: askForDefendant(), meta: tokenFor("defendants.get") },
      asked("get"),
    );
    expect(answer).toMatchObject({ success: false, error: { type: "UNAUTHENTICATED" } });
  });

  test.each(["$node.list", "$node.options", "cases.get", "defendants.constructor", "__proto__"])(
    "%s is not to be found behind another action's subject",
    async action => {
      const answer = await thief.ask(action, { meta: tokenFor(action) }, asked("get"));
      expect(answer).toMatchObject({ success: false, error: { name: "ServiceNotFoundError" } });
    },
  );

  test.each([
    ["defendants.involve", asked("get")],
    ["defendants.events", asked("get")],
    ["cases.events", "MOL.REQB.cases.get"],
    ["cases.heads", "MOL.REQB.cases.get"],
  ])("%s is for services: a person's token is refused there, also a signed one", async (action, subject) => {
    const answer = await thief.ask(action, { meta: tokenFor(action) }, subject);
    expect(answer).toMatchObject({ success: false, error: { type: "ACCESS_DENIED", code: 403 } });
  });

  test("the action itself cannot be asked by the gateway: the bus refuses", async () => {
    expect(await thief.publish("MOL.REQB.defendants.involve")).toBe("refused");
    expect(await thief.publish("MOL.REQB.cases.part")).toBe("refused");
    expect(await thief.publish("MOL.REQ.defendants.0")).toBe("refused");
  });

  test("a service's key speaks for that service only", async () => {
    const key = takeKey(rig, "reports", "service");
    const askHeads = (token: string) =>
      thief.ask(
        "cases.heads",
        {
          params: { input: { after: { appendedAt: new Date(), id: "" }, until: new Date(), kinds: [] } },
          meta: { token },
        },
        "MOL.REQB.cases.get",
      );
    const involve = (token: string) => thief.ask("defendants.involve", { meta: { token } }, asked("get"));

    expect(await askHeads(serviceToken(key, "reports", ["cases.heads"]))).toMatchObject({ success: true });
    expect((await involve(serviceToken(key, "reports", ["defendants.involve"]))).error?.type).toBe("ACCESS_DENIED");
    expect((await involve(serviceToken(key, "cases", ["defendants.involve"]))).error?.type).toBe("UNAUTHENTICATED");
    const asGateway = serviceToken(key, "reports", ["defendants.involve"], { sub: who.id, who });
    expect((await involve(asGateway)).error?.type).toBe("UNAUTHENTICATED");
    expect(
      (await involve(internalToken(internal, who, ["defendants.involve"], { sub: "svc:cases" }))).error?.type,
    ).toBe("UNAUTHENTICATED");
  });

  test("a sender's name is a place to answer to, not bytes for the service's own connection", async () => {
    // NATS takes commands line by line, and a client that does not look at a subject passes line ends on.
    const place = `MOL.RES.gateway.${randomUUID()}`;
    expect(await thief.subscribe(place)).toBe("passed");
    const heard = thief.listen(place);
    const injected = `x 0\r\n\r\nPUB ${place} 6\r\nstolen\r\nPUB MOL.RES.y`;
    thief.send("defendants.get", { sender: injected });
    await thief.ask("defendants.get", { params: askForDefendant(), meta: tokenFor("defendants.get") });
    expect(heard.map(message => message.string())).toEqual([]);
  });

  const junk: [string, string][] = [
    ["nothing", ""],
    ["no JSON", "{"],
    ["null", "null"],
    ["a number", "7"],
    ["a list", "[[]]"],
    ["no sender", JSON.stringify({ ver: "5" })],
    ["another protocol", JSON.stringify({ ver: "4", sender: "gateway.x", id: "1", action: "defendants.get" })],
    ["ten thousand levels", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`],
  ];
  test.each(junk)("%s on the bus harms nobody", async (_name, text) => {
    expect(await thief.publish(asked("get"), text)).toBe("passed");
    const answer = await thief.ask("defendants.get", { params: askForDefendant(), meta: tokenFor("defendants.get") });
    expect(answer.success).toBe(true);
  });

  test.each([
    ["params that are null", { params: null }],
    ["params that are text", { params: "x" }],
    ["meta that is text", { meta: "token" }],
    ["an action that is an object", { action: { name: "defendants.get" } }],
    ["a level beyond all", { level: 1e308, meta: {} }],
    ["a timeout that is text", { timeout: "x" }],
  ])("%s gets a refusal, not a crash", async (_name, forged) => {
    const answer = await thief.ask("defendants.get", forged, asked("get"));
    expect(answer.success).toBe(false);
    expect(await eventually("everybody ready", async () => (await fetch(`${rig.url}/ready`)).ok)).toBe(true);
  });

  function asked(action: string): string {
    return `MOL.REQB.defendants.${action}`;
  }
});
