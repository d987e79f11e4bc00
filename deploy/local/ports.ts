import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the range that Linux takes outgoing ports from. A client that tries to reach a stopped server on a port of that
 * range may be given the very port it calls, connect to itself, and keep the server from coming back.
 */
const range = { first: 20_000, last: 32_000 };
const attemptsMax = 100;

/** A loopback TCP port that nobody listens on now. Throws when it finds none. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const port = randomInt(range.first, range.last);
    if (await isFree(port)) return port;
  }
  throw new Error(`None of ${attemptsMax} ports tried between ${range.first} and ${range.last} is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
  } catch {
    return false;
  }
  await once(server.close(), "close");
  return true;
}
