import { createHmac } from "node:crypto";
import { type Config, findSecret, readSecret } from "../config/config.ts";
import { seal, unseal } from "./seal.ts";

const keyBytes = 32;

/**
 * The key that wraps other keys and never leaves its keeper. A wrapped key is `<key id>.<sealed>`, so that it is known
 * which key opens it while one follows another. The keeper may be a key management service, hence the promises.
 */
export interface MasterKey {
  /** Wraps a key under the current master key. `context` is bound to it. */
  wrap(context: string, key: Buffer): Promise<string>;
  /** The wrapped key, under the current or the previous master key; throws when it is neither's, or of another context. */
  unwrap(context: string, wrapped: string): Promise<Buffer>;
  /** Whether the current master key wrapped it: what is not current is wrapped anew before the previous one goes. */
  isCurrent(wrapped: string): Promise<boolean>;
}

/** What a master key is called in a part's folder: that of private notes, and that of files' histories. */
export type MasterSecret = "master-key" | "file-master-key";

interface Named {
  readonly id: string;
  readonly key: Buffer;
}

/**
 * A master key in files of the part's folder of secrets: `master-key`, and `master-key-previous` while one follows
 * the other. The files are read again before anything is wrapped and whenever a key id is not known, so a running
 * service takes a new key without a restart and never wraps under one that is about to go. Stops the start when the
 * key is absent or is not 32 bytes.
 */
export function fileMasterKey(
  config: Pick<Config, "secretsFolder" | "part">,
  secret: MasterSecret = "master-key",
): MasterKey {
  let keys = readKeys(config, secret);
  const current = (): Named => {
    keys = readKeys(config, secret);
    return keys[0];
  };
  const find = (id: string): Named => {
    const known = keys.find(key => key.id === id);
    if (known) return known;
    keys = readKeys(config, secret);
    return keys.find(key => key.id === id) ?? missing(id);
  };
  return {
    async wrap(context, key) {
      const master = current();
      return `${master.id}.${seal(master.key, context, key)}`;
    },
    async unwrap(context, wrapped) {
      const [id = "", sealed = ""] = wrapped.split(".", 2);
      return unseal(find(id).key, context, sealed);
    },
    isCurrent: async wrapped => wrapped.startsWith(`${current().id}.`),
  };
}

function readKeys(config: Pick<Config, "secretsFolder" | "part">, secret: string): [Named, ...Named[]] {
  const previous = findSecret(config, `${secret}-previous`);
  return [named(readSecret(config, secret)), ...(previous === undefined ? [] : [named(previous)])];
}

/** The id is a digest of the key: it says which key it is and nothing about it. */
function named(text: string): Named {
  const key = Buffer.from(text, "base64url");
  if (key.length !== keyBytes) throw new Error("a master key does not have 32 bytes in base64url");
  return { id: createHmac("sha256", key).update("master-key-id").digest("base64url").slice(0, 8), key };
}

function missing(id: string): never {
  throw new Error(`no master key ${id} is there`);
}
