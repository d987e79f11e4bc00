import {
  makeAsn,
  makeCrn,
  makeCro,
  makeNhs,
  makeNi,
  makeNoms,
  makePnc,
  makeUrn,
  nhsCheckDigit,
} from "../../libs/identifiers/identifiers.ts";
import type { Random } from "./random.ts";

/** Each prime is the most there can be of its kind before one comes twice. */
const primes = { pnc: 9_999_991, cro: 999_983, crn: 999_983, ni: 999_983, noms: 9_973, nhs: 999_999_937 } as const;
/** A number prime to all of the above, so that neighbours get numbers far apart. */
const stride = 387_420_489;

const niPrefixes = ["JK", "JT", "NB", "NE", "PA", "PW", "SB", "SH", "WM", "YZ"];
const nomsLetters = "ABCDEFGHJKLMNPQRTUVWXYZ";
const urnSerialMax = 99_999;

/** Identifiers that are valid by their rules, each given to one person or case only. */
export class Serials {
  readonly #given = new Map<string, number>();
  readonly #offset: number;

  constructor(random: Random) {
    this.#offset = random.int(1, 9_000);
  }

  pnc(year: number): string {
    return makePnc(year, this.#scattered("pnc"));
  }

  cro(year: number): string {
    return makeCro(year, this.#scattered("cro"));
  }

  crn(): string {
    return makeCrn("X", this.#scattered("crn"));
  }

  ni(): string {
    const n = this.#count("ni prefix");
    const suffix = (["A", "B", "C", "D"] as const)[Math.floor(n / niPrefixes.length) % 4] ?? "A";
    return makeNi(niPrefixes[n % niPrefixes.length] ?? "AB", this.#scattered("ni"), suffix);
  }

  noms(): string {
    const n = this.#count("noms letters");
    const letter = (place: number) => nomsLetters[Math.floor(n / place) % nomsLetters.length] ?? "A";
    return makeNoms("A", this.#scattered("noms"), letter(nomsLetters.length) + letter(1));
  }

  nhs(): string {
    for (;;) {
      const nine = String(this.#scattered("nhs")).padStart(9, "0");
      if (nhsCheckDigit(nine) !== null) return makeNhs(nine);
    }
  }

  asn(force: string, unit: string, year: number): string {
    const sequence = this.#offset + this.#count(`asn ${force}${unit}${year}`);
    return makeAsn({ year, force, unit, system: "01", sequence });
  }

  urn(force: string, unit: string, year: number): string {
    const serial = 1 + ((this.#offset + this.#count(`urn ${force}${unit}${year}`)) % urnSerialMax);
    return makeUrn({ force, unit, serial, year });
  }

  #count(what: string): number {
    const count = this.#given.get(what) ?? 0;
    this.#given.set(what, count + 1);
    return count;
  }

  /** The next number of a kind, from 1 up to below its prime: multiples of the stride never meet before that. */
  #scattered(kind: keyof typeof primes): number {
    return Number((BigInt(this.#offset + this.#count(kind)) * BigInt(stride)) % BigInt(primes[kind]));
  }
}
