import { type RequirementType, requirementTypes, treatmentTypes } from "../../services/cases/cases.reference.ts";
import { addDays, type Day, type Instant } from "./calendar.ts";
import type { Disposal } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Ref } from "./script.ts";
import type { CaseTold, Need, Telling, Wish } from "./telling.ts";

interface Requirement {
  readonly type: RequirementType;
  readonly length: number;
  readonly providerAgencyId?: Ref;
  readonly willing?: { readonly saidAt: Instant };
}
export interface OrderTerms {
  readonly supervisedBy: Ref;
  readonly endsOn: Day;
  readonly requirements: readonly Requirement[];
  readonly reviewEveryDays?: number;
}
export interface Passed {
  readonly code: string;
  readonly text: string;
  readonly order: OrderTerms | undefined;
  readonly finePence?: number;
}

/** The codes by which results are passed on, one for each way a case can end. */
const resultCodes: Readonly<Record<Disposal, string>> = {
  "community-order": "1116",
  "suspended-sentence-order": "1115",
  "youth-rehabilitation-order": "1141",
  "conditional-discharge": "1018",
  "referral-order": "1097",
  "absolute-discharge": "1017",
  fine: "1015",
  custody: "1002",
};

export const noSeparatePenalty = { code: "1057", text: "No separate penalty" } as const;

/** An order is reviewed by the court about as often as not; never so seldom that nobody remembers. */
const reviewShare = 0.45;

/** The sentence that was planned, fitted to what lies behind the offence; to treatment the defendant agreed a moment before. */
export function passSentence(
  { random, team }: Telling,
  { plan: { disposal }, needs, youth, wish }: Pick<CaseTold, "plan" | "needs" | "youth" | "wish">,
  day: Day,
  agreedAt: Instant,
): Passed {
  const code = resultCodes[disposal];
  const supervisedBy = team.agency(youth ? "youth" : "probation");
  const order = (months: number, requirements: readonly Requirement[], everyDays?: number): OrderTerms => ({
    supervisedBy,
    endsOn: addDays(day, Math.round(months * 30.4)),
    requirements,
    ...(everyDays !== undefined && { reviewEveryDays: everyDays }),
  });
  const months = wish ? 12 : random.pick([6, 9, 12, 12, 12, 18]);
  switch (disposal) {
    case "fine": {
      const pounds = random.int(6, 40) * 10;
      return { code, text: `Fined £${pounds}`, order: undefined, finePence: pounds * 100 };
    }
    case "custody":
      return { code, text: `Imprisonment for ${random.int(4, 26)} weeks`, order: undefined };
    case "absolute-discharge":
      return { code, text: "Discharged absolutely", order: undefined };
    case "conditional-discharge":
      return { code, text: `Discharged conditionally for ${months} months`, order: order(months, []) };
    case "referral-order": {
      const length = Math.min(months, 12);
      return { code, text: `Referred to the youth offender panel for ${length} months`, order: order(length, []) };
    }
    default: {
      const requirements = requirementsFor(random, needs, youth, kind => team.agency(kind)).map(found =>
        isTreatment(found) ? { ...found, willing: { saidAt: agreedAt } } : found,
      );
      const said = requirements.map(describe).join("; ");
      const suspended =
        disposal === "suspended-sentence-order"
          ? `Imprisonment for ${random.int(6, 20)} weeks suspended`
          : name(disposal);
      const text = `${suspended} for ${months} months: ${said}`.slice(0, 480);
      return { code, text, order: order(months, requirements, reviewsOf(random, wish)) };
    }
  }
}

function reviewsOf(random: Random, wish: Wish | undefined): number | undefined {
  if (wish && "everyDays" in wish) return wish.everyDays;
  return random.chance(reviewShare) ? random.pick([28, 42, 56, 56, 84, 84]) : undefined;
}

const name = (disposal: Disposal) =>
  disposal === "community-order" ? "Community order" : "Youth rehabilitation order";

function requirementsFor(
  random: Random,
  needs: readonly Need[],
  youth: boolean,
  agency: (kind: "treatment" | "health") => Ref,
): Requirement[] {
  const activity: Requirement = { type: "rehabilitation-activity", length: random.int(2, 6) * 5 };
  if (youth) return [activity, ...(random.chance(0.4) ? [{ type: "attendance-centre", length: 24 } as const] : [])];
  const main: Requirement[] = [];
  if (needs.includes("drugs"))
    main.push({
      type: "drug-rehabilitation",
      length: random.pick([6, 6, 9, 12]),
      providerAgencyId: agency("treatment"),
    });
  else if (needs.includes("alcohol"))
    main.push(
      random.chance(0.6)
        ? { type: "alcohol-treatment", length: 6, providerAgencyId: agency("treatment") }
        : { type: "alcohol-abstinence-and-monitoring", length: random.pick([60, 90, 120]) },
    );
  else if (needs.includes("mental-health") && random.chance(0.5))
    main.push({ type: "mental-health-treatment", length: 6, providerAgencyId: agency("health") });
  if (main.length === 0 || random.chance(0.3)) main.push({ type: "unpaid-work", length: random.int(4, 20) * 10 });
  if (random.chance(0.45)) main.push(activity);
  if (random.chance(0.15)) main.push({ type: "curfew", length: random.pick([28, 56, 84]) });
  if (random.chance(0.2)) main.push(random.weighted(seldomImposed)(random, agency));
  return main;
}

/** What is imposed now and then beside the usual. */
const seldomImposed: readonly (readonly [
  (random: Random, agency: (kind: "treatment") => Ref) => Requirement,
  number,
])[] = [
  [random => ({ type: "programme", length: random.int(10, 40) }), 30],
  [random => ({ type: "exclusion", length: random.int(3, 12) }), 18],
  [random => ({ type: "prohibited-activity", length: random.int(3, 12) }), 12],
  [random => ({ type: "residence", length: random.int(3, 12) }), 10],
  [
    (random, agency) => ({
      type: "drug-testing",
      length: random.int(3, 6),
      providerAgencyId: agency("treatment"),
    }),
    10,
  ],
  [() => ({ type: "electronic-compliance-monitoring", length: 3 }), 10],
  [() => ({ type: "electronic-whereabouts-monitoring", length: 3 }), 6],
  [() => ({ type: "foreign-travel-prohibition", length: 6 }), 4],
];

const isTreatment = ({ type }: Requirement) => treatmentTypes.some(treatment => treatment === type);

const describe = ({ type, length }: Requirement) =>
  `${length} ${requirementTypes[type].unit} of ${type.replaceAll("-", " ")}`;
