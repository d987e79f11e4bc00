import { createPublicKey, randomUUID } from "node:crypto";
import { type Context, ServiceBroker } from "moleculer";
import { errorBoundary, guard } from "../../libs/bus/guard.ts";
import type { PublicKey } from "../../libs/identity/keys.ts";
import { foreignKey, internalToken } from "./support/forge.ts";

/** Two brokers with the real guard and Moleculer's in-process bus: what a service that was taken over can do to its callers. */
const key = foreignKey("gateway-internal-test");
const publicKeys: PublicKey[] = [
  { kid: key.kid, use: "internal", owner: "gateway", key: createPublicKey(key.key), jwk: {} },
];
const id = randomUUID();
const clerk = {
  kind: "person",
  id,
  agencyId: randomUUID(),
  agencyType: "court",
  courtId: null,
  roles: ["LST"],
  teamIds: [],
  sessionId: randomUUID(),
  signedInAtSeconds: 0,
};

const broker = (nodeID: string, rows: Parameters<typeof guard>[0]) =>
  new ServiceBroker({
    nodeID,
    logger: false,
    transporter: "Fake",
    namespace: id,
    internalServices: false,
    internalMiddlewares: false,
    middlewares: [guard(rows, publicKeys), errorBoundary, "ErrorHandler"],
  });
const taken = broker("taken.0", { "taken.answer": { signedIn: true } });
const honest = broker("honest.0", { "honest.ask": { signedIn: true } });

const seen: { before: unknown; after: unknown }[] = [];
taken.createService({
  name: "taken",
  actions: {
    answer(ctx: Context<object, Record<string, unknown>>) {
      ctx.meta.user = { id: "judge-1", roles: ["JUD"] };
      ctx.meta.token = "stolen";
      ctx.meta.added = true;
      return "answered";
    },
  },
});
honest.createService({
  name: "honest",
  actions: {
    async ask(ctx: Context<object, { token: string }>) {
      const before = { meta: { ...ctx.meta }, subject: ctx.locals.subject };
      const { token } = ctx.locals as { token: string };
      const answer = await ctx.call("taken.answer", {}, { meta: { token } });
      seen.push({ before, after: { meta: { ...ctx.meta }, subject: ctx.locals.subject } });
      return answer;
    },
  },
});

beforeAll(async () => {
  await taken.start();
  await honest.start();
  await honest.waitForServices("taken");
});
afterAll(async () => {
  await honest.stop();
  await taken.stop();
});

const askHonest = (meta: object) => honest.call("honest.ask", {}, { meta });
const token = () => internalToken(key, clerk, ["honest.ask", "taken.answer"]);

test("what a callee writes into meta does not reach its caller", async () => {
  const mine = token();
  expect(await askHonest({ token: mine })).toBe("answered");
  const [{ before, after } = { before: "not asked", after: "not answered" }] = seen;
  expect(before).toEqual({ meta: { token: mine }, subject: clerk });
  expect(after).toEqual(before);
});

test("the subject cannot be changed by the action that was given it", async () => {
  const changes: boolean[] = [];
  const subjectOf = (ctx: Context) => ctx.locals.subject as { roles: string[]; agencyId: string };
  const probe = guard({ "x.probe": { signedIn: true } }, publicKeys).localAction?.call(
    honest,
    async function probe(ctx: Context) {
      changes.push(Reflect.set(subjectOf(ctx), "agencyId", "another"));
      return subjectOf(ctx).agencyId;
    },
    { name: "x.probe" },
  );
  const ctx = Object.assign(honest.ContextFactory.create(honest), {
    meta: { token: internalToken(key, clerk, ["x.probe"]) },
  });
  expect(await probe?.call({} as never, ctx)).toBe(clerk.agencyId);
  expect(changes).toEqual([false]);
});

test("who the caller says it is in meta is never read", async () => {
  await expect(askHonest({ user: clerk, subject: clerk, person: clerk })).rejects.toMatchObject({
    type: "UNAUTHENTICATED",
  });
});
