/** A running MongoDB or NATS. */
export interface Engine {
  readonly url: string;
  /** Ends it as a crash does, with SIGKILL. Throws for an engine that was given. */
  kill(): Promise<void>;
  /** Brings it back on the same url. Throws for an engine that was given. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface EngineOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Where data and logs of local engines go, in folders of their own; one process at a time may run engines on it. */
  readonly dataFolder: string;
  /** nats-server configuration text: users and permissions, JetStream limits; no addresses. */
  readonly natsConfig: string;
  /** Loopback ports; free ones are taken where none is named. */
  readonly mongoPort?: number;
  readonly natsPort?: number;
  readonly report: (line: string) => void;
}

/** Starts engines where none are given. */
export interface EngineSource {
  readonly name: "docker" | "local";
  /** Its name in the line that says what was chosen. */
  readonly title: string;
  startMongo(): Promise<Engine>;
  startNats(): Promise<Engine>;
  /** Stops whatever it has started. */
  close(): Promise<void>;
}
