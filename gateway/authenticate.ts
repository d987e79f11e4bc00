import type { RequestHandler } from "express";
import { fail } from "../libs/errors/errors.ts";
import type { PublicKey } from "../libs/identity/keys.ts";
import { type Person, personSchema } from "../libs/identity/subject.ts";
import { verifyToken } from "../libs/identity/token.ts";

/** Puts the person who asks into `res.locals.person`; answers 401 when the bearer token is missing or not good. */
export function authenticate(publicKeys: readonly PublicKey[]): RequestHandler {
  return (req, res, next) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(req.headers.authorization ?? "")?.[1];
    res.locals.person = readPerson(token, publicKeys) ?? fail("UNAUTHENTICATED");
    next();
  };
}

function readPerson(token: string | undefined, publicKeys: readonly PublicKey[]): Person | undefined {
  const claims = verifyToken(token, ["access"], "tracker-gateway", publicKeys)?.claims;
  const person = personSchema.safeParse(claims?.who).data;
  return person && person.id === claims?.sub ? person : undefined;
}
