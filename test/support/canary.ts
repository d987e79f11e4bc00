import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import type { Caller } from "./client.ts";
import type { RigFacts } from "./rig.ts";

/**
 * The canary instrument: a word that stands nowhere else is put where it may be, and looked for wherever it may not
 * be, in every way it could be written there. An answer is a list of places, so a failing test says where it was.
 */
export function makeCanary(): string {
  return `kanarie${randomBytes(12)
    .toString("hex")
    .replace(/\d/g, digit => "ghijklmnop"[Number(digit)] ?? "g")}`;
}

/** The text in every way it may lie somewhere: plain, in either case, in UTF-16, hexadecimal, base64, JSON's and URLs' escapes. */
export function writtenAs(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString("hex");
  // Base64 has three faces, by where the text begins; the characters that depend on its neighbours are left out.
  const base64 = [0, 1, 2].map(shift => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    return whole.slice(shift === 0 ? 0 : 4, -4);
  });
  const escaped = (prefix: string) => [...text].map(letter => prefix + hexOf(letter).padStart(4, "0")).join("");
  const forms = [
    text,
    text.toUpperCase(),
    text.toLowerCase(),
    hex,
    hex.toUpperCase(),
    ...base64,
    escaped("\\u"),
    hex.replace(/../g, "%$&"),
  ];
  return [...new Set(forms)].map(form => Buffer.from(form)).concat(Buffer.from(text, "utf16le"));
}

const hexOf = (letter: string) => (letter.codePointAt(0) ?? 0).toString(16);

/** The words among these that stand in the bytes in any way. */
export function wordsIn(bytes: Buffer, words: readonly string[]): string[] {
  return words.filter(word => writtenAs(word).some(form => bytes.includes(form)));
}

/** The files under a folder with any of the words in them: `path: words`. Files that go while it looks are passed over. */
export function findInFiles(folder: string, words: readonly string[]): { places: string[]; files: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const found = files.flatMap(file => placeOf(file, readIfThere(file), words));
  return { places: found, files: files.length };
}

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** The collections of all services' databases with any of the words in any document, as they lie there. */
export async function findInCollections(
  { mongoUri, databasePrefix }: Pick<RigFacts, "mongoUri" | "databasePrefix">,
  words: readonly string[],
): Promise<{ places: string[]; documents: number }> {
  const client = await MongoClient.connect(mongoUri);
  try {
    const places: string[] = [];
    let documents = 0;
    const { databases } = await client.db("admin").admin().listDatabases({ nameOnly: true });
    for (const { name } of databases.filter(database => database.name.startsWith(databasePrefix))) {
      for (const { name: collection } of await client.db(name).listCollections({}, { nameOnly: true }).toArray()) {
        const found = await client.db(name).collection(collection).find({}, { raw: true }).toArray();
        documents += found.length;
        places.push(...placeOf(`${name}/${collection}`, Buffer.concat(found.map(bytesOf)), words));
      }
    }
    return { places, documents };
  } finally {
    await client.close();
  }
}

/** A document that was asked for as it lies there is its bytes. */
const bytesOf = (document: unknown): Uint8Array =>
  document instanceof Uint8Array ? document : fail("a document did not come as its bytes");

function fail(message: string): never {
  throw new Error(message);
}

function placeOf(place: string, bytes: Buffer, words: readonly string[]): string[] {
  const found = wordsIn(bytes, words);
  return found.length > 0 ? [`${place}: ${found.join(", ")}`] : [];
}

/** A way to a running Tracker that keeps every byte it sends back: heads and bodies, by who asked. */
export interface Recorder {
  /** Use this instead of the Tracker's own, and everything sent through it is kept. */
  readonly url: string;
  /** What was sent to one caller, or to all: every answer as it came, the latest last. */
  sentTo(caller?: Pick<Caller, "token">): Buffer;
  close(): Promise<void>;
}

const nobody = "";

export async function recordAnswers(target: string): Promise<Recorder> {
  const sent = new Map<string, Buffer[]>();
  const keep = (who: string, bytes: Buffer) => void (sent.get(who) ?? sent.set(who, []).get(who))?.push(bytes);
  const server = createServer((req, res) => {
    const who = req.headers.authorization?.replace(/^Bearer /, "") ?? nobody;
    const onward = request(`${target}${req.url}`, { method: req.method, headers: req.headers }, answer => {
      keep(who, headOf(answer));
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.on("data", (bytes: Buffer) => keep(who, bytes));
      answer.pipe(res);
    });
    onward.on("error", () => res.destroy());
    req.pipe(onward);
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    sentTo: caller => Buffer.concat(caller ? (sent.get(caller.token) ?? []) : [...sent.values()].flat()),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const headOf = ({ statusCode, statusMessage, rawHeaders }: IncomingMessage): Buffer =>
  Buffer.from(`\n${statusCode} ${statusMessage}\n${rawHeaders.join("\n")}\n\n`);
