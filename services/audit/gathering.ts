import { services } from "../../libs/bus/call-graph.ts";
import type { Tools } from "../../libs/bus/serve.ts";
import { describeForLog, log } from "../../libs/log/log.ts";
import { auditRowsOutput } from "../../libs/record/audit.ts";
import type { ChainStore } from "./chain.store.ts";

const everyMs = 1_000;
const pullsPerRoundMax = 20;

/**
 * Fetches every service's rows into the chains. A service is told what is held only after it is, and gives a row until
 * then: nothing is lost, and what comes twice is put in once.
 */
export function gathering(call: Tools["call"], store: ChainStore, afterRound: () => Promise<void>) {
  const away = new Set<string>();
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;

  async function fetchFrom(service: string): Promise<void> {
    let taken: string[] = [];
    for (let pull = 0; pull < pullsPerRoundMax; pull++) {
      const answer = await call({ action: `${service}.auditRows` }, { taken });
      const { rows, batches } = auditRowsOutput.parse(answer);
      if (batches.length === 0) return;
      // Nobody writes in another's name; the gateway's refusals are kept here.
      const own = rows.filter(row => row.service === service || (service === "audit" && row.service === "gateway"));
      if (own.length < rows.length) log.error({ service }, "a service gave audit rows in another's name");
      await store.append(own);
      taken = batches;
    }
  }

  async function round(): Promise<void> {
    await Promise.all(
      services.map(async service => {
        try {
          await fetchFrom(service);
          if (away.delete(service)) log.info({ service }, "the audit has caught up");
        } catch (error) {
          if (!away.has(service)) log.warn({ service, ...describeForLog(error) }, "audit rows wait where they are");
          away.add(service);
        }
      }),
    );
    await afterRound().catch(error => log.warn(describeForLog(error), "the checkpoint will be tried again"));
  }

  function again(): void {
    if (isStopping) return;
    timer = setTimeout(() => {
      running = round().then(again);
    }, everyMs);
  }

  return {
    start: again,
    async stop(): Promise<void> {
      isStopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
