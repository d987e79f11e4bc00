import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { treatmentTypes } from "../../services/cases/cases.reference.ts";
import { addWorkingDays, at, type Instant } from "./calendar.ts";
import { reportMiddles, reportOpenings, reportProposals } from "./data/texts.ts";
import { refTo } from "./script.ts";
import type { Accused, CaseTold, Need, Stage, Telling } from "./telling.ts";
import { say } from "./words.ts";

/** Reports are asked for in court, and come on the day by word of mouth or before the next hearing; some late, a few never. */
export function tellReports(telling: Telling, story: CaseTold, stage: Stage, asks: "later" | "today"): void {
  const { random, team, writer, today } = telling;
  const { lastDay: day, after = day, name, minute } = stage;
  const oral = asks === "today";
  const due = oral ? day : addWorkingDays(after, -1);
  for (const accused of story.accused) {
    const asked = `${name} report ${accused.key}`;
    writer.call(
      { at: minute(8), as: random.chance(0.5) ? story.judge : team.who("adviser"), name: asked },
      casesContracts.requestReport,
      {
        caseId: story.id,
        defendantId: accused.id,
        agencyId: team.agency(story.youth ? "youth" : "probation"),
        format: oral ? "oral" : random.pick(["fast-delivery", "fast-delivery", "standard"] as const),
        dueAt: at(due, oral ? "17:00" : "12:00"),
        requestedAt: minute(8),
      },
    );
    const early = addWorkingDays(due, -random.int(0, 2));
    const isLate = !oral && random.chance(0.06);
    const deliveredAt = oral ? minute(35) : isLate ? at(due, "16:40") : at(early > day ? early : due, "11:50");
    if (deliveredAt < today && random.chance(0.94)) tellDelivery(telling, story, accused, asked, deliveredAt);
  }
}

const authors = ["P. Okafor", "J. Whitfield", "S. Mahmood", "C. Llewellyn", "R. Doyle", "A. Nowak"];

function tellDelivery(
  { random, team, writer }: Telling,
  { youth, needs }: CaseTold,
  { someone }: Accused,
  asked: string,
  deliveredAt: Instant,
): void {
  const about = needs.includes("drugs") ? "drugs" : needs.includes("alcohol") ? "alcohol" : "other";
  writer.call(
    { at: deliveredAt, as: team.who(youth ? "youth" : "probation"), name: `${asked} delivered` },
    casesContracts.deliverReport,
    {
      id: refTo(asked),
      author: random.pick(authors),
      summary: [reportOpenings[about], reportMiddles].map(texts => say(random, texts, someone)).join(" "),
      proposal: random.pick(reportProposals[youth ? "youth" : about]),
      willingness: youth ? [] : needs.flatMap(need => treatmentFor[need] ?? []).map(agreedTo),
      riskOfHarm: random.weighted(risksOfHarm),
      likelihoodOfReoffending: random.weighted(likelihoods),
      deliveredAt,
    },
  );
}

type Treatment = (typeof treatmentTypes)[number];
/** What whoever reports asks the defendant about. */
const treatmentFor: Readonly<Partial<Record<Need, Treatment>>> = {
  drugs: "drug-rehabilitation",
  alcohol: "alcohol-treatment",
  "mental-health": "mental-health-treatment",
};
const agreedTo = (requirementType: Treatment) => ({ requirementType, willing: true });

const risksOfHarm = [
  ["low", 55],
  ["medium", 33],
  ["high", 11],
  ["very-high", 1],
] as const;
const likelihoods = [
  ["low", 22],
  ["medium", 38],
  ["high", 36],
  ["very-high", 4],
] as const;
