import { clock } from "../clock/clock.ts";

const entriesMax = 2_000;

/** A few answers kept for a while, so that the same signature is not checked or made again for every request. Bounded; when full it starts anew. */
export class Kept<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly untilSeconds: number }>();

  /** The kept answer, unless its time is over. */
  find(key: string): V | undefined {
    const entry = this.#entries.get(key);
    return entry && clock.seconds() < entry.untilSeconds ? entry.value : undefined;
  }

  keep(key: string, value: V, untilSeconds: number): V {
    if (this.#entries.size >= entriesMax) this.#entries.clear();
    this.#entries.set(key, { value, untilSeconds });
    return value;
  }
}
