import { Agent, createServer, get, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as pass } from "node:timers/promises";
import type { Response } from "express";
import { keepBare } from "../../gateway/break-off.ts";
import { asLongAs, sendBytes } from "../../gateway/sending.ts";
import { failure } from "../../libs/errors/errors.ts";
import { makeAuthority } from "../attack/support/certificates.ts";
import { eventually } from "../support/client.ts";
import { readSlowly } from "../support/slow-reader.ts";

/** More than the system takes into its buffers for somebody who reads nothing. */
const large = Buffer.alloc(16 * 1024 * 1024, "a");
/** Less than that: all of it has left here before anything is looked at. */
const buffered = Buffer.alloc(2 * 1024 * 1024, "b");
const authority = makeAuthority("Authority");
const own = authority.issue("Gateway");
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Where `bytes` are given out. */
async function serving(bytes: Buffer, mayGoOn: () => boolean, isEncrypted = false): Promise<string> {
  const answer: RequestListener = ({ url }, res) =>
    sendBytes(Object.assign(res, { locals: {} }) as Response, url === "/short" ? bytes.subarray(0, 9) : bytes, mayGoOn);
  const { certificate: cert, key } = own;
  const listening = isEncrypted ? createTlsServer({ cert, key }, answer) : createServer(answer);
  if (isEncrypted) keepBare(listening);
  server = listening;
  await new Promise<void>(resolve => void listening.listen(0, "127.0.0.1", resolve));
  return `${isEncrypted ? "https" : "http"}://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

const taken = (url: string, agent: Agent) =>
  new Promise<void>((resolve, reject) => {
    get(url, { agent }, answer => void answer.resume().once("end", resolve)).once("error", reject);
  });

test("short or long, it arrives byte for byte with its length", async () => {
  for (const length of [0, 1, 64 * 1024, 64 * 1024 + 1, large.length]) {
    const url = await serving(large.subarray(0, length), () => true);
    const response = await fetch(url);
    expect(response.headers.get("content-length")).toBe(String(length));
    expect(Buffer.from(await response.arrayBuffer()).equals(large.subarray(0, length))).toBe(true);
    server?.close();
  }
});

test.each([
  ["is still being sent", "", large, false],
  ["has left and waits in the system's buffers", "", buffered, false],
  ["is still being sent", " under encryption", large, true],
  ["has left and waits in the system's buffers", " under encryption", buffered, true],
])("what %s is cut off%s once it may not go on", async (_what, _how, bytes, isEncrypted) => {
  let looks = 0;
  const url = await serving(bytes, () => ++looks < 3, isEncrypted);
  const reader = await readSlowly(url, "/", "", isEncrypted ? authority.certificate : undefined);
  await eventually("three looks", async () => looks >= 3);
  await new Promise(resolve => setImmediate(resolve)); // What came of the third one.
  const { bytes: got, isWhole } = await reader.rest();
  expect(isWhole).toBe(false);
  expect(got.length).toBeLessThan(bytes.length);
});

test.each([false, true])("a reader who is slow, and may go on, gets everything (encrypted: %s)", async isEncrypted => {
  let looks = 0;
  const url = await serving(large, () => ++looks > 0, isEncrypted);
  const reader = await readSlowly(url, "/", "", isEncrypted ? authority.certificate : undefined);
  await eventually("three looks", async () => looks >= 3);
  const { bytes, isWhole } = await reader.rest();
  expect([isWhole, bytes.equals(large)]).toEqual([true, true]);
});

test("it is looked at no more once the reader has it and asks for something else", async () => {
  let looks = 0;
  const url = await serving(buffered, () => ++looks > 0);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await taken(`${url}/`, agent);
  await taken(`${url}/short`, agent);
  const before = looks;
  await pass(2_200); // Two looks, had there been any.
  expect(looks).toBe(before);
  agent.destroy();
});

test("nor is what else was asked for broken off where it had come before the look and was not yet read", async () => {
  let isAllowed = true;
  const url = await serving(buffered, () => isAllowed);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await taken(`${url}/`, agent);
  isAllowed = false;
  const next = taken(`${url}/short`, agent);
  await new Promise(resolve => setImmediate(resolve));
  for (const untilMs = performance.now() + 1_500; performance.now() < untilMs; ); // Nothing is read, and a look is due.
  await expect(next).resolves.toBeUndefined();
  agent.destroy();
});

describe("as long as the owner says so", () => {
  const asked = async (ask: () => Promise<unknown>) => {
    const mayGoOn = asLongAs(ask);
    mayGoOn();
    await pass(0);
    return mayGoOn;
  };

  test.each(["NOT_FOUND", "ACCESS_DENIED", "ERASED", "INTERNAL", "UNAUTHENTICATED"] as const)(
    "%s ends it, whatever is said later",
    async type => {
      let times = 0;
      const mayGoOn = await asked(async () => {
        if (++times === 1) throw failure(type);
      });
      expect(mayGoOn()).toBe(false);
      await pass(0);
      expect(mayGoOn()).toBe(false);
    },
  );

  test("an owner who is away for a moment does not end it, one who is away for four seconds does", async () => {
    const mayGoOn = await asked(() => Promise.reject(failure("UNAVAILABLE")));
    expect(mayGoOn()).toBe(true);
    const from = performance.now();
    await eventually("the end", async () => !mayGoOn());
    expect(performance.now() - from).toBeGreaterThan(3_500);
    expect(performance.now() - from).toBeLessThan(4_500);
  });

  test("an owner who does not answer is asked once at a time, and ends it too", async () => {
    let times = 0;
    const mayGoOn = await asked(() => {
      times++;
      return new Promise(() => {});
    });
    await eventually("the end", async () => !mayGoOn());
    expect(times).toBe(1);
  });
});
