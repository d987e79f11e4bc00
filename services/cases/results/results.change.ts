import { fail } from "../../../libs/errors/errors.ts";
import type { Change, NewEvent } from "../../../libs/record/commit.ts";
import { assertBears } from "../ancillary-orders/ancillary-orders.rules.ts";
import type { Case, DefendantCase, Offence } from "../cases.schema.ts";
import { replaced } from "../court.authority.ts";
import type { Freeze } from "../snapshots/snapshots.store.ts";
import { resultCodes, sharedVersionsMax } from "./results.reference.ts";
import {
  afterDisposal,
  assertAgainstFindings,
  hashOf,
  isDisposed,
  type ResultSheet,
  type SharedResults,
  withResults,
} from "./results.rules.ts";

interface Act {
  readonly at: Date;
  readonly by: string;
  /** The judge who passes sentence by it; null where somebody else shares what was decided. */
  readonly judgeId: string | null;
  /** Why what was shared before is amended; null when this is not an amendment. */
  readonly reason: string | null;
  /** Freezes what the court is shown, where this passes sentence. */
  readonly freeze: Freeze;
}

/**
 * What sharing this sheet makes of the case: the next version of its results, and its disposal when nothing is left
 * open. Where that passes sentence, what the court is shown is frozen first, after everything that could refuse it.
 */
export async function sharing(
  stored: Case,
  current: DefendantCase,
  sheet: ResultSheet,
  { at, by, judgeId, reason, freeze }: Act,
  resulted: (offence: Offence, version: number) => Offence = (offence, version) =>
    withResults(offence, sheet.lines, version, at),
): Promise<Change<Case>> {
  const version = current.shared.length + 1;
  if (version > sharedVersionsMax)
    fail("RULE_BROKEN", { detail: `There are ${sharedVersionsMax} shared versions of these results, and no more.` });
  const { defendantId } = current;
  const offences = current.offences.map(offence => resulted(offence, version));
  assertAgainstFindings(offences);
  assertBears(
    offences,
    sheet.lines.filter(({ terms }) => terms),
  );
  const disposes = isDisposed({ offences }) && !isDisposed(current);
  const passes = disposes && offences.some(({ result }) => result?.kind === "sentence");
  if (reason === null) assertDisposal(sheet, passes);
  const hash = hashOf(stored._id, defendantId, sheet);
  const { hearingId, disposal, order } = sheet;
  const status = disposes ? afterDisposal({ offences, status: current.status }) : current.status;
  const { _id: caseId, courtId } = stored;
  const snapshot = passes && disposal ? await freeze({ caseId, defendantId, courtId, hearingId }) : null;
  const shared: SharedResults = { ...sheet, version, at, by, reason, hash, snapshot };
  const changed: DefendantCase = {
    ...current,
    offences,
    status,
    sentence: snapshot && disposal ? { at, hearingId, disposal, order, snapshot } : current.sentence,
    draft: reason === null ? null : current.draft,
    shared: [...current.shared, shared],
  };
  return {
    set: { defendants: replaced(stored, changed) },
    events: told(stored, changed, shared, { disposes, judgeId }),
  };
}

function assertDisposal({ disposal }: ResultSheet, passes: boolean): void {
  if (passes !== (disposal !== null))
    fail("VALIDATION", {
      errors: [
        {
          path: "disposal",
          message: passes
            ? "expected the disposal: with these results the sentence is passed"
            : "expected no disposal while an offence is left without a final result",
        },
      ],
    });
}

function told(
  { _id: caseId, courtId, ward }: Case,
  { defendantId, offences }: DefendantCase,
  { version, hash, hearingId, lines, disposal, at, reason, snapshot }: SharedResults,
  { disposes, judgeId }: { disposes: boolean; judgeId: string | null },
): NewEvent[] {
  const who = { defendantId, caseId, courtId };
  const results = lines.map(({ offenceId, code, amountPence }) => {
    const offence = offences.find(({ id }) => id === offenceId);
    const kind = offence?.result?.code === code ? offence.result.kind : (resultCodes[code]?.kind ?? null);
    return { offenceId, offenceCode: offence?.code ?? "", code, kind, amountPence: amountPence ?? null };
  });
  const sheet = { ...who, hearingId, version, hash, results };
  return [
    reason === null
      ? { type: "result.shared", occurredAt: at, data: sheet }
      : { type: "result.amended", occurredAt: at, data: sheet },
    ...(snapshot && disposal
      ? [
          {
            type: "sentence.passed",
            occurredAt: at,
            data: {
              ...{ ...who, hearingId, disposal, ward, judgeId },
              snapshotId: snapshot.id,
              contentHash: snapshot.contentHash,
            },
          } as const,
        ]
      : []),
    ...(disposes ? [{ type: "case.disposed", occurredAt: at, data: { ...who, ward } } as const] : []),
  ];
}
