import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { checkContract } from "./check-contract.ts";
import type { RigFacts } from "./rig.ts";

/** The running Tracker that globalSetup started. */
export function sharedRig(): RigFacts {
  const file = process.env.TRACKER_TEST_RIG;
  if (!file) throw new Error("no Tracker is running for the tests; run them with npm test");
  return JSON.parse(readFileSync(file, "utf8"));
}

/** JSON as a test reads it: fields are looked at by name, and a missing one fails the expectation. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  readonly text: string;
}

export interface Ask {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly rawBody?: string;
  readonly headers?: Record<string, string>;
  /** The Idempotency-Key; a new one unless given. `null` sends none. */
  readonly key?: string | null;
  readonly ifMatch?: number;
}

/** One request through the front door. */
export async function send(
  url: string,
  method: string,
  path: string,
  { token, body, rawBody, headers = {}, key = randomUUID(), ifMatch }: Ask = {},
): Promise<Answer> {
  const content = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(content !== undefined && { "content-type": "application/json" }),
      ...(method === "POST" && key !== null && { "idempotency-key": key }),
      ...(ifMatch !== undefined && { "if-match": `"${ifMatch}"` }),
      ...headers,
    },
    ...(content !== undefined && { body: content }),
  });
  const text = await response.text();
  const json = text.startsWith("{") ? JSON.parse(text) : undefined;
  checkContract(method, path, response.status, json);
  return { status: response.status, headers: response.headers, body: json, text };
}

const heededMsMax = 20_000;

/** A signed-in person: sends with their token, and fails loudly when an answer has another status than expected. */
export class Caller {
  readonly url: string;
  readonly token: string;
  readonly me: { id: string; agencyId: string };

  constructor(url: string, token: string, me: { id: string; agencyId: string }) {
    this.url = url;
    this.token = token;
    this.me = me;
  }

  send(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    return send(this.url, method, path, { token: this.token, ...ask });
  }

  async get(path: string): Promise<Json> {
    return expectStatus(200, await this.send("GET", path), path);
  }

  /** POST that must make something: 201. */
  async create(path: string, body: unknown, ask: Ask = {}): Promise<Json> {
    return expectStatus(201, await this.#post(path, { body, ...ask }), path);
  }

  /** POST that must do something: 200. */
  async post(path: string, body: unknown, ask: Ask = {}): Promise<Json> {
    return expectStatus(200, await this.#post(path, { body, ...ask }), path);
  }

  #post(path: string, { key = randomUUID(), ...ask }: Ask): Promise<Answer> {
    return heeding(() => this.send("POST", path, { key, ...ask }));
  }
}

/** A busy machine's "come back later" is heeded as any client heeds it: the same request again, with the same key. */
async function heeding(ask: () => Promise<Answer>): Promise<Answer> {
  const until = Date.now() + heededMsMax;
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503 || Date.now() > until) return answer;
    await new Promise(resolve => setTimeout(resolve, Number(answer.headers.get("retry-after") ?? 1) * 1_000));
  }
}

function expectStatus(status: number, answer: Answer, path: string): Json {
  if (answer.status !== status)
    throw new Error(`${path} answered ${answer.status}, expected ${status}: ${answer.text}`);
  return answer.body;
}

export async function signIn(url: string, username: string, password: string): Promise<Caller> {
  const tokens = expectStatus(
    200,
    await heeding(() => send(url, "POST", "/v1/sign-in", { body: { username, password }, key: null })),
    "/v1/sign-in",
  );
  const me = expectStatus(200, await send(url, "GET", "/v1/me", { token: tokens.accessToken }), "/v1/me");
  return new Caller(url, tokens.accessToken, me);
}

/** Waits until `check` gives something, asking again and again; fails with `what` after the deadline. */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | undefined | false>,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}
