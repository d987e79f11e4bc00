import { fail } from "../../../libs/errors/errors.ts";
import { type RequirementType, treatmentTypes } from "../cases.reference.ts";
import type { PreSentenceReport } from "../cases.schema.ts";
import type { OrderTerms } from "./orders.schema.ts";

/** What a person said of the types of treatment they were asked about, the last word on each. */
export type Willingness = Readonly<Partial<Record<RequirementType, boolean>>>;

export const needsWillingness = (type: RequirementType): boolean =>
  treatmentTypes.some(treatment => treatment === type);

/** Whether terms ask for treatment of which nobody has said in court that the person is willing. */
export const asksForReports = (order: OrderTerms | null): boolean =>
  order?.requirements.some(({ type, willing }) => needsWillingness(type) && !willing) ?? false;

/** The last word of delivered reports. */
export function willingnessIn(reports: readonly Pick<PreSentenceReport, "report">[]): Willingness {
  const delivered = reports.flatMap(({ report }) => report ?? []);
  const said = delivered
    .toSorted((a, b) => a.deliveredAt.getTime() - b.deliveredAt.getTime())
    .flatMap(({ willingness = [] }) => willingness);
  return Object.fromEntries(said.map(({ requirementType, willing }) => [requirementType, willing]));
}

/**
 * Treatment is imposed only on who has expressed willingness to comply with it (Sentencing Act 2020, Sch. 9, paras 17,
 * 20 and 24): in court, or to whoever reported on the case. Fails with VALIDATION.
 */
export function assertWilling(order: OrderTerms | null, at: Date, said: Willingness): void {
  const errors = (order?.requirements ?? []).flatMap(({ type, willing }, n) => {
    const path = `order.requirements[${n}].willing`;
    if (!needsWillingness(type))
      return willing ? [{ path, message: "expected only with treatment, to which the law asks for willingness" }] : [];
    if (willing)
      return new Date(willing.saidAt) > at
        ? [{ path: `${path}.saidAt`, message: "expected an instant no later than the sentence" }]
        : [];
    return said[type] ? [] : [{ path, message: missing(said[type]) }];
  });
  if (errors.length > 0) fail("VALIDATION", { errors });
}

const missing = (said: boolean | undefined): string =>
  `expected when they said in court that they are willing to comply: ${
    said === undefined ? "no report on this case says so" : "the report on this case says that they are not"
  }`;
