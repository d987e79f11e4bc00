import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { Refusals } from "../../gateway/refusals.ts";
import { StoredAudit } from "../support/audit.ts";
import { send, sharedRig } from "../support/client.ts";

const rig = sharedRig();

test("who comes with a token that is not good is in the audit, without the token and without the address", async () => {
  const stored = await StoredAudit.open(rig);
  const since = new Date();
  const token = `a.${randomUUID()}.c`;
  const sent = await Promise.all(Array.from({ length: 60 }, () => send(rig.url, "GET", "/v1/me", { token })));
  expect(sent.every(({ status }) => status === 401)).toBe(true);
  const { row } = await stored.chained("a refusal of the gateway", {
    "row.of": "gateway",
    "row.outcome": "UNAUTHENTICATED",
    "row.who.id": { $ne: null }, // Not one that another test has recorded on the gateway's account.
  });
  expect(row).toMatchObject({ service: "gateway", operation: "authentication", decision: { effect: "deny" } });
  expect(row.who).toEqual({ kind: "anonymous", id: expect.stringMatching(/^[\w-]{43}$/), agencyId: null, roles: [] });
  expect(JSON.stringify(row)).not.toMatch(/127\.0\.0\.1|::1/);
  const rows = await stored
    .collection("audit", "audit-rows")
    .find({ of: "gateway", at: { $gte: since } })
    .toArray();
  expect(rows.length).toBeLessThan(4);
  expect(JSON.stringify(rows)).not.toContain(token);
  await stored.close();
});

describe("in numbers", () => {
  /** A server that refuses everything, and what it would have the audit store. */
  async function refuse(times: number, record: (count: number) => void): Promise<void> {
    const refusals = new Refusals(async rows => {
      for (const { count } of rows) record(count);
    }, "a key");
    const app = express();
    app.use((_req, res, next) => {
      res.locals.requestId = randomUUID();
      next();
    }, refusals.watch);
    app.get("/theirs", (_req, res) => {
      res.locals.isForwarded = true;
      res.status(403).end();
    });
    app.get("/found", (_req, res) => void res.status(404).end());
    app.use((_req, res) => void res.status(401).end());
    const server = createServer(app).listen(0, "127.0.0.1");
    await new Promise(resolve => server.once("listening", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (let time = 0; time < times; time++)
      for (const path of ["/", "/theirs", "/found"]) await fetch(`${url}${path}`);
    await refusals.stop();
    await new Promise(resolve => server.close(resolve));
  }

  test("a flood from one source is a row or two that say how many; what services refuse and what is not there are not counted", async () => {
    const counts: number[] = [];
    await refuse(50, count => counts.push(count));
    expect(counts.length).toBeLessThanOrEqual(2);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);
  });

  test("one is one", async () => {
    const counts: number[] = [];
    await refuse(1, count => counts.push(count));
    expect(counts).toEqual([1]);
  });
});
