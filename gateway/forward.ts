import type { Request, RequestHandler, Response } from "express";
import type { ServiceBroker } from "moleculer";
import { z } from "zod";
import { audienceOf } from "../libs/bus/call-graph.ts";
import { clock } from "../libs/clock/clock.ts";
import type { Contract } from "../libs/contract/contract.ts";
import { fail } from "../libs/errors/errors.ts";
import type { InternalTokens } from "../libs/identity/internal-token.ts";
import type { Person } from "../libs/identity/subject.ts";
import { isLook } from "../libs/record/audited-actions.ts";
import type { CommandHeader } from "../libs/record/command.ts";
import { type Purpose, purposeSchema, purposes } from "../libs/record/purposes.ts";
import type { Holder, Revocations } from "./revocations.ts";
import type { Route, RouteKind } from "./routes/route.ts";
import { asLongAs, type MayGoOn, sendBytes } from "./sending.ts";

const callTimeoutMs = 2_800;
const keyPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface Ways {
  readonly broker: ServiceBroker;
  readonly tokens: InternalTokens;
  readonly revocations: Pick<Revocations, "isFresh" | "isRevoked">;
}

/** A route as an Express handler: mint a token for just this route's actions, ask over the bus, answer. Nothing is decided here. */
export function forward(
  route: Route,
  { broker, tokens, revocations }: Ways,
  isPurposeRequired = false,
): RequestHandler {
  return async (req, res) => {
    const beganAt = clock.now();
    const purpose = readPurpose(req, isPurposeRequired && isLook(route.contract.action));
    const command = readCommandHeader(route.kind, route.method, req);
    const given = route.method === "get" ? req.query : toObject(req.body);
    assertNotTwice(given, req.params);
    const input = { ...given, ...req.params };
    const joining = join(req, res);
    joining.catch(() => {}); // Where both are refused, the answer is the route's own refusal, whichever came first.
    const answer = await ask(route.contract, input, command);
    respond(route.kind, res, { ...answer, ...(await joining) }, mayGoOn());

    function ask(contract: Contract, params: object, header?: CommandHeader): Promise<Record<string, unknown>> {
      const person: Person | undefined = res.locals.person;
      const token = person
        ? tokens.forPerson(res.locals.token, person, audienceOf(contract.action))
        : tokens.forAnyone(audienceOf(contract.action));
      res.locals.isForwarded = true; // From here on the audit's row is the service's.
      return broker.call(
        contract.action,
        { input: params, ...(header && { command: header }), ...(purpose && { purpose }) },
        { meta: { token }, timeout: callTimeoutMs, requestID: res.locals.requestId },
      );
    }

    /** While it is sent: whoever asked is not revoked, which is known, and the record may still be read. */
    function mayGoOn(): MayGoOn {
      const holder: Holder | undefined = res.locals.holder;
      const { whileSending } = route;
      const isReadable = whileSending
        ? asLongAs(async () => assertNothingTaken(await ask(whileSending, req.params), beganAt))
        : () => true;
      return () => isReadable() && (!holder || (revocations.isFresh && !revocations.isRevoked(holder)));
    }

    async function join(request: Request, response: Response): Promise<Record<string, unknown>> {
      const person: Person | undefined = response.locals.person;
      const due = (route.join ?? []).filter(({ roles }) => person?.roles.some(role => roles.includes(role)));
      const answers = due.map(
        async ({ field, contract, from, to }) => [field, await ask(contract, { [to]: request.params[from] })] as const,
      );
      return Object.fromEntries(await Promise.all(answers));
    }
  };
}

/** The headers a command needs, by the kind of route: a key so that a retry is safe, a version so that nothing is overwritten unseen. */
function readCommandHeader(kind: RouteKind, method: Route["method"], req: Request): CommandHeader | undefined {
  if (kind === "read" || kind === "download" || kind === "search" || kind === "session") return undefined;
  return {
    key: method === "post" ? readKey(req) : undefined,
    ifVersion: kind === "change" ? readVersion(req) : undefined,
  };
}

/** Why it is asked: one of the table's codes, where one is given or has to be. */
function readPurpose(req: Request, isRequired: boolean): Purpose | undefined {
  const header = req.get("Tracker-Purpose");
  if (header === undefined && !isRequired) return undefined;
  const purpose = purposeSchema.safeParse(header).data;
  const message = `expected a purpose: ${purposes.join(", ")}`;
  return purpose ?? fail("VALIDATION", { errors: [{ path: "Tracker-Purpose", message }] });
}

function readKey(req: Request): string {
  const key = req.get("Idempotency-Key");
  if (key === undefined) return fail("IDEMPOTENCY_KEY_MISSING");
  if (!keyPattern.test(key))
    return fail("VALIDATION", { errors: [{ path: "Idempotency-Key", message: "expected a UUID" }] });
  return key.toLowerCase();
}

function readVersion(req: Request): number {
  const header = req.get("If-Match");
  if (header === undefined) return fail("VERSION_REQUIRED");
  const version = /^"(\d{1,9})"$/.exec(header)?.[1];
  return version
    ? Number(version)
    : fail("VALIDATION", { errors: [{ path: "If-Match", message: 'expected one strong ETag, such as "3"' }] });
}

function respond(kind: RouteKind, res: Response, answer: Record<string, unknown>, mayGoOn: MayGoOn): void {
  if (kind === "download") {
    sendToSave(res, contentSchema.parse(answer), mayGoOn);
    return;
  }
  const { version } = answer;
  if (typeof version === "number") res.setHeader("ETag", `"${version}"`);
  res.status(kind === "create" ? 201 : 200).type("application/json");
  sendBytes(res, Buffer.from(JSON.stringify(answer)), mayGoOn);
}

const contentSchema = z.object({ id: z.string(), type: z.string(), contentBase64: z.string() });

const takenSchema = z.looseObject({ takenAt: z.coerce.date().nullish() });

/** Fails when something of what is being sent was taken away from anybody since it was asked for. */
function assertNothingTaken(answer: unknown, beganAt: Date): void {
  const { takenAt } = takenSchema.parse(answer);
  if (takenAt && takenAt >= beganAt) fail("NOT_FOUND");
}

/** Content as a file to be saved. A browser is told in every way there is neither to show it nor to run it; its name says nothing. */
function sendToSave(res: Response, { id, type, contentBase64 }: z.infer<typeof contentSchema>, mayGoOn: MayGoOn): void {
  res.setHeader("Content-Type", type);
  res.setHeader("Content-Disposition", `attachment; filename="${id}"`);
  res.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
  res.setHeader("Cache-Control", "no-store");
  sendBytes(res, Buffer.from(contentBase64, "base64"), mayGoOn);
}

/** What the address names is named there only: otherwise one of the two would be passed over in silence. */
function assertNotTwice(given: object, params: object): void {
  const twice = Object.keys(params).filter(name => Object.hasOwn(given, name));
  if (twice.length > 0)
    fail("VALIDATION", { errors: twice.map(path => ({ path, message: "is not a field of this request" })) });
}

function toObject(body: unknown): object {
  if (body === undefined) return {};
  return typeof body === "object" && body !== null && !Array.isArray(body)
    ? body
    : fail("VALIDATION", { errors: [{ path: "", message: "expected one JSON object" }] });
}
