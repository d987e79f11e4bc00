/** The gateway's socket side: one command at a time on each connection, as drivers do it. */
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { BSON } from "mongodb";
import { readCommand } from "./command.ts";
import { type Context, runCommand } from "./commands.ts";
import { CursorStore } from "./cursors.ts";
import type { Database } from "./database.ts";
import { describeFailure } from "./errors.ts";
import { buildAnswer, FrameReader, type Message, readMessage } from "./frames.ts";
import { ProtocolError } from "./protocol-error.ts";

const socketsMax = 1000;
const logEveryMs = 100;
/** What a driver may still send in the old form. */
const handshakes = new Set(["hello", "ismaster"]);

/** In: where commands go, and a loopback port (0 for any). Out: the server, listening. */
export async function serveGateway(database: Database, port: number): Promise<Server> {
  const cursors = new CursorStore(database);
  const logSparsely = makeSparseLog();
  let connections = 0;
  const server = createServer({ noDelay: true }, socket => {
    connections += 1;
    const context = { database, cursors, connectionId: connections };
    serveSocket(socket, context).catch(error => {
      // A lost database, bytes that are no command, a client that went away: each ends this connection and no other.
      logSparsely(`connection ${context.connectionId} ended: ${error}`);
      socket.destroy();
    });
  });
  server.maxConnections = socketsMax;
  server.on("close", () => cursors.close());
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** While a command runs nothing is read, so a client that sends faster than it reads fills its own buffers. */
async function serveSocket(socket: Socket, context: Context): Promise<void> {
  const frames = new FrameReader();
  socket.on("error", () => {}); // the loop below hears of it too
  for await (const chunk of socket) {
    for (const frame of frames.push(chunk)) {
      const message = readMessage(frame);
      const answer = await answerTo(message, context);
      if (message.wantsAnswer && !socket.destroyed && !socket.write(answer)) await once(socket, "drain");
    }
  }
}

async function answerTo(message: Message, context: Context): Promise<Buffer> {
  const command = readCommand(message);
  if (message.kind === "query" && !handshakes.has(command.name.toLowerCase())) throw new ProtocolError("an old query");
  const answer = await runCommand(command, context).catch(describeFailure);
  return buildAnswer(message, answer instanceof Uint8Array ? answer : BSON.serialize(answer));
}

/** Writes no more than ten lines a second: while the database is down, each command of each client ends a connection. */
function makeSparseLog(): (line: string) => void {
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  return line => {
    if (performance.now() - writtenAtMs < logEveryMs) return;
    writtenAtMs = performance.now();
    console.log(`${new Date().toISOString()} ${line}`);
  };
}
