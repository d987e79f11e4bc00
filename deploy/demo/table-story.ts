import { casesContracts } from "../../services/cases/cases.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { addDays, addWorkingDays, at, type Day, workingDayFrom } from "./calendar.ts";
import { needTexts, notes } from "./data/texts.ts";
import type { AgencyKind, Post } from "./team.ts";
import type { Accused, CaseTold, Need, Stage, Telling } from "./telling.ts";
import { testResult } from "./test-story.ts";
import { say } from "./words.ts";

/** Who is asked for help with what. */
const providers = {
  accommodation: "housing",
  "education-training-employment": "advice",
  health: "health",
  "mental-health": "health",
  drugs: "treatment",
  alcohol: "treatment",
  finance: "advice",
  "children-and-families": "family",
  attitudes: undefined,
  abuse: "victims",
} as const satisfies Record<Need, (AgencyKind & Post) | undefined>;

/** What the agencies round the table bring: needs, referrals, and what the providers then write and test. */
export function tellTable(telling: Telling, story: CaseTold, { name, day }: Stage): void {
  const { random, team, writer } = telling;
  for (const accused of story.accused) {
    const { key, id, someone } = accused;
    for (const domain of random.some(story.needs, random.int(0, 2))) {
      if (story.known.has(`${domain} ${key}`)) continue;
      story.known.add(`${domain} ${key}`);
      const told = `${name} need ${domain} ${key}`;
      const common = { defendantId: id, caseId: story.id };
      writer.call({ at: at(day, "16:30"), as: team.who("coordinator"), name: told }, casesContracts.identifyNeed, {
        ...common,
        domain,
        severity: random.weighted([
          [0, 4],
          [1, 26],
          [2, 45],
          [3, 25],
        ] as const),
        summary: say(random, needTexts[domain], someone),
        identifiedAt: at(day, "16:25"),
      });
      const provider = providers[domain];
      if (!provider || !random.chance(0.6)) continue;
      writer.call(
        { at: at(day, "16:40"), as: team.who("coordinator"), name: `${told} referral` },
        casesContracts.refer,
        {
          ...common,
          providerAgencyId: team.agency(provider),
          need: domain,
          basis: random.weighted([
            ["voluntary", 80],
            ["bail-condition", 20],
          ] as const),
          referredAt: at(day, "16:35"),
        },
      );
      if (team.has(provider)) tellProvider(telling, story, accused, { provider, told, day });
    }
  }
}

interface Referred {
  readonly provider: AgencyKind & Post;
  readonly told: string;
  readonly day: Day;
}

function tellProvider(telling: Telling, story: CaseTold, accused: Accused, { provider, told, day }: Referred): void {
  const { random, team, writer, today } = telling;
  const { id, someone } = accused;
  const texts = provider === "treatment" ? notes.treatment : provider === "health" ? notes.health : notes.support;
  const seenOn = addWorkingDays(day, random.int(2, 8));
  if (seenOn < today && random.chance(0.75))
    writer.call(
      { at: at(seenOn, "15:10"), as: team.who(provider), name: `${told} provider note` },
      notesContracts.add,
      {
        defendantId: id,
        caseId: story.id,
        kind: "agency",
        text: say(random, provider === "victims" ? notes.victims : texts, someone),
        writtenAt: at(seenOn, "15:00"),
        shareWith: random.chance(0.5) ? [team.agency("court"), team.agency("probation")] : [],
      },
    );
  if (provider === "treatment") tellVoluntaryTests(telling, story, accused, told, seenOn);
}

function tellVoluntaryTests(telling: Telling, story: CaseTold, { id }: Accused, told: string, from: Day): void {
  const { random, team, writer, today } = telling;
  let day = from;
  for (let n = 0, count = random.int(0, 2); n < count && day < today; n++) {
    writer.call(
      { at: at(day, "15:30"), as: team.who("treatment"), name: `${told} test ${n}` },
      casesContracts.recordTest,
      {
        defendantId: id,
        caseId: story.id,
        takenAt: at(day, "14:20"),
        sample: random.pick(["oral-fluid", "urine"] as const),
        ...testResult(telling, 0.55),
        shareWith: random.chance(0.5) ? [team.agency("court")] : [],
      },
    );
    day = workingDayFrom(addDays(day, random.int(7, 16)));
  }
}
