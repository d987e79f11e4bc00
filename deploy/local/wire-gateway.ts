/** The wire gateway as a child process. */
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineLocalServer, type LocalServer } from "./local-server.ts";
import type { PostgresConnection } from "./postgres.ts";

const main = fileURLToPath(new URL("wire-gateway/main.ts", import.meta.url));

export function defineWireGateway(folder: string, port: number, postgres: PostgresConnection): LocalServer {
  const database = JSON.stringify(postgres);
  return defineLocalServer({
    name: "The wire gateway",
    process: {
      command: process.execPath,
      args: [main, String(port), database],
      folder,
      logFile: join(folder, "wire-gateway.log"),
      onParentDeath: "KILL",
      channel: true,
    },
    isOwn: command => basename(command[0]!) === "node" && command.includes(main) && command.includes(database),
    stopSignal: "SIGTERM",
    async prepare() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    },
    isReady: gateway => gateway.hasSpoken,
  });
}
