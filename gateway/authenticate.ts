import type { RequestHandler } from "express";
import { fail } from "../libs/errors/errors.ts";
import { Kept } from "../libs/identity/kept.ts";
import type { PublicKey } from "../libs/identity/keys.ts";
import { type Person, personSchema } from "../libs/identity/subject.ts";
import { verifyToken } from "../libs/identity/token.ts";

/** Puts the person who asks, and the token, into `res.locals`; answers 401 when the bearer token is missing or not good. */
export function authenticate(publicKeys: readonly PublicKey[]): RequestHandler {
  const kept = new Kept<Person>();
  return (req, res, next) => {
    // Of two Authorization headers, what stands before us may have looked at the other one.
    const [header = "", ...others] = req.headersDistinct.authorization ?? [];
    if (others.length > 0) fail("UNAUTHENTICATED");
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1] ?? fail("UNAUTHENTICATED");
    res.locals.person = kept.find(token) ?? readPerson(token, publicKeys, kept) ?? fail("UNAUTHENTICATED");
    res.locals.token = token;
    next();
  };
}

function readPerson(token: string, publicKeys: readonly PublicKey[], kept: Kept<Person>): Person | undefined {
  const verified = verifyToken(token, ["access"], "tracker-gateway", publicKeys);
  const person = personSchema.safeParse(verified?.claims.who).data;
  return verified && person && person.id === verified.claims.sub
    ? kept.keep(token, person, verified.untilSeconds)
    : undefined;
}
