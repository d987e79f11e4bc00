import type { ActionHandler, ActionSchema, Context, Middleware } from "moleculer";
import { z } from "zod";
import { Decisions, deciding } from "../access/decisions.ts";
import { clock } from "../clock/clock.ts";
import { describeError, type ErrorType } from "../errors/errors.ts";
import type { Subject } from "../identity/subject.ts";
import type { AuditTrail } from "../record/audit.ts";
import { type AuditObject, objectsPerRowMax, type Who } from "../record/audit-row.ts";
import { type Audited, auditedAction } from "../record/audited-actions.ts";
import { type Purpose, purposeSchema } from "../record/purposes.ts";
import { askedFor, shownBy, signedInBy } from "../record/shown.ts";

/** What a handler tells the audit beside its answer. */
export interface AuditNotes {
  readonly saw: AuditObject[];
  /** Not the handler's to tell: `Files` does, wherever it opens one. */
  readonly decisions: Decisions;
  commandId: string | null;
}
type Row = Parameters<AuditTrail["write"]>[0][number];
type Settled = { readonly answer: unknown } | { readonly error: unknown };

const requestIdMax = 64;
const refused: ReadonlySet<ErrorType> = new Set(["ACCESS_DENIED", "ERASED", "NOT_FOUND", "UNAUTHENTICATED"]);
const denying: ReadonlySet<ErrorType> = new Set([...refused, "SIGN_IN_REFUSED", "TOO_MANY_REQUESTS"]);

/**
 * Round every action: what was asked, by whom, and what came of it is durable before the answer leaves, refusals too;
 * where it cannot be written there is no answer. What nobody verifiable asked leaves no row here.
 */
export function audited(trail: AuditTrail): Middleware {
  return {
    name: "Audited",
    localAction(next: ActionHandler, action: ActionSchema) {
      const name = action.name ?? "";
      const row = auditedAction(name);
      if (!row) throw new Error(`the action ${name} has no row in libs/record/audited-actions.ts`);
      return async function audit(ctx: Context) {
        const notes: AuditNotes = { saw: [], decisions: new Decisions(), commandId: null };
        ctx.locals.notes = notes;
        const settled = await settle(async () => deciding(notes.decisions, () => next.call(ctx.service!, ctx)));
        const { subject } = ctx.locals as { subject?: Subject };
        if (subject) await trail.write(rowsOf(trail, name, row, subject, ctx, notes, settled));
        if ("error" in settled) throw settled.error;
        return settled.answer;
      };
    },
  };
}

async function settle(work: () => Promise<unknown>): Promise<Settled> {
  try {
    return { answer: await work() };
  } catch (error) {
    return { error };
  }
}

function rowsOf(
  trail: AuditTrail,
  action: string,
  row: Audited | "none",
  subject: Subject,
  ctx: Context,
  { saw, decisions, commandId }: AuditNotes,
  settled: Settled,
): Row[] {
  const outcome = "error" in settled ? describeError(settled.error).type : "ok";
  const isDenial = outcome !== "ok" && refused.has(outcome);
  const isDenied = outcome !== "ok" && denying.has(outcome);
  if (row === "none" && outcome !== "ACCESS_DENIED") return [];
  const { operation, class: cls, shows, tells = [] } = row === "none" ? unnamed : row;
  const input = inputOf(ctx.params);
  const answer = "answer" in settled ? settled.answer : undefined;
  const said: Row = {
    at: clock.now(),
    requestId: ctx.requestID?.slice(0, requestIdMax) ?? null,
    of: "request",
    who: whoIs(trail, subject, input, shows === "tokens" ? answer : undefined),
    action,
    class: cls,
    operation: isDenial && operation !== "authentication" ? "denial" : operation,
    // Of what was refused only what was asked for: nothing in the row may tell whether it is there.
    objects:
      "answer" in settled
        ? [...shownBy(shows, answer, input, cls), ...saw]
        : [...(isDenial ? [] : saw), ...askedFor(input, cls)],
    recipients: "answer" in settled ? recipientsIn(input, tells) : [],
    purpose: purposeOf(ctx.params) ?? null,
    grantId: null,
    commandId,
    // What else of it had been open would tell of a file that a part of the request was refused.
    decision: isDenied ? { effect: "deny", because: null } : { effect: "allow", because: decisions.because },
    outcome,
    count: 1,
  };
  const rows = isDenied ? [said] : byEmergency(said, decisions);
  return rows.flatMap(each => inChunks(cls === "private-notes" ? hidden(trail, each) : each));
}

/** What was done under an emergency, and apart from it what needed none: as many rows as there are reasons of this kind, nearly always one. */
function byEmergency(row: Row, decisions: Decisions): Row[] {
  const [only = null, ...others] = decisions.emergencies;
  if (others.length === 0) return [{ ...row, grantId: only }];
  const split = Map.groupBy(row.objects, ({ fileId }) => decisions.emergencyOf(fileId));
  return split.size > 0 ? [...split].map(([grantId, objects]) => ({ ...row, grantId, objects })) : [row];
}

/** An action that is not recorded leaves a row when somebody who may not calls it. */
const unnamed: Audited = { operation: "denial", class: null, shows: "said" };

/** A row about private notes: of the file a digest keyed by author, and nothing that leads to the request or to the note. */
function hidden(trail: AuditTrail, row: Row): Row {
  const digest = (kind: string, id: string | null) =>
    id === null ? null : trail.pseudonym(kind, row.who.id ?? "", id);
  return {
    ...row,
    requestId: digest("request", row.requestId),
    commandId: null,
    grantId: digest("grant", row.grantId),
    objects: row.objects.map(object => ({
      ...object,
      fileId: digest("file", object.fileId ?? object.recordId),
      recordId: null,
    })),
  };
}

function inChunks(row: Row): Row[] {
  const chunks = Math.max(1, Math.ceil(row.objects.length / objectsPerRowMax));
  return Array.from({ length: chunks }, (_, n) => ({
    ...row,
    objects: row.objects.slice(n * objectsPerRowMax, (n + 1) * objectsPerRowMax),
  }));
}

function whoIs(trail: AuditTrail, subject: Subject, input: unknown, tokens: unknown): Who {
  if (subject.kind === "service") return { kind: "service", id: `svc:${subject.name}`, agencyId: null, roles: [] };
  const person = subject.kind === "anonymous" ? signedInBy(tokens) : subject;
  if (person) return { kind: person.kind, id: person.id, agencyId: person.agencyId, roles: [...person.roles] };
  const tried = triedSchema.safeParse(input).data;
  const name = tried?.username ?? tried?.clientId;
  return { kind: "anonymous", id: name ? trail.pseudonym("name", name) : null, agencyId: null, roles: [] };
}
const triedSchema = z.looseObject({
  username: z.string().max(100).optional(),
  clientId: z.string().max(100).optional(),
});

const envelopeSchema = z.looseObject({ input: z.unknown(), purpose: purposeSchema.optional().catch(undefined) });
const purposeInside = z.looseObject({ purpose: purposeSchema });

const inputOf = (params: unknown): unknown => envelopeSchema.safeParse(params).data?.input;

/** The purpose an input names, else the one that came along with the request; what is no purpose is none. */
export function purposeOf(params: unknown): Purpose | undefined {
  const envelope = envelopeSchema.safeParse(params).data;
  return purposeInside.safeParse(envelope?.input).data?.purpose ?? envelope?.purpose;
}

/** The agencies that these fields of the input name. */
function recipientsIn(input: unknown, fields: readonly string[]): string[] {
  const given = z.record(z.string(), z.unknown()).safeParse(input).data ?? {};
  return [...new Set(fields.flatMap(field => given[field]).filter(id => z.uuid().safeParse(id).success))].map(String);
}
