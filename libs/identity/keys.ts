import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Config, readSecret } from "../config/config.ts";

/**
 * What a key may sign. `access`: tokens for people, by agencies. `internal`: the gateway's 60-second tokens.
 * `service`: a service on its own account. `bus`: the bus's control packets. `audit`: the
 * audit's checkpoints.
 */
export const keyUses = ["access", "internal", "service", "bus", "audit"] as const;
export type KeyUse = (typeof keyUses)[number];

const publicKeysSchema = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        kid: z.string().max(64),
        use: z.enum(keyUses),
        owner: z.string().max(32),
        jwk: z.record(z.string(), z.string()),
      }),
    )
    .max(100),
});

export interface PublicKey {
  readonly kid: string;
  readonly use: KeyUse;
  readonly owner: string;
  readonly key: KeyObject;
  readonly jwk: JsonWebKey;
}
export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** Every public key of this installation, from `public-keys.json` in the secrets folder. */
export function readPublicKeys(config: Pick<Config, "secretsFolder">): PublicKey[] {
  const text = readFileSync(join(config.secretsFolder, "public-keys.json"), "utf8");
  return publicKeysSchema
    .parse(JSON.parse(text))
    .keys.map(row => ({ ...row, key: createPublicKey({ key: row.jwk, format: "jwk" }) }));
}

/** This process's own private key for `use`. The file's first line is its key id. */
export function readSigningKey(config: Pick<Config, "secretsFolder" | "part">, use: KeyUse): SigningKey {
  const [kid = "", ...pem] = readSecret(config, `${use}-key`).split("\n");
  return { kid, key: createPrivateKey(pem.join("\n")) };
}
