import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { RequirementType } from "../../services/cases/cases.reference.ts";
import { addDays, addWorkingDays, at, type Day, workingDayFrom } from "./calendar.ts";
import { Random } from "./random.ts";
import { type Call, type Input, keyFrom, refTo } from "./script.ts";
import type { Post, Team } from "./team.ts";

interface Offer {
  readonly type: RequirementType;
  readonly post: Post;
  readonly places: readonly [least: number, most: number];
  /** So many days until one can begin; null where no place is free and nobody knows when. */
  readonly startsIn: readonly [least: number, most: number] | null;
  /** How long ago it was said. */
  readonly daysAgo: number;
}

/** What the agencies round a court say that they can provide there: some full up, one that has not said anything for long. */
const offers: readonly Offer[] = [
  { type: "unpaid-work", post: "probation", places: [12, 60], startsIn: [5, 10], daysAgo: 2 },
  { type: "rehabilitation-activity", post: "probation", places: [8, 30], startsIn: [4, 9], daysAgo: 2 },
  { type: "programme", post: "probation", places: [0, 0], startsIn: [35, 70], daysAgo: 9 },
  { type: "drug-rehabilitation", post: "treatment", places: [1, 9], startsIn: [3, 14], daysAgo: 3 },
  { type: "alcohol-treatment", post: "treatment", places: [1, 6], startsIn: [7, 21], daysAgo: 3 },
  { type: "drug-testing", post: "treatment", places: [4, 20], startsIn: [1, 5], daysAgo: 3 },
  { type: "mental-health-treatment", post: "health", places: [0, 0], startsIn: null, daysAgo: 6 },
  { type: "residence", post: "housing", places: [1, 3], startsIn: [2, 12], daysAgo: 40 },
  { type: "attendance-centre", post: "youth", places: [5, 15], startsIn: [4, 11], daysAgo: 12 },
];

/** The steps by which those in post at a court say what they can provide. */
export function provisionSteps(
  team: Team,
  { court, words, today }: { court: string; words: readonly (string | number)[]; today: Day },
): Call[] {
  const random = new Random(...words, "provision", team.court.key);
  const courtId = refTo(court);
  return offers
    .filter(({ post }) => team.has(post))
    .map(({ type, post, places, startsIn, daysAgo }) => {
      const said = addWorkingDays(addDays(today, -daysAgo), -1);
      const name = `provision ${team.court.key} ${type}`;
      const input: Input<typeof casesContracts.stateProvision> = {
        ...{ courtId, requirementType: type, placesFree: random.int(...places) },
        ...(startsIn && { nextStartOn: workingDayFrom(addDays(today, random.int(...startsIn))) }),
        statedAt: at(said, "09:15"),
      };
      return {
        ...{ name, as: team.who(post), action: casesContracts.stateProvision.action, input },
        key: keyFrom(...words, name),
      };
    });
}
