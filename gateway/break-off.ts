import type { Server, Socket } from "node:net";
import { TLSSocket } from "node:tls";

/** The bare connections under encrypted ones, by where they come from: only such a one can be reset. */
const bare = new Map<string, Socket>();
const placeOf = ({ remoteAddress, remotePort, localPort }: Socket) => `${remoteAddress} ${remotePort} ${localPort}`;

/** Keeps hold of what an encrypted listener's connections stand on. */
export function keepBare(server: Server): void {
  server.on("connection", (socket: Socket) => {
    const place = placeOf(socket);
    bare.set(place, socket);
    socket.once("close", () => {
      if (bare.get(place) === socket) bare.delete(place);
    });
  });
}

/** A reset, so that what waits in the system's buffers is thrown away too. */
export function breakOff(socket: Socket): void {
  const under = socket instanceof TLSSocket ? bare.get(placeOf(socket)) : socket;
  under?.resetAndDestroy();
  socket.destroy();
}
