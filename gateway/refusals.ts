import { createHmac, randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";
import { ipKeyGenerator } from "express-rate-limit";
import type { ServiceBroker } from "moleculer";
import type { z } from "zod";
import { callAsService } from "../libs/bus/actions.ts";
import { serviceCalls } from "../libs/bus/call-graph.ts";
import { clock } from "../libs/clock/clock.ts";
import type { Config } from "../libs/config/config.ts";
import { serviceTokens } from "../libs/identity/internal-token.ts";
import { readSigningKey } from "../libs/identity/keys.ts";
import type { Person } from "../libs/identity/subject.ts";
import { describeForLog, log } from "../libs/log/log.ts";
import { auditContracts } from "../services/audit/audit.contract.ts";

const flushMs = 1_000;
const windowMs = 60_000;
/** Kinds of refusal and sources kept apart at one time; what comes from more is counted together. */
const sourcesMax = 1_000;
const sentMax = 200;
const unsentMax = 2_000;

type Refusal = z.input<typeof auditContracts.record.input>["refusals"][number];
/** Stores refusals in the audit, each once by its id; throws when it could not. */
type Recorder = (refusals: readonly Refusal[]) => Promise<void>;

const kinds: Readonly<{ [status: number]: Refusal["type"] }> = {
  401: "UNAUTHENTICATED",
  403: "ACCESS_DENIED",
  429: "TOO_MANY_REQUESTS",
};

/** What one source has been refused in the minute under way, and has not been told of yet. */
interface Window {
  readonly first: Omit<Refusal, "id" | "count">;
  readonly endsAtMs: number;
  untold: number;
  isTold: boolean;
}

/**
 * Tells the audit what the gateway refuses before any service hears of it. From one source the first refusal of a
 * minute is a row, and the rest of that minute one more that says how many, so that a flood cannot fill the audit.
 */
export class Refusals {
  readonly #record: Recorder;
  readonly #sourceKey: string;
  readonly #windows = new Map<string, Window>();
  /** Rows that were made and not yet stored; they keep their ids, so that none is stored twice. */
  #unsent: Refusal[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(record: Recorder, sourceKey: string) {
    this.#record = record;
    this.#sourceKey = sourceKey;
  }

  /** Looks at every answer; those of services have their rows there. */
  readonly watch: RequestHandler = (req, res, next) => {
    const address = ipKeyGenerator(req.ip ?? "");
    res.on("finish", () => {
      const type = kinds[res.statusCode];
      if (type && !res.locals.isForwarded) this.#note(type, address, res);
    });
    next();
  };

  start(): void {
    this.#timer = setInterval(() => {
      this.#flushing = this.#flushing.then(() => this.#flush(false));
    }, flushMs);
  }

  /** Tells what there is, and stops. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flushing;
    await this.#flush(true);
  }

  #note(type: Refusal["type"], address: string, res: Response): void {
    const person: Person | undefined = res.locals.person;
    const source = createHmac("sha256", this.#sourceKey)
      .update(person?.id ?? address)
      .digest("base64url");
    const isKnown = this.#windows.has(`${type}|${source}`) || this.#windows.size < sourcesMax;
    const key = isKnown ? `${type}|${source}` : `${type}|others`;
    const window = this.#windows.get(key);
    if (window) {
      window.untold += 1;
      return;
    }
    const who = person && { kind: person.kind, id: person.id, agencyId: person.agencyId, roles: [...person.roles] };
    const first = {
      at: clock.now().toISOString(),
      requestId: String(res.locals.requestId),
      source: isKnown ? source : null,
      who: isKnown && who ? who : null,
      type,
    };
    this.#windows.set(key, { first, endsAtMs: Date.now() + windowMs, untold: 1, isTold: false });
  }

  async #flush(isLast: boolean): Promise<void> {
    for (const [key, window] of this.#windows) {
      const isOver = isLast || Date.now() > window.endsAtMs;
      if (this.#unsent.length >= unsentMax) break; // The audit has been away for long; from now on they are only counted.
      if (window.untold > 0 && (!window.isTold || isOver)) {
        const count = isOver ? window.untold : 1;
        this.#unsent.push({ ...window.first, id: randomUUID(), count });
        window.untold -= count;
        window.isTold = true;
      }
      if (isOver && window.untold === 0) this.#windows.delete(key);
    }
    try {
      while (this.#unsent.length > 0) {
        await this.#record(this.#unsent.slice(0, sentMax));
        this.#unsent = this.#unsent.slice(sentMax);
      }
    } catch (error) {
      log.warn(describeForLog(error), "refusals wait for the audit");
    }
  }
}

/** The way to the audit, on the gateway's own account. */
export function recordingRefusals(broker: ServiceBroker, config: Config): Recorder {
  const token = serviceTokens("gateway", readSigningKey(config, "service"), [...serviceCalls.gateway]);
  return async refusals => {
    await callAsService(broker, token, auditContracts.record, { refusals: [...refusals] });
  };
}
