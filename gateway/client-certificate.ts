import { createHash, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

/** Ends a connection that was made with a certificate from an authority that is not ours. */
export function refuseStrangers(socket: TLSSocket): void {
  if (isShown(socket) && !socket.authorized) socket.destroy();
}

/** Whether the caller made this connection with the certificate that has this thumbprint, from an authority of ours (RFC 8705, section 3). */
export function isConnectedWith(socket: Socket, thumbprint: string): boolean {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return false;
  const { raw } = socket.getPeerCertificate();
  if (!raw) return false;
  const shown = createHash("sha256").update(raw).digest();
  const expected = Buffer.from(thumbprint, "base64url");
  return shown.length === expected.length && timingSafeEqual(shown, expected);
}

/** Without a certificate Node gives an object with nothing in it. */
function isShown(socket: TLSSocket): boolean {
  return socket.getPeerCertificate().raw !== undefined;
}
