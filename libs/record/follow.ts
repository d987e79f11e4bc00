import { type Command, uuidFrom } from "./command.ts";
import type { RecordEvent } from "./record.ts";

/** The command by which a step follows from an event: the same event and purpose always make the same one, so a repeat changes nothing. */
export function followCommand(event: Pick<RecordEvent, "_id" | "by" | "recordedAt">, purpose: string): Command {
  const id = uuidFrom("follow", `${event._id}|${purpose}`);
  return { by: event.by, id, fingerprint: id, ifVersion: undefined, at: event.recordedAt, isFollowing: true };
}
