import pino from "pino";

/**
 * Structured logs, one JSON object a line, on standard error. A line holds types, ids and durations;
 * never a name, a body, a token or a message that may quote one.
 */
export const log = pino(
  {
    level: process.env.TRACKER_LOG_LEVEL ?? "info",
    base: { part: process.env.TRACKER_PART ?? "tool" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
  },
  pino.destination({ fd: 2, sync: true }),
);

const placesMax = 5;

/** What a log may say about an error: its class, its code and where it came from, not its message, which may quote a record. */
export function describeForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error ? error.code : undefined;
  const at = placesOf(error);
  return {
    error: error.name,
    ...(code !== undefined && { code }),
    at,
    ...(error.cause instanceof Error && { cause: error.cause.name }),
  };
}

/** Where an error was made: the frames after its message, which may have many lines and look like anything. */
function placesOf({ stack = "", message }: Error): string[] {
  const afterMessage = stack.slice(stack.indexOf(message) + message.length);
  return afterMessage
    .split("\n")
    .slice(1, placesMax + 1)
    .map(line => line.trim());
}
