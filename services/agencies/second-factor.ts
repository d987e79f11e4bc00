import { Secret, TOTP } from "otpauth";
import { clock } from "../../libs/clock/clock.ts";
import { seal, unseal } from "../../libs/crypto/seal.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Command } from "../../libs/record/command.ts";
import { codeKeptSeconds, totp } from "./agencies.rules.ts";
import type { AgencyPerson } from "./agencies.schema.ts";
import type { DirectoryStore, SessionStore } from "./agencies.store.ts";
import type { Throttling } from "./throttled.ts";

interface SecondFactorTools {
  readonly directory: DirectoryStore;
  readonly sessions: SessionStore;
  readonly throttling: Throttling;
  /** Seals authenticator secrets. */
  readonly sealKey: Buffer;
}

/** The authenticator app beside the password (RFC 6238). */
export function secondFactor({ directory, sessions, throttling, sealKey }: SecondFactorTools) {
  const { attemptName, throttled } = throttling;

  return {
    /** Whether the code is the person's, now and for the first time; true for who has no second factor. */
    async hasCode(person: AgencyPerson, code: string | undefined): Promise<boolean> {
      if (!person.totp?.confirmed) return true;
      if (code === undefined) return false;
      const step = stepOf(unseal(sealKey, person._id, person.totp.sealed).toString(), code);
      return step !== undefined && sessions.useOnce(attemptName("step", `${person._id}|${step}`), codeKeptSeconds);
    },

    /** A fresh authenticator secret. It replaces one that is not confirmed; a confirmed one must be reset by two administrators. */
    async start(personId: string, command: Command): Promise<{ secret: string; uri: string }> {
      const person = await directory.getPerson(personId);
      if (person.totp?.confirmed)
        fail("RULE_BROKEN", { detail: "Your second factor is on already. Your agency administrator can reset it." });
      const sealed = seal(sealKey, personId, new Secret({ size: 20 }).base32);
      await directory.changeTotp(personId, { sealed, confirmed: false }, command);
      // What stands now: a repeated command wrote nothing, and its first answer may have been lost.
      const { totp: started, username } = await directory.getPerson(personId);
      const secret = unseal(sealKey, personId, started?.sealed ?? fail("INTERNAL")).toString();
      return { secret, uri: authenticator(secret, username).toString() };
    },

    async confirm(personId: string, code: string, command: Command): Promise<void> {
      await throttled("code", personId, async () => {
        const { totp: started } = await directory.getPerson(personId);
        const step = started ? stepOf(unseal(sealKey, personId, started.sealed).toString(), code) : undefined;
        if (!started || step === undefined) return undefined;
        await directory.changeTotp(personId, { ...started, confirmed: true }, command);
        await sessions.useOnce(attemptName("step", `${personId}|${step}`), codeKeptSeconds);
        return true;
      });
    },
  };
}
export type SecondFactor = ReturnType<typeof secondFactor>;

function authenticator(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: totp.issuer,
    label,
    secret: Secret.fromBase32(secret),
    digits: totp.digits,
    period: totp.periodSeconds,
    algorithm: totp.algorithm,
  });
}

/** The step of the clock that the code belongs to, if it is a good one about now. */
function stepOf(secret: string, code: string): number | undefined {
  const timestamp = clock.now().getTime();
  const delta = authenticator(secret, "").validate({ token: code, timestamp, window: totp.window });
  return delta === null ? undefined : Math.floor(timestamp / 1_000 / totp.periodSeconds) + delta;
}
