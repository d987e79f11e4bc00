import { BsonReader } from "./bson-reader.ts";
import type { Message } from "./frames.ts";

/** A client's command, read only as far as needed to know who shall answer it. */
export interface Command {
  /** As the client wrote it. */
  readonly name: string;
  /** The collection, where the command is about one. */
  readonly collection: string;
  readonly db: string;
  readonly body: BsonReader;
  readonly sequences: ReadonlyMap<string, Buffer>;
}

/** Throws `ProtocolError` when the body is not BSON. */
export function readCommand(message: Message): Command {
  const body = new BsonReader(message.body);
  const name = body.firstName;
  return {
    name,
    collection: body.findString(name) ?? "",
    db: body.findString("$db") ?? "admin",
    body,
    sequences: message.sequences,
  };
}
