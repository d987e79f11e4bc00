import { createHmac } from "node:crypto";
import { clock } from "../clock/clock.ts";
import type { Subject } from "../identity/subject.ts";
import type { Actor } from "./record.ts";

/** One request to change something: who asks, under which key, from which version, and when. */
export interface Command {
  readonly by: Actor;
  /** Names this command for ever: a UUID made from subject, action and Idempotency-Key. A created record takes it as its id. */
  readonly id: string;
  /** Of the action and its whole input, keyed because an input may hold a password: the same key with another fingerprint is refused. */
  readonly fingerprint: string;
  readonly ifVersion: number | undefined;
  readonly at: Date;
  /** That it follows from an event, and nobody waits for it: where a file has been erased there is nothing to do. */
  readonly isFollowing?: true;
}

/** What the gateway sends along with a command's input. */
export interface CommandHeader {
  key?: string | undefined;
  ifVersion?: number | undefined;
}

/** Makes the command. `secret` keeps ids from being guessed from keys. */
export function makeCommand(
  secret: string,
  subject: Subject,
  action: string,
  input: unknown,
  header: CommandHeader,
): Command {
  const actor = actorOf(subject);
  const version = header.ifVersion ?? "";
  const fingerprint = createHmac("sha256", secret)
    .update(`${action}|${version}|${canonical(input)}`)
    .digest("base64url");
  return {
    by: actor,
    // A change sent without a key is named by what it says and from which version: sent again it is the same one.
    id: uuidFrom(secret, [actor.id, action, header.key ?? `${version}|${fingerprint}`].join("|")),
    fingerprint,
    ifVersion: header.ifVersion,
    at: clock.now(),
  };
}

/** A UUIDv8 (RFC 9562) that the same secret and name always give, and nothing else can. */
export function uuidFrom(secret: string, name: string): string {
  const bytes = createHmac("sha256", secret).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function actorOf(subject: Subject): Actor {
  if (subject.kind === "service") return { id: `svc:${subject.name}`, agencyId: null };
  if (subject.kind === "anonymous") return { id: "anonymous", agencyId: null };
  const { id, agencyId, clientId } = subject;
  return clientId ? { id, agencyId, clientId } : { id, agencyId };
}

/** JSON with the keys of every object in one order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
