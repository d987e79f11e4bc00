import { type Files, nothingHeld } from "../../libs/access/files.ts";
import type { Directory } from "../../libs/bus/directory.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { Case, CasesModels, DefendantCase } from "./cases.schema.ts";
import type { Hearing } from "./hearings/hearings.schema.ts";
import { heldCase } from "./reading.ts";

/** Who may act on a case of a court, and on which of its hearings. */
export function courtAuthority({ hearings }: Pick<CasesModels, "hearings">, files: Files) {
  return {
    /**
     * Only the case's own court acts on it, and only for defendants whose files the person may open. To whoever does
     * not see the case it is not there; others of the same file are told that it is not theirs to act on.
     */
    async authorizeCourt(person: Person, stored: Case | null, named: readonly string[] = []): Promise<void> {
      const all = stored?.defendantIds ?? [person.id];
      const concerned = all.filter(id => named.includes(id));
      const held = stored ? heldCase(stored) : nothingHeld("case");
      for (const fileId of concerned.length > 0 ? concerned : all.slice(0, 1)) {
        await files.openToRead(person, fileId, held);
        await files.openAtTable(person, fileId);
      }
      if (person.courtId !== stored?.courtId)
        fail("ACCESS_DENIED", { detail: "Only the court of this case may do this." });
    },

    /** Fails with VALIDATION unless it is a hearing of the case that lists the defendant, RULE_BROKEN when it does not take place. */
    async assertHearing(hearingId: string, caseId: string, defendantId: string): Promise<void> {
      const hearing = await hearings.findById(hearingId).lean<Hearing>();
      if (hearing?.caseId !== caseId || !hearing.defendantIds.includes(defendantId))
        fail("VALIDATION", {
          errors: [{ path: "hearingId", message: "expected a hearing of this case that lists this defendant" }],
        });
      if (hearing.status === "vacated" || hearing.status === "moved")
        fail("RULE_BROKEN", { detail: `The hearing is ${hearing.status}, so nothing is decided in it.` });
    },
  };
}

/** Fails with VALIDATION unless whoever sits is a judge or magistrate of the court. */
export async function assertBench(
  directory: Directory,
  courtId: string | null,
  bench: readonly string[],
  path = "bench",
): Promise<void> {
  if (bench.length === 0) return;
  await directory.assertPeople(path, bench, {
    who: "a judge or magistrate of this court",
    is: ({ agencyId, roles }) => agencyId === courtId && roles.includes("JUD"),
  });
}

export function defendantIn(stored: Case, defendantId: string): DefendantCase {
  return (
    stored.defendants.find(found => found.defendantId === defendantId) ??
    fail("VALIDATION", { errors: [{ path: "defendantId", message: "expected a defendant of this case" }] })
  );
}

export const replaced = (stored: Case, changed: DefendantCase) =>
  stored.defendants.map(found => (found.defendantId === changed.defendantId ? changed : found));
