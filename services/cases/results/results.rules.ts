import { createHash } from "node:crypto";
import { dayOf } from "../../../libs/clock/day.ts";
import { moved } from "../../../libs/contract/states.ts";
import { fail } from "../../../libs/errors/errors.ts";
import { canonical } from "../../../libs/record/command.ts";
import type { AncillaryTerms } from "../ancillary-orders/ancillary-orders.rules.ts";
import type { DefendantCase, Offence } from "../cases.schema.ts";
import { caseTransitions } from "../cases.states.ts";
import type { OrderTerms } from "../orders/orders.schema.ts";
import type { SnapshotRef } from "../snapshots/snapshots.schema.ts";
import { type durationUnits, type pleaStages, resultCodeOn, type verdicts } from "./results.reference.ts";

/** One result of one offence. */
export interface ResultLine {
  readonly offenceId: string;
  readonly code: string;
  readonly text: string;
  readonly amountPence?: number | undefined;
  readonly duration?: { readonly length: number; readonly unit: (typeof durationUnits)[number] } | undefined;
  readonly served?: "concurrent" | "consecutive" | undefined;
  readonly terms?: AncillaryTerms | undefined;
}
/** What was decided in one hearing about one defendant. */
export interface ResultSheet {
  readonly hearingId: string;
  readonly lines: readonly ResultLine[];
  readonly disposal: string | null;
  readonly order: OrderTerms | null;
}
export interface ResultDraft extends ResultSheet {
  readonly at: Date;
  readonly by: string;
}
/** Results as they were shared: never changed; an amendment is the next version, with its reason. */
export interface SharedResults extends ResultSheet {
  readonly version: number;
  readonly at: Date;
  readonly by: string;
  readonly reason: string | null;
  readonly hash: string;
  /** What the court was shown, where sentence was passed by this version. */
  readonly snapshot: SnapshotRef | null;
}

/** The hash by which everybody can tell that they hold the same results: of what was decided, not of when it was shared. */
export function hashOf(
  caseId: string,
  defendantId: string,
  { hearingId, lines, disposal, order }: ResultSheet,
): string {
  const whole = { caseId, defendantId, hearingId, lines, disposal, order };
  return createHash("sha256").update(canonical(whole)).digest("hex");
}

/** Fails with VALIDATION unless every line is about an offence of the defendant and bears a code of that day. */
export function assertLines(current: DefendantCase, lines: readonly ResultLine[], day: string): void {
  const errors = lines.flatMap(({ offenceId, code }, n) => [
    ...(current.offences.some(({ id }) => id === offenceId)
      ? []
      : [{ path: `lines[${n}].offenceId`, message: "expected an offence of this defendant on this case" }]),
    ...(resultCodeOn(code, day)
      ? []
      : [{ path: `lines[${n}].code`, message: "expected a result code in use on that day" }]),
  ]);
  if (errors.length > 0) fail("VALIDATION", { errors });
}

const kindOf = (code: string, day: string) => resultCodeOn(code, day)?.kind ?? "interim";
const finalKinds: ReadonlySet<string> = new Set(["sentence", "acquittal", "withdrawal"]);

/** The offence after these lines; its final result is the first line that ends it. Lines that end nothing leave it as it is. */
export function withResults(offence: Offence, lines: readonly ResultLine[], version: number, at: Date): Offence {
  const day = dayOf(at);
  const own = lines.filter(({ offenceId, code }) => offenceId === offence.id && finalKinds.has(kindOf(code, day)));
  const [final] = own;
  if (!final) return offence;
  return {
    ...offence,
    result: { code: final.code, text: final.text, at, kind: kindOf(final.code, day), version },
  };
}

/** The offence as a sentence ends it, whatever code of the range it bears. */
export function sentenced(offence: Offence, lines: readonly ResultLine[], version: number, at: Date): Offence {
  const line = lines.find(({ offenceId }) => offenceId === offence.id);
  if (!line) return offence;
  const kind = kindOf(line.code, dayOf(at));
  const ends = finalKinds.has(kind) ? kind : ("sentence" as const);
  return { ...offence, result: { code: line.code, text: line.text, at, kind: ends, version } };
}

export const isDisposed = ({ offences }: Pick<DefendantCase, "offences">): boolean =>
  offences.every(({ result }) => result !== null);

const isGuilty = ({ plea, verdict }: Offence) => verdict?.value === "guilty" || (!verdict && plea?.value === "guilty");
const isCleared = ({ verdict, result }: Offence) =>
  verdict?.value === "not-guilty" || result?.kind === "acquittal" || result?.kind === "withdrawal";

/** Where pleas and verdicts lead: to conviction or acquittal when nothing is left to try. */
export function afterFindings({ offences, status }: Pick<DefendantCase, "offences" | "status">) {
  const isDecided = offences.every(offence => isGuilty(offence) || isCleared(offence));
  const transition = !isDecided ? "deny" : offences.some(isGuilty) ? "convict" : "acquit";
  return moved("The case", caseTransitions, transition, status);
}

/** Where a case goes when its last offence has its final result. */
export function afterDisposal({ offences, status }: Pick<DefendantCase, "offences" | "status">) {
  const kinds = new Set(offences.map(({ result }) => result?.kind));
  if (kinds.has("sentence")) return moved("The case", caseTransitions, "sentence", status);
  // A verdict of not guilty has led there already.
  if (status === "not-convicted") return status;
  return moved("The case", caseTransitions, kinds.has("acquittal") ? "acquit" : "withdraw", status);
}

/** No sentence for what nobody was found guilty of, and none of it acquitted that was. */
export function assertAgainstFindings(offences: readonly Offence[]): void {
  const wrong = offences.find(
    offence =>
      (offence.result?.kind === "sentence" && !isGuilty(offence)) ||
      (offence.result?.kind === "acquittal" && isGuilty(offence)),
  );
  if (wrong)
    fail("RULE_BROKEN", {
      detail: "A sentence needs a plea or verdict of guilty, and an acquittal cannot follow one.",
    });
}

/** When in the life of a case a plea comes (report 13), from its hearings and the day of the plea. */
export function stageOf(
  hearings: readonly { readonly day: string; readonly type: string; readonly status: string }[],
  day: string,
): (typeof pleaStages)[number] {
  const standing = hearings.filter(({ status }) => status !== "vacated" && status !== "moved");
  if (standing.some(hearing => hearing.type === "trial" && hearing.day === day)) return "trial-day";
  const earlier = standing.some(hearing => hearing.day < day);
  return earlier ? "before-trial" : "first-hearing";
}

/** The offences with these verdicts. Fails with VALIDATION on somebody else's offence, RULE_BROKEN where a plea of guilty stands. */
export function withVerdicts(
  offences: readonly Offence[],
  found: readonly { readonly offenceId: string; readonly verdict: (typeof verdicts)[number] }[],
  at: Date,
): Offence[] {
  const unknown = found.findIndex(({ offenceId }) => !offences.some(({ id }) => id === offenceId));
  if (unknown >= 0)
    fail("VALIDATION", {
      errors: [
        { path: `verdicts[${unknown}].offenceId`, message: "expected an offence of this defendant on this case" },
      ],
    });
  return offences.map(offence => {
    const own = found.find(({ offenceId }) => offenceId === offence.id);
    if (!own) return offence;
    if (offence.plea?.value === "guilty")
      return fail("RULE_BROKEN", { detail: "There is no verdict on an offence with a plea of guilty." });
    return { ...offence, verdict: { value: own.verdict, at } };
  });
}
