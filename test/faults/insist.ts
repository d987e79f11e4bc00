import type { Json } from "../support/client.ts";
import type { Command, Heard, Ledger } from "./ledger.ts";

const answerMsMax = 10_000;
const waitMsMax = 1_000;

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Json;
}

/**
 * Sends a command as an agency's system should: the same key again and again until there is an answer that is no
 * "come back later", waiting as long as Retry-After says, though never over a second. Gives the answer up after `insistMs`.
 */
export async function insist(ledger: Ledger, command: Command, insistMs = 60_000): Promise<Answer | undefined> {
  for (const giveUpAt = Date.now() + insistMs; Date.now() < giveUpAt; ) {
    ledger.attempt(command);
    const sentAt = performance.now();
    const answer = await sendOnce(command);
    const heard = hearing(answer, sentAt);
    if (answer && answer.status < 300) {
      ledger.ok(command.key, { id: answer.body.id, version: answer.body.version ?? 1 }, heard);
      return answer;
    }
    if (answer && answer.status < 500) {
      ledger.refused(command.key, `${answer.status} ${JSON.stringify(answer.body)}`, heard);
      return answer;
    }
    ledger.unknown(command.key, heard);
    await new Promise(resolve => setTimeout(resolve, waitMs(heard)));
  }
  return undefined;
}

/** The answer, or undefined when the connection was refused or lost. */
async function sendOnce({ by, method, path, body, key, ifMatch }: Command): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${by.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${by.token}`,
        "content-type": "application/json",
        ...(method === "POST" && { "idempotency-key": key }),
        ...(ifMatch !== undefined && { "if-match": `"${ifMatch}"` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerMsMax),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      body: JSON.parse(await response.text()),
    };
  } catch {
    return undefined;
  }
}

function hearing(answer: Answer | undefined, sentAt: number): Omit<Heard, "key"> {
  const ms = Math.round(performance.now() - sentAt);
  return { sentAt, status: answer?.status ?? "none", retryAfter: answer?.retryAfter ?? null, ms };
}

function waitMs({ retryAfter }: Omit<Heard, "key">): number {
  return Math.min(waitMsMax, retryAfter === null ? 200 : Number(retryAfter) * 1_000);
}
