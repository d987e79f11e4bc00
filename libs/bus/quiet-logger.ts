import { Loggers } from "moleculer";
import { describeForLog, log } from "../log/log.ts";

const levels: ReadonlySet<string> = new Set(["error", "fatal"]);

/**
 * Moleculer's own log lines, cut down to what is fit for a log: it would print whole packets, with their tokens and
 * bodies. Of an error its kind and places are kept; of anything else, which module spoke.
 */
export class QuietLogger extends Loggers.Base<{ level: "error" }> {
  override getLogHandler(bindings: { mod?: string }) {
    return (type: string, args: unknown[]): void => {
      if (!levels.has(type)) return;
      const error = args.find(argument => argument instanceof Error);
      log.error({ module: bindings.mod, ...(error && describeForLog(error)) }, "the bus library reports an error");
    };
  }
}
