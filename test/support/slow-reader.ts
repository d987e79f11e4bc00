import { get, type IncomingMessage } from "node:http";
import { get as getEncrypted } from "node:https";

export interface SlowReader {
  /** Takes all there is to take; how much that was in all, and whether it was everything that had been promised. */
  rest(): Promise<{ bytes: Buffer; isWhole: boolean }>;
}

/** Asks for something, and takes no more than the beginning of the answer until it is told to take the rest. */
export function readSlowly(url: string, path: string, token: string, ca?: string): Promise<SlowReader> {
  return new Promise((resolve, reject) => {
    // A connection of its own, so that what comes of it is nobody else's.
    const headers = { authorization: `Bearer ${token}` };
    const asking = ca
      ? getEncrypted(`${url}${path}`, { agent: false, headers, ca })
      : get(`${url}${path}`, { agent: false, headers });
    asking.once("error", reject);
    asking.once("response", (answer: IncomingMessage) => {
      const chunks: Buffer[] = [];
      if (answer.statusCode !== 200) return reject(new Error(`${path} answered ${answer.statusCode}`));
      // Read when there is something and no more than that: what follows stays where it is.
      answer.once("readable", () => {
        chunks.push(answer.read(1));
        asking.off("error", reject);
        resolve({
          rest: () =>
            new Promise(settle => {
              const done = () => settle({ bytes: Buffer.concat(chunks), isWhole: answer.complete });
              asking.on("error", done);
              answer
                .on("data", chunk => chunks.push(chunk))
                .once("error", done)
                .once("close", done);
            }),
        });
      });
    });
  });
}
