import { clock } from "../../libs/clock/clock.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Command } from "../../libs/record/command.ts";
import type { Committer } from "../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import { assertMayApprove, assertMayConfirm, type EscrowReason } from "./escrow.rules.ts";
import type { Escrow, NotesModels } from "./notes.schema.ts";

const listedMax = 200;

/** The record of how an author's notes are passed to a successor. It never asks whether there are any. */
export function escrowStore({ escrows }: Pick<NotesModels, "escrows">, committer: Committer) {
  return {
    async propose(
      about: { authorId: string; successorId: string; courtId: string; reason: EscrowReason },
      command: Command,
    ): Promise<Escrow> {
      const fields = { ...about, proposedBy: command.by.id, approvedBy: null, confirmedBy: null };
      const { record } = await committer.create<Escrow>(
        escrows,
        fields,
        [{ type: "escrow.proposed", data: about }],
        command,
      );
      return record;
    },

    /** By a second officer. */
    async approve(id: string, command: Command): Promise<Escrow> {
      const { record } = await committer.change<Escrow>(
        escrows,
        id,
        command,
        async () => {},
        current => {
          assertMayApprove(current, command.by.id, clock.now());
          return { set: { approvedBy: command.by.id }, events: [{ type: "escrow.approved", data: {} }] };
        },
      );
      return record;
    },

    /** By a judge of the court; another court's escrow is NOT_FOUND. */
    async confirm(id: string, judge: Person, command: Command): Promise<Escrow> {
      const { record } = await committer.change<Escrow>(
        escrows,
        id,
        command,
        async current => {
          if (!current || current.courtId !== judge.courtId) fail("NOT_FOUND");
        },
        current => {
          assertMayConfirm(current, judge.id, clock.now());
          return { set: { confirmedBy: judge.id }, events: [{ type: "escrow.confirmed", data: {} }] };
        },
      );
      return record;
    },

    /** The last 200 that this reader may know of, newest first: officers all, a judge those of the court. */
    list(reader: Person): Promise<Escrow[]> {
      const filter = reader.roles.includes("IGO") ? {} : { courtId: reader.courtId ?? "" };
      return escrows.find(filter, withoutBookkeeping).sort({ recordedAt: -1 }).limit(listedMax).lean<Escrow[]>();
    },

    async get(id: string): Promise<Escrow> {
      return (await escrows.findById(id, withoutBookkeeping).lean<Escrow>()) ?? fail("NOT_FOUND");
    },
  };
}
