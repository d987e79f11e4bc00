/** Locks that the kernel frees when their holder dies: a lock is the listening end of an abstract Unix socket. */
import { createHash } from "node:crypto";
import { connect, createServer } from "node:net";
import { until } from "./until.ts";

const answerTimeoutMs = 1000;

export interface Lock {
  release(): void;
}

function addressOf(name: string): string {
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 32);
  return `\0tracker-${process.getuid?.()}-${hash}`;
}

/** The lock, or undefined when somebody holds it. It keeps no process alive, and tells those who ask who holds it. */
export function tryLock(name: string): Promise<Lock | undefined> {
  const server = createServer(socket => socket.on("error", () => {}).end(String(process.pid)));
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(addressOf(name), () => {
      server.unref();
      resolve({ release: () => server.close() });
    });
  });
}

/** Waits for the lock. Throws after `timeoutMs`. */
export async function waitForLock(name: string, timeoutMs: number): Promise<Lock> {
  let lock: Lock | undefined;
  await until("a lock to be free", timeoutMs, async () => {
    lock = await tryLock(name);
    return lock !== undefined;
  });
  return lock!;
}

/** The process id of the lock's holder; undefined when nobody holds it, or the holder is too busy to say. */
export function findLockHolder(name: string): Promise<string | undefined> {
  return new Promise(resolve => {
    let text = "";
    const socket = connect(addressOf(name));
    socket.setTimeout(answerTimeoutMs, () => socket.destroy());
    socket.on("data", data => {
      text += data;
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text || undefined));
  });
}
