/** Chance that can be had again: the same seed gives the same choices. (mulberry32) */
export class Chance {
  readonly seed: number;
  #state: number;

  constructor(seed = Number(process.env.TRACKER_FAULTS_SEED ?? Date.now() % 1_000_000)) {
    this.seed = seed;
    this.#state = seed;
  }

  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new Error("nothing to pick from");
    return picked;
  }
}
