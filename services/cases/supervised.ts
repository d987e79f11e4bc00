import type { Model } from "mongoose";
import type { Item, PartDefinition } from "../../libs/access/assemble.ts";
import type { Stored } from "../../libs/record/record.ts";
import { ancillaryOrdersPart } from "./ancillary-orders/ancillary-orders.views.ts";
import type { CasesModels } from "./cases.schema.ts";
import { custodyParts } from "./custody/custody.views.ts";
import { enforcementPart } from "./enforcement/enforcement.views.ts";
import { markerParts } from "./markers/markers.views.ts";
import { meetingsPart } from "./meetings/meetings.views.ts";
import { obligationParts } from "./obligations/obligations.views.ts";
import { restorativePart } from "./restorative/restorative.views.ts";
import { progressReportParts, responsesPart, reviewsPart } from "./reviews/reviews.views.ts";
import { treatmentDetailPart, treatmentPart } from "./treatment/treatment.views.ts";
import { unpaidWorkPart } from "./unpaid-work/unpaid-work.views.ts";
import { victimContactPart } from "./victims/victims.views.ts";

/** One part of a file: where it is kept, how it appears, and which of the kept things stand in it. */
export interface KeptPart<T extends Item & Stored> {
  readonly model: Model<T>;
  readonly definition: PartDefinition<T>;
  /** The same question twice: for the database, and for things that were read with others. */
  readonly filter: object;
  isOf(item: T): boolean;
}
type AnyPart = KeptPart<Item & Stored>;

/** A part whose things may be read as any other's: what is particular to them stays with their definition. */
const kept = <T extends Item & Stored>(
  model: Model<T>,
  definition: PartDefinition<T>,
  filter: object = {},
  isOf: (item: T) => boolean = () => true,
): AnyPart => ({ model, definition, filter, isOf }) as unknown as AnyPart;

/** The parts about what follows a sentence and what stands beside it, in the order in which they are shown. */
export function supervised(models: CasesModels): readonly AnyPart[] {
  return [
    ...obligationParts.map(({ definition, kinds }) =>
      kept(models.obligations, definition, { kind: { $in: kinds } }, ({ kind }) => kinds.includes(kind)),
    ),
    kept(models.enforcements, enforcementPart),
    kept(models.reviews, reviewsPart),
    ...progressReportParts.map(({ definition, hasTests }) =>
      kept(models.progressReports, definition, { hasTests }, report => report.hasTests === hasTests),
    ),
    kept(models.responses, responsesPart),
    kept(models.meetings, meetingsPart),
    kept(models.unpaidWork, unpaidWorkPart),
    kept(models.ancillaryOrders, ancillaryOrdersPart),
    kept(models.episodes, treatmentPart),
    kept(models.episodes, treatmentDetailPart),
    kept(models.victimContacts, victimContactPart),
    kept(models.restorativeMeetings, restorativePart),
    ...markerParts.map(definition =>
      kept(models.markers, definition, { class: definition.class }, ({ class: cls }) => cls === definition.class),
    ),
    ...custodyParts.map(definition =>
      kept(models.custody, definition, { class: definition.class }, ({ class: cls }) => cls === definition.class),
    ),
  ];
}
