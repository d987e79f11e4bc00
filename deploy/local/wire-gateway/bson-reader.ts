/**
 * Looks at the top level of a BSON document without decoding what is below: most commands are passed on as they came,
 * and all the gateway needs of them is their name and a few fields. https://bsonspec.org/spec.html
 */
import { ProtocolError } from "./protocol-error.ts";

const type = { string: 0x02, document: 0x03, array: 0x04, boolean: 0x08, int32: 0x10, int64: 0x12, double: 0x01 };

/** Bytes of the types whose length is fixed. */
const fixedBytes = new Map([
  [0x01, 8],
  [0x06, 0],
  [0x07, 12],
  [0x08, 1],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
  [0x7f, 0],
  [0xff, 0],
]);

/** What a type with a leading length has beside the bytes that this length counts. */
const countedBytes = new Map([
  [0x02, 4],
  [0x03, 0],
  [0x04, 0],
  [0x05, 5],
  [0x0c, 16],
  [0x0d, 4],
  [0x0e, 4],
  [0x0f, 0],
]);

interface Field {
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

export class BsonReader {
  readonly bytes: Buffer;
  readonly #fields = new Map<string, Field>();

  /** Throws `ProtocolError` when the top level is not well formed. */
  constructor(bytes: Buffer) {
    this.bytes = bytes;
    const end = bytes.length - 1;
    if (bytes.length < 5 || bytes.readInt32LE(0) !== bytes.length || bytes[end] !== 0)
      throw new ProtocolError("a document of the wrong length");
    for (let at = 4; at < end; ) at = this.#readField(at, end);
  }

  #readField(at: number, end: number): number {
    const kind = this.bytes[at]!;
    const start = this.#skipText(at + 1, end);
    const stop =
      kind === 0x0b ? this.#skipText(this.#skipText(start, end), end) : start + this.#sizeOf(kind, start, end);
    if (stop > end) throw new ProtocolError("a field that goes on after its document");
    this.#fields.set(this.bytes.toString("utf8", at + 1, start - 1), { type: kind, start, end: stop });
    return stop;
  }

  /** The position after a text that ends with a zero byte. */
  #skipText(start: number, end: number): number {
    const zero = this.bytes.indexOf(0, start);
    if (zero < 0 || zero >= end) throw new ProtocolError("a name without an end");
    return zero + 1;
  }

  #sizeOf(kind: number, start: number, end: number): number {
    const fixed = fixedBytes.get(kind);
    if (fixed !== undefined) return fixed;
    const beside = countedBytes.get(kind);
    if (beside === undefined || start + 4 > end) throw new ProtocolError(`a field of type ${kind}`);
    const counted = this.bytes.readInt32LE(start);
    if (counted < 0) throw new ProtocolError("a field of negative length");
    return counted + beside;
  }

  /** The name of the first field, which in a command is the command's own. */
  get firstName(): string {
    for (const name of this.#fields.keys()) return name;
    throw new ProtocolError("an empty command");
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** Undefined when the field is absent or of another type; so for the others. */
  findString(name: string): string | undefined {
    const field = this.#find(name, type.string);
    return field && this.bytes.toString("utf8", field.start + 4, field.end - 1);
  }

  findBoolean(name: string): boolean | undefined {
    const field = this.#find(name, type.boolean);
    return field && this.bytes[field.start] !== 0;
  }

  findInteger(name: string): bigint | undefined {
    const long = this.#find(name, type.int64);
    if (long) return this.bytes.readBigInt64LE(long.start);
    const int = this.#find(name, type.int32);
    return int && BigInt(this.bytes.readInt32LE(int.start));
  }

  findNumber(name: string): number | undefined {
    const double = this.#find(name, type.double);
    if (double) return this.bytes.readDoubleLE(double.start);
    const integer = this.findInteger(name);
    return integer === undefined ? undefined : Number(integer);
  }

  findDocument(name: string): BsonReader | undefined {
    const field = this.#find(name, type.document) ?? this.#find(name, type.array);
    return field && new BsonReader(this.bytes.subarray(field.start, field.end));
  }

  /** The names in their order; in an array they are "0", "1" and so on. */
  names(): string[] {
    return [...this.#fields.keys()];
  }

  #find(name: string, wanted: number): Field | undefined {
    const field = this.#fields.get(name);
    return field?.type === wanted ? field : undefined;
  }
}
