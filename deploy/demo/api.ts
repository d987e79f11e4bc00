import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Route } from "../../gateway/routes/route.ts";
import { routes } from "../../gateway/routes/routes.ts";
import { type Call, type LookForOrder, resolve, type Step } from "./script.ts";
import type { SignedIn } from "./signed-in.ts";

const requestMsMax = 20_000;
/** How long one request is tried again while Tracker is busy or away. */
const patienceMs = 120_000;
/** How long what follows from an earlier step may take to be there. */
const followMsMax = 15_000;
const pauseMsMin = 100;

/** A request that was refused for good. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, what: string, text: string) {
    super(`${what} was refused with ${status}: ${text.slice(0, 600)}`);
    this.status = status;
  }
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly retryAfterMs: number;
}

export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly key?: string;
  readonly ifVersion?: number;
}

/** Tracker's front door: one request at a time, and steps of a script with the patience they need. */
export class Api {
  readonly #url: string;
  readonly #signal: AbortSignal | undefined;
  #sent = 0;

  constructor(url: string, signal?: AbortSignal) {
    this.#url = url;
    this.#signal = signal;
  }

  /** Requests answered so far. */
  get sent(): number {
    return this.#sent;
  }

  /** One request. Waits and sends it again, under the same key, while Tracker says that it is busy or does not answer. */
  async ask(ask: Ask): Promise<Answer> {
    for (const giveUpAt = Date.now() + patienceMs; ; ) {
      this.#signal?.throwIfAborted();
      const answer = await this.#once(ask).catch((error: unknown) => {
        this.#signal?.throwIfAborted();
        if (Date.now() > giveUpAt) throw error;
        return undefined;
      });
      if (answer && answer.status !== 503 && answer.status !== 429) return answer;
      if (Date.now() > giveUpAt)
        throw new Refused(answer?.status ?? 0, `${ask.method} ${ask.path}`, answer?.text ?? "");
      await sleep(answer?.retryAfterMs ?? 1_000, undefined, { signal: this.#signal });
    }
  }

  /** Carries out a step; its answer. */
  async carryOut(step: Step, who: SignedIn, answers: (step: string) => unknown): Promise<unknown> {
    if ("look" in step) return this.#lookForOrder(step, who, answers);
    const { method, path, body } = toRequest(step, resolve(step.input, answers));
    const { key, ifVersion } = step;
    for (const giveUpAt = Date.now() + followMsMax; ; ) {
      const token = await who.token();
      const answer = await this.ask({ method, path, token, body, key, ...(ifVersion !== undefined && { ifVersion }) });
      if (answer.status < 300) return answer.body;
      if (answer.status === 401) await who.renew(token);
      else if (!mayBeOnItsWay(answer) || Date.now() > giveUpAt)
        throw new Refused(answer.status, `"${step.name}" (${step.action} as ${step.as})`, answer.text);
      else await sleep(pauseMsMin, undefined, { signal: this.#signal });
    }
  }

  /** The order that a sentence made, and its first appointment: both follow from the sentence, at times a moment later. */
  async #lookForOrder(step: LookForOrder, who: SignedIn, answers: (step: string) => unknown): Promise<unknown> {
    const defendantId = String(resolve(step.defendantId, answers));
    const caseId = resolve(step.caseId, answers);
    const path = `/v1/defendants/${defendantId}/file?limit=1`;
    for (const giveUpAt = Date.now() + followMsMax; ; ) {
      const token = await who.token();
      const answer = await this.ask({ method: "GET", path, token });
      const found = answer.status === 200 ? findOrder(answer.body, caseId) : undefined;
      if (found) return found;
      if (answer.status === 401) await who.renew(token);
      if (Date.now() > giveUpAt) throw new Refused(answer.status, `"${step.name}" as ${step.as}`, answer.text);
      await sleep(pauseMsMin, undefined, { signal: this.#signal });
    }
  }

  async #once({ method, path, token, body, key, ifVersion }: Ask): Promise<Answer> {
    const timeout = AbortSignal.timeout(requestMsMax);
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(key && { "idempotency-key": key }),
        ...(ifVersion !== undefined && { "if-match": `"${ifVersion}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: this.#signal ? AbortSignal.any([this.#signal, timeout]) : timeout,
    });
    const text = await response.text();
    this.#sent++;
    const retryAfterMs = Math.max(pauseMsMin, Number(response.headers.get("retry-after") ?? 1) * 1_000 || 0);
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : undefined, text, retryAfterMs };
  }
}

/** What an earlier step brings about may still be on its way: an involvement (404), or the state of a case (422, 412). */
function mayBeOnItsWay({ status, text }: Answer): boolean {
  return status === 404 || status === 412 || (status === 422 && text.includes("RULE_BROKEN"));
}

const routeByAction = new Map<string, Route>(routes.map(route => [route.contract.action, route]));

/** The request for an action: fields that the route's path names go there, the others into the body. */
function toRequest({ action }: Call, input: unknown): { method: string; path: string; body: object } {
  const route = routeByAction.get(action);
  if (!route) throw new Error(`no route leads to ${action}`);
  const rest: Record<string, unknown> = { ...(input as object) };
  const path = route.path.replace(/\{(\w+)\}/g, (_whole, field: string) => {
    const value = String(rest[field]);
    delete rest[field];
    return value;
  });
  return { method: route.method.toUpperCase(), path, body: rest };
}

const fileSchema = z.looseObject({
  parts: z.array(z.looseObject({ part: z.string(), items: z.array(z.record(z.string(), z.unknown())) })),
});

/** The order on the case, with the appointment that is due first under it; undefined while either is missing. */
export function findOrder(file: unknown, caseId: unknown): { order: object; appointment: object } | undefined {
  const { parts } = fileSchema.parse(file);
  const itemsOf = (name: string) => parts.find(({ part }) => part === name)?.items ?? [];
  const order = itemsOf("orders").find(item => item.caseId === caseId);
  const appointment = itemsOf("obligations")
    .filter(item => item.orderId === order?.id && item.kind === "appointment")
    .sort((a, b) => String(a.dueAt).localeCompare(String(b.dueAt)))[0];
  return order && appointment && { order, appointment };
}
