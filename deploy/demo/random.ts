import { createHash } from "node:crypto";

/** Chances that are the same for the same words on every machine: sfc32 (Chris Doty-Humphrey), seeded by a digest. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(...words: readonly (string | number)[]) {
    const digest = createHash("sha256").update(words.join("|")).digest();
    this.#a = digest.readInt32LE(0);
    this.#b = digest.readInt32LE(4);
    this.#c = digest.readInt32LE(8);
    this.#counter = digest.readInt32LE(12);
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.next() * list.length)];
    if (found === undefined) throw new RangeError("nothing to pick from");
    return found;
  }

  /** So many of the list, each at most once, in the list's order. */
  some<T>(list: readonly T[], count: number): T[] {
    let wanted = Math.min(count, list.length);
    return list.filter((_, index) => {
      const taken = this.next() * (list.length - index) < wanted;
      if (taken) wanted--;
      return taken;
    });
  }

  /** One of the rows, as often as its weight says. */
  weighted<T>(rows: readonly (readonly [T, number])[]): T {
    let left = this.next() * rows.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of rows) {
      left -= weight;
      if (left < 0) return value;
    }
    return this.pick(rows)[0];
  }
}
