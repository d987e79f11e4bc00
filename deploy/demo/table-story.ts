import { casesContracts } from "../../services/cases/cases.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { addDays, addWorkingDays, at, type Day, workingDayFrom } from "./calendar.ts";
import { needTexts, notes } from "./data/texts.ts";
import { tellDocument } from "./documents-story.ts";
import { tellMeeting } from "./meeting-story.ts";
import { tellReferral } from "./referral-story.ts";
import { tellItemSharing, tellTreatmentSharing } from "./sharing-story.ts";
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

/** So many of those heard for the first time meet the agencies before anything is decided. */
const meetingShare = 0.18;

/** What the agencies round the table bring: needs, meetings, referrals, and what the providers then write and test. */
export function tellTable(telling: Telling, story: CaseTold, stage: Stage): void {
  const { random } = telling;
  for (const accused of story.accused) {
    for (const domain of random.some(story.needs, random.int(0, 2))) {
      if (story.known.has(`${domain} ${accused.key}`)) continue;
      story.known.add(`${domain} ${accused.key}`);
      tellNeed(telling, story, accused, { domain, stage });
    }
    if (stage.n === 0 && random.chance(meetingShare)) tellMeeting(telling, story, accused, stage);
  }
}

const severities = [
  [0, 4],
  [1, 26],
  [2, 45],
  [3, 25],
] as const;

/** A need as it was seen on the day, at times seen again weeks later, and the provider who is asked for help with it. */
function tellNeed(
  telling: Telling,
  story: CaseTold,
  accused: Accused,
  { domain, stage }: { domain: Need; stage: Stage },
): void {
  const { random, team, writer, today } = telling;
  const { key, id, someone } = accused;
  const { lastDay: day } = stage;
  const told = `${stage.name} need ${domain} ${key}`;
  const severity = random.weighted(severities);
  const identify = (name: string, on: Day, seen: number) =>
    writer.call({ at: at(on, "16:30"), as: team.who("coordinator"), name }, casesContracts.identifyNeed, {
      ...{ defendantId: id, caseId: story.id, domain, severity: seen },
      summary: say(random, needTexts[domain], someone),
      identifiedAt: at(on, "16:25"),
    });
  identify(told, day, severity);
  const again = addWorkingDays(day, random.int(25, 90));
  if (severity > 0 && again < today && random.chance(0.2)) identify(`${told} again`, again, severity - 1);
  const provider = providers[domain];
  // For children the youth offending team arranges help itself: providers do not see their files.
  if (!provider || story.youth || !random.chance(0.6)) return;
  const isSent = tellReferral(telling, story, accused, { name: `${told} referral`, need: domain, provider, day });
  if (isSent && team.has(provider)) tellProvider(telling, story, accused, { provider, told, day });
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
  if (seenOn < today && random.chance(0.75)) {
    writer.call(
      { at: at(seenOn, "15:10"), as: team.who(provider), name: `${told} provider note` },
      notesContracts.add,
      {
        defendantId: id,
        caseId: story.id,
        kind: "agency",
        text: say(random, provider === "victims" ? notes.victims : texts, someone),
        writtenAt: at(seenOn, "15:00"),
        shareWith: random.chance(0.5) ? [team.agency("court")] : [],
      },
    );
    tellItemSharing(telling, "note", `${told} provider note`, { as: team.who(provider), day: seenOn });
  }
  if (provider === "housing")
    tellDocument(telling, story, accused, { kept: "housing", as: team.who(provider), day: seenOn });
  if (provider !== "treatment") return;
  tellVoluntaryTests(telling, story, accused, told, seenOn);
  tellTreatmentSharing(telling, accused, told, seenOn);
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
        shareWith: random.chance(0.3) ? [team.agency("probation")] : [],
      },
    );
    tellItemSharing(telling, "test", `${told} test ${n}`, { as: team.who("treatment"), day });
    day = workingDayFrom(addDays(day, random.int(7, 16)));
  }
}
