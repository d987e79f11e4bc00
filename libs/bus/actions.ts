import type { ActionSchema, Context, ServiceBroker } from "moleculer";
import type { z } from "zod";
import { underWay } from "../access/under-way.ts";
import { type Contract, parseInput } from "../contract/contract.ts";
import { fail } from "../errors/errors.ts";
import type { Person, Subject } from "../identity/subject.ts";
import type { AuditObject } from "../record/audit-row.ts";
import { type Command, type CommandHeader, makeCommand } from "../record/command.ts";
import type { Purpose } from "../record/purposes.ts";
import { type AuditNotes, purposeOf } from "./audited.ts";

/** What travels over the bus to an action: its input, and for commands the key and the version. */
export interface Envelope {
  input: unknown;
  command?: CommandHeader;
  /** Why it is asked, by the person's own word (libs/record/purposes.ts). */
  purpose?: Purpose;
}

/** Who asks, and what the asking allows: what a handler is handed beside its input. */
export interface Asked {
  readonly subject: Subject;
  readonly requestId: string;
  /** The person who asks; fails with UNAUTHENTICATED for anyone else. */
  person(): Person;
  /** This request as a command, under its Idempotency-Key. */
  command(): Command;
  /** Tells the audit what was shown or changed, where the answer does not say it by itself (libs/record/shown.ts). */
  saw(...objects: readonly AuditObject[]): void;
  /** Calls another service on the same person's account, for the same purpose. */
  call<I extends z.ZodType, O extends z.ZodType>(contract: Contract<I, O>, input: z.input<I>): Promise<z.output<O>>;
}

export type Handler<C extends Contract> = (input: z.output<C["input"]>, asked: Asked) => Promise<z.input<C["output"]>>;
export type Handlers<Contracts extends Record<string, Contract>> = {
  readonly [K in keyof Contracts]: Handler<Contracts[K]>;
};

/** Ties each contract to its handler. Input is checked here: inside access, before anything happens. */
export function defineActions<Contracts extends Record<string, Contract>>(
  contracts: Contracts,
  handlers: Handlers<Contracts>,
  idSecret: string,
): Record<string, ActionSchema> {
  return Object.fromEntries(
    Object.entries(contracts).map(([key, contract]) => {
      const handler = handlers[key] as Handler<Contract>;
      const run = (ctx: Context<Envelope>) => {
        const input = parseInput(contract.input, ctx.params.input);
        // Until the work is done, not only until an answer was waited for.
        return underWay(async () => handler(input, asked(ctx, contract.action, input, idSecret)));
      };
      return [contract.action.slice(contract.action.indexOf(".") + 1), { handler: run as ActionSchema["handler"] }];
    }),
  );
}

function asked(ctx: Context<Envelope>, action: string, input: unknown, idSecret: string): Asked {
  const { subject, token, notes } = ctx.locals as { subject: Subject; token: string; notes: AuditNotes };
  const purpose = purposeOf(ctx.params);
  return {
    subject,
    requestId: ctx.requestID ?? "",
    person: () => (subject.kind === "person" || subject.kind === "client" ? subject : fail("UNAUTHENTICATED")),
    command: () => {
      const command = makeCommand(idSecret, subject, action, input, ctx.params.command ?? {});
      notes.commandId = command.id;
      return command;
    },
    saw: (...objects) => void notes.saw.push(...objects),
    call: (contract, callInput) =>
      ctx.call(contract.action, { input: callInput, ...(purpose && { purpose }) }, { meta: { token } }),
  };
}

/** Calls an action on a service's own account. */
export function callAsService<I extends z.ZodType, O extends z.ZodType>(
  broker: ServiceBroker,
  token: () => string,
  contract: Pick<Contract<I, O>, "action">,
  input: z.input<I>,
): Promise<z.output<O>> {
  return broker.call(contract.action, { input }, { meta: { token: token() } });
}
