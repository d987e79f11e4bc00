import type { ServiceBroker } from "moleculer";
import { z } from "zod";
import { type Revocation, revocationSchema, revocationSeconds, type Versions } from "../libs/identity/access-claims.ts";
import type { InternalTokens } from "../libs/identity/internal-token.ts";
import type { Person } from "../libs/identity/subject.ts";
import { describeForLog, log } from "../libs/log/log.ts";

const action = "agencies.revocations";
const pollMs = 1_000;
const askTimeoutMs = 1_500;
/** Asked for again each time: what was stamped before the last answer and written after it. */
const overlapMs = 30_000;
/** Beyond this the gateway does not know who may come in, and lets nobody in. */
const freshMsMax = 10_000;
const pagesMax = 20;
const entriesMax = 100_000;

const answerSchema = z.strictObject({
  items: z.array(revocationSchema),
  upTo: z.iso.datetime(),
  isAll: z.boolean(),
});

/** Who a token is from, as far as it can be revoked. */
export interface Holder {
  readonly person: Person;
  readonly versions: Versions;
}

/**
 * Whose tokens are refused, as `agencies` last said: asked every second, and kept for longer than a token lives.
 * Versions are compared, never times: which came first is not for two clocks to say.
 */
export class Revocations {
  readonly #broker: ServiceBroker;
  readonly #tokens: InternalTokens;
  readonly #entries = new Map<string, { readonly beforeVersion: number; readonly untilMs: number }>();
  #after: string | undefined;
  #knownAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(broker: ServiceBroker, tokens: InternalTokens) {
    this.#broker = broker;
    this.#tokens = tokens;
  }

  /** Whether what is known is not older than ten seconds. */
  get isFresh(): boolean {
    return performance.now() - this.#knownAtMs <= freshMsMax;
  }

  /** Whether the token is refused: for its person, system, agency, session, or a team that it names. */
  isRevoked({ person, versions }: Holder): boolean {
    return (
      this.#isBelow("person", person.id, versions.person) ||
      this.#isBelow("client", person.clientId ?? person.id, versions.client) ||
      this.#isBelow("agency", person.agencyId, versions.agency) ||
      this.#entries.has(`session:${person.sessionId}`) ||
      person.teamIds.some(id => this.#entries.has(`team:${id}`))
    );
  }

  start(): void {
    this.#poll()
      .catch(error => log.warn(describeForLog(error), "who is revoked could not be asked"))
      .finally(() => {
        if (!this.#isStopped) this.#timer = setTimeout(() => this.start(), pollMs);
      });
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #poll(): Promise<void> {
    const askedAtMs = performance.now();
    for (let pages = 1; ; pages++) {
      const { items, upTo, isAll } = await this.#ask(this.#after);
      for (const item of items) this.#take(item, askedAtMs);
      if (this.#entries.size > entriesMax || pages > pagesMax) throw new Error("more is revoked than can be kept");
      this.#after = isAll ? new Date(Date.parse(upTo) - overlapMs).toISOString() : upTo;
      if (isAll) break;
    }
    this.#knownAtMs = askedAtMs;
    for (const [name, { untilMs }] of this.#entries) if (untilMs < askedAtMs) this.#entries.delete(name);
  }

  async #ask(after: string | undefined) {
    const answer: unknown = await this.#broker.call(
      action,
      { input: after === undefined ? {} : { after } },
      { meta: { token: this.#tokens.forAnyone([action]) }, timeout: askTimeoutMs },
    );
    return answerSchema.parse(answer);
  }

  #take({ kind, id, beforeVersion }: Revocation, nowMs: number): void {
    const untilMs = nowMs + revocationSeconds * 1_000;
    this.#entries.set(`${kind}:${id}`, { beforeVersion: beforeVersion ?? Number.POSITIVE_INFINITY, untilMs });
  }

  #isBelow(kind: Revocation["kind"], id: string, version: number | undefined): boolean {
    const entry = this.#entries.get(`${kind}:${id}`);
    return entry !== undefined && version !== undefined && version < entry.beforeVersion;
  }
}
