import type { JetStreamManager, NatsConnection } from "nats";
import { readBusPasswords } from "../../deploy/secrets.ts";
import type { Service } from "../../libs/bus/call-graph.ts";
import { connectEvents } from "../../libs/record/bells.ts";
import { eventually } from "../support/client.ts";
import type { RigFacts } from "../support/rig.ts";

/** The services that have a place of their own in the stream of bells. */
const consumers = ["cases", "notes", "reports"] as const satisfies readonly Service[];

export interface BellCounts {
  /** Deliveries beyond the first of each bell. */
  readonly redeliveries: number;
  readonly deadLetters: number;
}

/** The stream of bells as its administrator sees it. */
export class Bus {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;

  private constructor(connection: NatsConnection, manager: JetStreamManager) {
    this.connection = connection;
    this.manager = manager;
  }

  static async open(facts: RigFacts): Promise<Bus> {
    const pass = readBusPasswords(facts.secretsFolder).get("admin") ?? "";
    const connection = await connectEvents("admin", { servers: facts.natsUrl, user: "admin", pass });
    return new Bus(connection, await connection.jetstreamManager());
  }

  /** Resolves when every bell that was rung has been heard and acknowledged by everyone it is for. */
  async whenAllHeard(timeoutMs: number): Promise<void> {
    for (const consumer of consumers)
      await eventually(
        `${consumer} to acknowledge every bell`,
        async () => {
          const place = await this.manager.consumers.info("EVT", consumer).catch(() => undefined);
          return place?.num_pending === 0 && place.num_ack_pending === 0;
        },
        timeoutMs,
      );
  }

  async count(): Promise<BellCounts> {
    const { state } = await this.manager.streams.info("EVT", { subjects_filter: ">" });
    const places = await Promise.all(consumers.map(consumer => this.manager.consumers.info("EVT", consumer)));
    const redeliveries = places.map(({ config, delivered }) => {
      const subjects = config.filter_subjects ?? [config.filter_subject ?? ""];
      const rung = subjects.reduce((sum, subject) => sum + (state.subjects?.[subject] ?? 0), 0);
      return delivered.consumer_seq - rung;
    });
    const dead = await this.manager.streams.info("DEAD");
    return { redeliveries: redeliveries.reduce((sum, found) => sum + found, 0), deadLetters: dead.state.messages };
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}
