import type { Part } from "../libs/bus/call-graph.ts";
import { type Running, serve } from "../libs/bus/serve.ts";
import { type Config, readConfig, readPart } from "../libs/config/config.ts";
import { describeForLog, log } from "../libs/log/log.ts";

/** How each part is started. A process loads the code of its own part only. */
const starters: Readonly<Record<Part, (config: Config) => Promise<Running>>> = {
  gateway: async config => (await import("../gateway/gateway.ts")).serveGateway(config),
  agencies: async config => serve((await import("../services/agencies/agencies.service.ts")).agencies, config),
  defendants: async config => serve((await import("../services/defendants/defendants.service.ts")).defendants, config),
  cases: async config => serve((await import("../services/cases/cases.service.ts")).cases, config),
  notes: async config => serve((await import("../services/notes/notes.service.ts")).notes, config),
  reports: async config => serve((await import("../services/reports/reports.service.ts")).reports, config),
  audit: async config => serve((await import("../services/audit/audit.service.ts")).audit, config),
};

/** Runs one part until it is told to stop; a start that fails says why in one line and exits with 1. */
export async function runPart(name: string, stopTelemetry: () => Promise<void>): Promise<void> {
  process.on("unhandledRejection", error => log.error(describeForLog(error), "a promise failed unheard"));
  try {
    const part = readPart(name);
    const running = await starters[part](readConfig(part));
    process.send?.("ready");
    log.info("ready");
    await untilToldToStop();
    log.info("stopping");
    await running.stop();
    await stopTelemetry();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : "could not start"}\n`);
    log.fatal(describeForLog(error), "could not start");
    process.exit(1);
  }
}

/** A signal, or the end of the process that started this one: no part outlives its supervisor. */
function untilToldToStop(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    process.once("disconnect", () => resolve());
  });
}
