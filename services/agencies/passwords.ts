import { argon2, createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const argon2Async = promisify(argon2);
/** OWASP's figures for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const saltBytes = 16;
const secretBytes = 32;
const oneTimeBytes = 15;

/** A password as it is stored: parameters, salt and tag, all needed to check it again. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(saltBytes);
  const tag = await argon2Async("argon2id", { message: password, nonce, ...cost });
  return [
    "argon2id",
    cost.memory,
    cost.passes,
    cost.parallelism,
    nonce.toString("base64url"),
    tag.toString("base64url"),
  ].join("$");
}

/** Whether the password is the stored one. Without a stored one the same work is done, so the time tells nothing. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, memory, passes, parallelism, nonce = "", expected = ""] = (stored ?? unknownPerson).split("$");
  const tag = await argon2Async("argon2id", {
    message: password,
    nonce: Buffer.from(nonce, "base64url"),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: cost.tagLength,
  });
  return timingSafeEqual(tag, Buffer.from(expected, "base64url")) && stored !== undefined;
}

const unknownPerson = [
  "argon2id",
  cost.memory,
  cost.passes,
  cost.parallelism,
  Buffer.alloc(saltBytes).toString("base64url"),
  Buffer.alloc(cost.tagLength).toString("base64url"),
].join("$");

/** A random secret for a session or a machine client, and the digest that is kept of it. */
export function newSecret(): { secret: string; digest: string } {
  const secret = randomBytes(secretBytes).toString("base64url");
  return { secret, digest: digestOf(secret) };
}

/** A password for one sign-in, such as an administrator hands over: 120 random bits in letters, digits, dashes and underscores. */
export function newOneTimePassword(): string {
  return randomBytes(oneTimeBytes).toString("base64url");
}

export function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

export function isDigest(secret: string, digest: string): boolean {
  return timingSafeEqual(Buffer.from(digestOf(secret)), Buffer.from(digest));
}
