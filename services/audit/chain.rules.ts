import { createHash, type KeyObject, sign, verify } from "node:crypto";
import type { PublicKey, SigningKey } from "../../libs/identity/keys.ts";
import type { AuditRow } from "../../libs/record/audit-row.ts";
import { canonical } from "../../libs/record/command.ts";
import type { Chain, Checkpoint, Entry } from "./audit.schema.ts";

/** What stands before the first row. */
export const genesis = "0".repeat(64);

/** The end of a chain: how many rows, and the hash of the last. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}
export const emptyHead: Head = { seq: 0, hash: genesis };

/** SHA-256, in hexadecimal, of the hash before and the row as JSON with its keys in order. */
export function hashOf(prev: string, row: AuditRow): string {
  return createHash("sha256")
    .update(`${prev}|${canonical(row)}`)
    .digest("hex");
}

/** The rows as the next links after `head`. */
export function link(chain: Chain, head: Head, rows: readonly AuditRow[]): Entry[] {
  let { seq, hash } = head;
  return rows.map(row => {
    const prev = hash;
    seq += 1;
    hash = hashOf(prev, row);
    return { _id: row.id, chain, seq, prev, hash, row };
  });
}

/** The chain a row belongs to. */
export const chainOf = (row: Pick<AuditRow, "class">): Chain => (row.class === "private-notes" ? row.class : "main");

/** States how long a chain is, signed with ES256. */
export function signCheckpoint(chain: Chain, { seq, hash }: Head, at: Date, { kid, key }: SigningKey): Checkpoint {
  const said = { chain, length: seq, head: hash, at: at.toISOString(), kid };
  const signature = sign("sha256", Buffer.from(canonical(said)), { key, dsaEncoding: "ieee-p1363" });
  return { ...said, signature: signature.toString("base64url") };
}

/** Whether one of the audit's own keys signed this. */
export function isSigned({ signature, ...said }: Checkpoint, keys: readonly PublicKey[]): boolean {
  const key: KeyObject | undefined = keys.find(({ use, kid }) => use === "audit" && kid === said.kid)?.key;
  if (!key) return false;
  const text = Buffer.from(canonical(said));
  return verify("sha256", text, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
}

/** Something that is not as it was written: where, and what. */
export interface Fault {
  readonly seq: number;
  readonly what: string;
}

/** Looks at a chain row by row, in the order of `seq`, against the checkpoints that are known of it; holds no row longer than it looks at it. */
export class ChainCheck {
  readonly #checkpoints: readonly Checkpoint[];
  readonly #faults: Fault[] = [];
  #at: Head;

  /** `from` is the place before the first row that will be looked at: the beginning, unless what is before has been checked. */
  constructor(checkpoints: readonly Checkpoint[], keys: readonly PublicKey[], from: Head = emptyHead) {
    this.#at = from;
    this.#checkpoints = checkpoints.filter(checkpoint => {
      const isGood = isSigned(checkpoint, keys);
      if (!isGood) this.#say(checkpoint.length, `the checkpoint of ${checkpoint.at} is not signed by the audit`);
      return isGood;
    });
  }

  take({ _id, seq, prev, hash, row }: Entry): void {
    const { seq: lastSeq, hash: lastHash } = this.#at;
    if (seq > lastSeq + 1) this.#say(lastSeq + 1, missing(lastSeq + 1, seq - 1));
    if (seq <= lastSeq) this.#say(seq, "this place is taken twice, or the rows are out of order");
    if (prev !== lastHash) this.#say(seq, "does not follow the row before it: one was put in, taken out or moved");
    if (hashOf(prev, row) !== hash || row.id !== _id) this.#say(seq, "was changed after it was written");
    for (const { length, head, at } of this.#checkpoints)
      if (length === seq && head !== hash)
        this.#say(seq, `is not the row of the checkpoint of ${at}: the log was written anew`);
    this.#at = { seq, hash };
  }

  /** How far it has come. */
  get at(): Head {
    return this.#at;
  }

  /** After the last row: everything that was found, in the order of the rows. */
  end(): Fault[] {
    const { seq } = this.#at;
    for (const { length, at } of this.#checkpoints)
      if (length > seq) this.#say(seq + 1, `${missing(seq + 1, length)}: the checkpoint of ${at} knew them`);
    return this.#faults.toSorted((a, b) => a.seq - b.seq);
  }

  #say(seq: number, what: string): void {
    this.#faults.push({ seq, what });
  }
}

/** Everything that is wrong with a chain, from its beginning; empty when it is whole. */
export function verifyChain(
  entries: Iterable<Entry>,
  checkpoints: readonly Checkpoint[],
  keys: readonly PublicKey[],
): Fault[] {
  const check = new ChainCheck(checkpoints, keys);
  for (const entry of entries) check.take(entry);
  return check.end();
}

const missing = (from: number, to: number) =>
  from === to ? `row ${from} is missing` : `rows ${from} to ${to} are missing`;
