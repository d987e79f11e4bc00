import type { Request, RequestHandler } from "express";
import { fail } from "../libs/errors/errors.ts";
import {
  type Confirmation,
  confirmationSchema,
  type Versions,
  versionsSchema,
} from "../libs/identity/access-claims.ts";
import { Kept } from "../libs/identity/kept.ts";
import type { PublicKey } from "../libs/identity/keys.ts";
import { type Person, personSchema } from "../libs/identity/subject.ts";
import { verifyToken } from "../libs/identity/token.ts";
import { isConnectedWith } from "./client-certificate.ts";
import type { Proofs } from "./proof.ts";
import type { Holder, Revocations } from "./revocations.ts";

/** What a good access token says. */
interface Bearer {
  readonly person: Person;
  readonly versions: Versions;
  readonly bound: Confirmation | undefined;
}
interface Known {
  readonly publicKeys: readonly PublicKey[];
  readonly revocations: Revocations;
  readonly proofs: Proofs;
}

/**
 * Puts the person who asks, and the token, into `res.locals`. Fails with UNAUTHENTICATED when the token is missing, not
 * good, revoked, or bound to a key or a certificate that the caller does not prove to hold; with UNAVAILABLE while it is not known who
 * is revoked.
 */
export function authenticate({ publicKeys, revocations, proofs }: Known): RequestHandler {
  const kept = new Kept<Bearer>();
  return (req, res, next) => {
    const { scheme, token } = readHeader(req);
    const bearer = kept.find(token) ?? readBearer(token, publicKeys, kept) ?? fail("UNAUTHENTICATED");
    if (!revocations.isFresh) fail("UNAVAILABLE", { retryAfterSeconds: 2 });
    if (revocations.isRevoked(bearer)) fail("UNAUTHENTICATED");
    const { jkt, "x5t#S256": certificate } = bearer.bound ?? {};
    if ((scheme === "DPoP") !== (jkt !== undefined)) fail("UNAUTHENTICATED");
    if (certificate && !isConnectedWith(req.socket, certificate)) fail("UNAUTHENTICATED");
    if (jkt && !proofs.isProven(req, token, jkt)) fail("UNAUTHENTICATED");
    assertOnBehalfOf(req, bearer.person);
    res.locals.holder = bearer satisfies Holder;
    res.locals.person = bearer.person;
    res.locals.token = token;
    next();
  };
}

/**
 * A system that holds tokens for several people may say with each request whom it means: the header gives no right, and
 * a token that is for somebody else, or for the system itself, is refused. Fails with VALIDATION.
 */
function assertOnBehalfOf(req: Request, { id, clientId }: Person): void {
  const named = req.headersDistinct["tracker-on-behalf-of"];
  if (!named || (clientId && named.length === 1 && named[0]?.toLowerCase() === id)) return;
  const message = "expected the person whom the token is for; get one with actingFor";
  fail("VALIDATION", { errors: [{ path: "Tracker-On-Behalf-Of", message }] });
}

function readHeader(req: Request): { scheme: string; token: string } {
  // Of two Authorization headers, what stands before us may have looked at the other one.
  const [header = "", ...others] = req.headersDistinct.authorization ?? [];
  const [, scheme, token] = /^(Bearer|DPoP) ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header) ?? [];
  return scheme && token && others.length === 0 ? { scheme, token } : fail("UNAUTHENTICATED");
}

function readBearer(token: string, publicKeys: readonly PublicKey[], kept: Kept<Bearer>): Bearer | undefined {
  const verified = verifyToken(token, ["access"], "tracker-gateway", publicKeys);
  const person = personSchema.safeParse(verified?.claims.who).data;
  const versions = versionsSchema.safeParse(verified?.claims.ver).data;
  const bound = confirmationSchema.optional().safeParse(verified?.claims.cnf);
  return verified && person && person.id === verified.claims.sub && versions && bound.success
    ? kept.keep(token, { person, versions, bound: bound.data }, verified.untilSeconds)
    : undefined;
}
