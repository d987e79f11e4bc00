import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";

/** What one measurement found. Times in milliseconds. */
export interface Measured {
  readonly requests: number;
  readonly failures: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export interface Target {
  readonly url: string;
  readonly method: "GET" | "POST";
  /** A fresh request each time: path, headers, body. */
  next(): { path: string; headers?: Record<string, string>; body?: string };
}

/** Sends as fast as answers come, over so many connections, for so long. */
export async function hammer(
  { url, method, next }: Target,
  connections: number,
  durationMs: number,
): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  const times: number[] = [];
  let failures = 0;
  const endAt = performance.now() + durationMs;
  const startedAt = performance.now();
  const once = () =>
    new Promise<void>(resolve => {
      const { path, headers = {}, body } = next();
      const sentAt = performance.now();
      const req = request(
        {
          agent,
          hostname,
          port,
          path,
          method,
          headers: {
            ...headers,
            ...(body && { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
          },
        },
        res => {
          res.resume();
          res.once("end", () => {
            times.push(performance.now() - sentAt);
            if ((res.statusCode ?? 500) >= 400) failures += 1;
            resolve();
          });
        },
      );
      req.once("error", () => {
        failures += 1;
        resolve();
      });
      req.end(body);
    });
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < endAt) await once();
    }),
  );
  const elapsedMs = performance.now() - startedAt;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    requests: times.length,
    failures,
    perSecond: (times.length / elapsedMs) * 1_000,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
  };
}
