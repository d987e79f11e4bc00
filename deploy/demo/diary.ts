import type { Day } from "./calendar.ts";
import type { Court } from "./data/places.ts";

export interface Slot {
  readonly session: "morning" | "afternoon";
  readonly room: string;
  readonly order: number;
  /** When it is reached, such as `10:20`. */
  readonly time: string;
}

const sessions = ["morning", "morning", "afternoon"] as const;
const minutesEach = { morning: 11, afternoon: 12 } as const;
const startsAt = { morning: 10 * 60, afternoon: 14 * 60 } as const;
const reachedMinutesMax = 150;
const orderMax = 200;

/** Places on the courts' lists: each place of a room and session is given once. */
export class Diary {
  readonly #taken = new Map<string, number>();

  place({ key, rooms }: Court, day: Day): Slot {
    const today = this.#next(`${key}|${day}`);
    const session = sessions[today % sessions.length] ?? "morning";
    const room = rooms[Math.floor(today / sessions.length) % rooms.length] ?? "1";
    const order = 1 + (this.#next(`${key}|${day}|${session}|${room}`) % orderMax);
    const minutes = startsAt[session] + Math.min((order - 1) * minutesEach[session], reachedMinutesMax);
    return { session, room, order, time: clockTime(minutes) };
  }

  #next(list: string): number {
    const count = this.#taken.get(list) ?? 0;
    this.#taken.set(list, count + 1);
    return count;
  }
}

/** `10:20` for 620. */
export function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** So many minutes after a time of the same day. */
export function later(time: string, minutes: number): string {
  const [hours = 0, past = 0] = time.split(":").map(Number);
  return clockTime(Math.min(hours * 60 + past + minutes, 23 * 60 + 59));
}
