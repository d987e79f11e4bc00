/** A client sent what no MongoDB driver sends. It costs that client its connection and nobody else anything. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}
