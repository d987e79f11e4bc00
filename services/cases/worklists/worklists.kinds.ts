import type { Model } from "mongoose";
import type { Item, PartDefinition } from "../../../libs/access/assemble.ts";
import type { Held, View } from "../../../libs/access/decide.ts";
import type { Reachable } from "../../../libs/access/within-reach.ts";
import type { Stored } from "../../../libs/record/record.ts";
import type { CasesModels } from "../cases.schema.ts";
import { caseView, needsPart, reportsPart } from "../cases.views.ts";
import { testsPart } from "../drug-tests/drug-tests.views.ts";
import { enforcementPart } from "../enforcement/enforcement.views.ts";
import { hearingView, heldHearing } from "../hearings/hearings.views.ts";
import { meetingsPart } from "../meetings/meetings.views.ts";
import { obligationPart } from "../obligations/obligations.views.ts";
import { ordersPart } from "../orders/orders.views.ts";
import { heldCase } from "../reading.ts";
import { referralsPart } from "../referrals/referrals.views.ts";
import { progressReportPart, reviewsPart } from "../reviews/reviews.views.ts";
import { warrantsPart } from "../warrants/warrants.views.ts";
import type { WorklistKind } from "./worklists.table.ts";

/** How one kind of record stands on lists: where it is kept and read, whom it is about, and what one reader sees of it, all as its own address has it. */
export interface Kind<T extends Item & Stored> {
  readonly model: Model<T>;
  /** Where it is read by its id, as `gateway/routes` has it. */
  readonly path: string;
  people(stored: T): readonly string[];
  held(stored: T): Held;
  view(stored: T, view: View, isVisible: (defendantId: string) => boolean): Readonly<Record<string, unknown>>;
  /** For hearings: what decides which items it needs. */
  prepares?(stored: T): { readonly caseId: string; readonly type: string };
}
export type AnyKind = Kind<Item & Stored>;

/** A kind that is read as any other is: what is particular to it stays in its row. */
const any = <T extends Item & Stored>(kind: Kind<T>): AnyKind => kind as unknown as AnyKind;

/** A record about one person, which stands in a part of the file. */
const inFile = <T extends Item & Stored & { readonly defendantId: string }>(
  model: Model<T>,
  path: string,
  partOf: (stored: T) => PartDefinition<T>,
): AnyKind =>
  any<T>({
    model,
    path,
    people: ({ defendantId }) => [defendantId],
    held: stored => partOf(stored).held(stored),
    view: (stored, view) => partOf(stored).view(stored, view),
  });

/** What may be listed or counted by whoever knows it by its id alone. */
export function reachableKinds(models: CasesModels): Readonly<Record<string, Reachable>> {
  const { hearing, referral, obligation, "drug-test": test } = worklistKinds(models);
  return {
    ...{ hearing, referral, obligation, "drug-test": test },
    order: inFile(models.orders, "/v1/orders", () => ordersPart),
    need: inFile(models.needs, "/v1/needs", () => needsPart),
  };
}

export function worklistKinds(models: CasesModels): Readonly<Record<Exclude<WorklistKind, "match">, AnyKind>> {
  return {
    hearing: any({
      model: models.hearings,
      path: "/v1/hearings",
      people: ({ defendantIds }) => defendantIds,
      held: heldHearing,
      view: (stored, _view, isVisible) => hearingView(stored, isVisible, []),
      prepares: ({ caseId, type }) => ({ caseId, type }),
    }),
    case: any({
      model: models.cases,
      path: "/v1/cases",
      people: ({ defendantIds }) => defendantIds,
      held: heldCase,
      view: (stored, view, isVisible) => caseView(stored, view, isVisible),
    }),
    "pre-sentence-report": inFile(models.reports, "/v1/pre-sentence-reports", () => reportsPart),
    "progress-report": inFile(models.progressReports, "/v1/progress-reports", progressReportPart),
    review: inFile(models.reviews, "/v1/reviews", () => reviewsPart),
    enforcement: inFile(models.enforcements, "/v1/enforcements", () => enforcementPart),
    referral: inFile(models.referrals, "/v1/referrals", () => referralsPart),
    obligation: inFile(models.obligations, "/v1/obligations", obligationPart),
    meeting: inFile(models.meetings, "/v1/meetings", () => meetingsPart),
    warrant: inFile(models.warrants, "/v1/warrants", () => warrantsPart),
    "drug-test": inFile(models.tests, "/v1/drug-tests", () => testsPart),
  };
}
