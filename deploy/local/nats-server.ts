/** nats-server with JetStream, on loopback. */
import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { defineLocalServer, type LocalServer } from "./local-server.ts";

const greetingTimeoutMs = 1000;

/** In: the engines' folder, this project's own for NATS, the port, and configuration text without addresses. */
export function defineNatsServer(engines: string, folder: string, port: number, config: string): LocalServer {
  const store = join(folder, "store");
  const configFile = join(folder, "nats-server.conf");
  const name = `local-${randomUUID()}`;
  const addresses = ["-a", "127.0.0.1", "-p", String(port), "-n", name];
  return defineLocalServer({
    name: "nats-server",
    process: {
      command: join(engines, "usr/sbin/nats-server"),
      args: ["-c", configFile, ...addresses, "-js", "-sd", store],
      folder: store,
      logFile: join(folder, "nats-server.log"),
      onParentDeath: "TERM",
    },
    isOwn: command => command[0]!.startsWith(engines) && command.includes(store),
    stopSignal: "SIGTERM",
    async prepare() {
      await mkdir(store, { recursive: true, mode: 0o700 });
      await writeFile(configFile, config, { mode: 0o600 });
    },
    isReady: () => greets(port, name),
  });
}

/** True when this very server answers: it tells its name before it asks who is there. */
function greets(port: number, name: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(greetingTimeoutMs, () => socket.destroy());
    socket.once("data", data => {
      resolve(data.toString("latin1").includes(`"server_name":"${name}"`));
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}
