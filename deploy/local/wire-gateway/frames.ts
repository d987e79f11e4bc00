/**
 * Cuts a socket's bytes into wire protocol messages and builds answers.
 * https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
 */
import { ProtocolError } from "./protocol-error.ts";

/** What MongoDB itself announces as `maxMessageSizeBytes`. */
export const frameBytesMax = 48_000_000;

const headerBytes = 16;
const opReply = 1;
const opQuery = 2004;
const opMessage = 2013;

const flagChecksum = 1;
const flagMoreToCome = 2;
/** Drivers may set flags from 16 up at will; one of the lower sixteen that we do not know changes the meaning. */
const flagsRequired = 0xffff;

/** A client's message: a command, and for bulk writes their documents apart from it. */
export interface Message {
  readonly requestId: number;
  readonly kind: "message" | "query";
  readonly body: Buffer;
  /** Name of a sequence to its documents, one after the other. */
  readonly sequences: ReadonlyMap<string, Buffer>;
  /** False for writes that nobody waits for (`w: 0`). */
  readonly wantsAnswer: boolean;
}

/** Collects chunks until a frame is whole and joins them once, however many there are. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** In: the next bytes. Out: the frames they complete. Throws `ProtocolError` for a length that cannot be. */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const frames: Buffer[] = [];
    for (let length = this.#nextLength(); length && this.#bytes >= length; length = this.#nextLength())
      frames.push(this.#take(length));
    return frames;
  }

  #nextLength(): number | undefined {
    if (this.#bytes < 4) return undefined;
    if (this.#chunks[0]!.length < 4) this.#chunks = [Buffer.concat(this.#chunks)];
    const length = this.#chunks[0]!.readInt32LE(0);
    if (length < headerBytes || length > frameBytesMax) throw new ProtocolError(`a frame of ${length} bytes`);
    return length;
  }

  #take(length: number): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#bytes -= length;
    this.#chunks = this.#bytes > 0 ? [all.subarray(length)] : [];
    return all.subarray(0, length);
  }
}

/** In: a whole frame. Throws `ProtocolError` for whatever a current driver does not send. */
export function readMessage(frame: Buffer): Message {
  const code = frame.readInt32LE(12);
  if (code === opMessage) return readOpMessage(frame);
  if (code === opQuery) return readOpQuery(frame);
  throw new ProtocolError(`operation ${code}`);
}

function readOpMessage(frame: Buffer): Message {
  if (frame.length < headerBytes + 4) throw new ProtocolError("a message without flags");
  const flags = frame.readUInt32LE(headerBytes);
  if (flags & flagsRequired & ~(flagChecksum | flagMoreToCome)) throw new ProtocolError(`flags ${flags}`);
  const end = flags & flagChecksum ? frame.length - 4 : frame.length;
  const sequences = new Map<string, Buffer>();
  let body: Buffer | undefined;
  for (let at = headerBytes + 4; at < end; ) {
    const kind = frame[at]!;
    const section = readSized(frame, at + 1, end);
    at += 1 + section.length;
    if (kind === 0 && !body) body = section;
    else if (kind === 1) addSequence(sequences, section);
    else throw new ProtocolError(`section kind ${kind}`);
  }
  if (!body) throw new ProtocolError("a message without a command");
  const wantsAnswer = !(flags & flagMoreToCome);
  return { requestId: frame.readInt32LE(4), kind: "message", body, sequences, wantsAnswer };
}

function addSequence(sequences: Map<string, Buffer>, section: Buffer): void {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd < 0) throw new ProtocolError("a document sequence without a name");
  sequences.set(section.toString("utf8", 4, nameEnd), section.subarray(nameEnd + 1));
}

/** The old form that drivers still open a connection with. */
function readOpQuery(frame: Buffer): Message {
  const nameEnd = frame.indexOf(0, headerBytes + 4);
  if (nameEnd < 0) throw new ProtocolError("a query without a collection");
  const body = readSized(frame, nameEnd + 1 + 8, frame.length);
  return { requestId: frame.readInt32LE(4), kind: "query", body, sequences: new Map(), wantsAnswer: true };
}

/** The bytes of a document or section, which both begin with their own length. */
function readSized(frame: Buffer, start: number, end: number): Buffer {
  if (start + 5 > end) throw new ProtocolError("a section cut short");
  const length = frame.readInt32LE(start);
  if (length < 5 || start + length > end) throw new ProtocolError(`a section of ${length} bytes`);
  return frame.subarray(start, start + length);
}

/** The frame that answers `message` with a BSON document. */
export function buildAnswer(message: Message, document: Uint8Array): Buffer {
  const head = message.kind === "message" ? messageHead : queryHead;
  const frame = Buffer.allocUnsafe(head.length + document.length);
  head.copy(frame);
  frame.writeInt32LE(frame.length, 0);
  frame.writeInt32LE(message.requestId, 8);
  frame.set(document, head.length);
  return frame;
}

/** OP_MSG: header, no flags, one section of kind 0. */
const messageHead = Buffer.alloc(headerBytes + 5);
messageHead.writeInt32LE(opMessage, 12);

/** OP_REPLY: header, the flag AwaitCapable, cursor 0, first document 0, one document. */
const queryHead = Buffer.alloc(headerBytes + 20);
queryHead.writeInt32LE(opReply, 12);
queryHead.writeInt32LE(8, 16);
queryHead.writeInt32LE(1, 32);
