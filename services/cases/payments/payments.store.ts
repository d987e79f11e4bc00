import type { z } from "zod";
import type { Files } from "../../../libs/access/files.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import type { Case, CasesModels } from "../cases.schema.ts";
import { courtAuthority, defendantIn } from "../court.authority.ts";
import type { paymentsContracts } from "./payments.contract.ts";
import { duesOf } from "./payments.dues.ts";
import { entriesMax } from "./payments.reference.ts";
import { assertOutstanding, outstandingPence, type PaymentEntry, receiptToReverse } from "./payments.rules.ts";
import type { Payment } from "./payments.schema.ts";

type Input<K extends keyof typeof paymentsContracts> = z.output<(typeof paymentsContracts)[K]["input"]>;
const told = {
  receipt: "payment.received",
  reversal: "payment.corrected",
  "write-off": "payment.written-off",
} as const satisfies Record<PaymentEntry["kind"], string>;

export function paymentsStore(models: CasesModels, committer: Committer, files: Files) {
  const { payments, cases } = models;
  const { authorizeCourt } = courtAuthority(models, files);

  const append = async (
    id: string,
    person: Person,
    command: Command,
    at: string | undefined,
    entryFor: (stored: Payment) => Pick<PaymentEntry, "kind" | "amountPence" | "of" | "reason">,
  ): Promise<Payment> => {
    const authorize = async (stored: Payment | null) =>
      authorizeCourt(person, stored && (await cases.findById(stored.caseId).lean<Case>()), [stored?.defendantId ?? id]);
    const { record } = await committer.change<Payment>(payments, id, command, authorize, stored => {
      if (stored.entries.length >= entriesMax)
        fail("RULE_BROKEN", { detail: `At most ${entriesMax} entries are kept of one payment.` });
      const happened = at ? new Date(at) : command.at;
      const entry = { ...entryFor(stored), id: command.id, at: happened, recordedAt: command.at };
      const { defendantId, caseId, courtId, kind, amountPence, entries } = stored;
      const left = outstandingPence({ amountPence, entries: [...entries, entry] });
      const data = { defendantId, caseId, courtId, kind, amountPence: entry.amountPence, outstandingPence: left };
      return { push: { entries: [entry] }, events: [{ type: told[entry.kind], occurredAt: happened, data }] };
    });
    return record;
  };

  return {
    async imposePayment(input: Input<"imposePayment">, person: Person, command: Command): Promise<Payment> {
      const { caseId, defendantId, kind, amountPence, dueOn, instalment, imposedAt } = input;
      const found = await cases.findById(caseId).lean<Case>();
      await authorizeCourt(person, found, [defendantId]);
      const stored = found ?? fail("NOT_FOUND");
      defendantIn(stored, defendantId);
      const { courtId } = stored;
      const at = imposedAt ? new Date(imposedAt) : command.at;
      duesOf({ amountPence, dueOn, instalment: instalment ?? null });
      const owed = { defendantId, caseId, courtId, kind, amountPence };
      const fields = {
        ...owed,
        agencyId: courtId,
        occurredAt: at,
        dueOn,
        instalment: instalment ?? null,
        entries: [],
      };
      const { record } = await committer.create<Payment>(
        payments,
        fields,
        [{ type: "payment.imposed", occurredAt: at, data: { ...owed, outstandingPence: amountPence, dueOn } }],
        command,
      );
      return record;
    },

    recordReceipt: ({ id, amountPence, receivedAt }: Input<"recordReceipt">, person: Person, command: Command) =>
      append(id, person, command, receivedAt, stored => {
        assertOutstanding(stored, amountPence);
        return { kind: "receipt", amountPence, of: null, reason: null };
      }),

    reverseReceipt: (
      { id, receiptId, reason, reversedAt }: Input<"reverseReceipt">,
      person: Person,
      command: Command,
    ) =>
      append(id, person, command, reversedAt, stored => ({
        kind: "reversal",
        amountPence: receiptToReverse(stored, receiptId),
        of: receiptId,
        reason,
      })),

    writeOff: ({ id, amountPence, reason, writtenOffAt }: Input<"writeOff">, person: Person, command: Command) =>
      append(id, person, command, writtenOffAt, stored => {
        assertOutstanding(stored, amountPence);
        return { kind: "write-off", amountPence, of: null, reason };
      }),
  };
}
