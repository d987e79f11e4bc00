import type { z } from "zod";
import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { meetingMove } from "../../services/cases/meetings/meetings.contract.ts";
import { addWorkingDays, at, type Day, type Instant } from "./calendar.ts";
import { actionTexts, meetingReasons, meetingSummaries } from "./data/texts.ts";
import { refTo, type WithRefs } from "./script.ts";
import type { AgencyKind } from "./team.ts";
import type { Accused, CaseTold, Need, Stage, Telling } from "./telling.ts";
import { say } from "./words.ts";

type Move = WithRefs<z.input<typeof meetingMove>>;

const courses = [
  ["held", 80],
  ["not-needed", 6],
  ["declined", 7],
  ["not-held", 4],
  ["waiting", 3],
] as const;

/** A problem-solving meeting: asked for by the bench, held within two hours, back in court, and followed for weeks. */
export function tellMeeting(telling: Telling, story: CaseTold, accused: Accused, stage: Stage): void {
  const { random, team, writer, today } = telling;
  const { key, id: defendantId, someone } = accused;
  const name = `${stage.name} meeting ${key}`;
  const { minute, lastDay } = stage;
  writer.call({ at: minute(5), as: story.judge, name }, casesContracts.requestMeeting, {
    caseId: story.id,
    defendantId,
    reason: say(random, meetingReasons, someone),
    requestedAt: minute(5),
  });
  const move = (what: string, when: Instant, made: Move) => {
    if (when.slice(0, 10) >= today) return false;
    writer.call({ at: when, as: team.who("coordinator"), name: `${name} ${what}` }, casesContracts.moveMeeting, {
      id: refTo(name),
      move: { ...made, at: when },
    });
    return true;
  };
  const course = random.weighted(courses);
  if (course === "waiting") return;
  if (course === "not-needed") {
    move("not needed", minute(9), { name: "not-needed", reason: "The agencies saw the defendant last week." });
    return;
  }
  move("convened", minute(10), { name: "convene" });
  if (course === "declined") {
    move("declined", minute(20), { name: "decline", reason: "Would rather get it over with." });
    return;
  }
  if (course === "not-held") {
    move("not held", minute(40), { name: "not-held", reason: "The room was taken and the session ended." });
    return;
  }
  const needs = story.needs.slice(0, 3);
  move("held", minute(random.int(22, 34)), {
    name: "hold",
    attendees: [team.agency("probation"), team.agency("treatment"), team.agency("housing")],
    defendantAgreed: true,
    ...(random.chance(0.7) && { solicitorAgreed: random.chance(0.95) }),
    needs: [...needs],
  });
  tellPlan(telling, { name, needs, someone, day: lastDay, agreedAt: minute(36), move });
}

interface Planned {
  readonly name: string;
  readonly needs: readonly Need[];
  readonly someone: Accused["someone"];
  readonly day: Day;
  readonly agreedAt: Instant;
  readonly move: (what: string, when: Instant, made: Move) => boolean;
}

/** Of two or three actions most are done, most of them in time; the meeting is closed when it is known of all. */
function tellPlan({ random, team }: Telling, { name, needs, someone, day, agreedAt, move }: Planned): void {
  const owners = random.some(
    ["probation", "treatment", "housing"] as const satisfies readonly AgencyKind[],
    random.int(2, 3),
  );
  const due = owners.map(() => addWorkingDays(day, random.int(3, 15)));
  move("plan", agreedAt, {
    name: "agree-plan",
    summary: say(random, meetingSummaries, someone),
    actions: owners.map((owner, n) => ({
      agencyId: team.agency(owner),
      what: say(random, actionTexts[owner], someone),
      ...(needs[n] && { need: needs[n] }),
      dueAt: at(due[n] ?? day, "17:00"),
    })),
  });
  let last = day;
  for (const n of owners.keys()) {
    const doneOn = addWorkingDays(due[n] ?? day, random.weighted(lateness)(random));
    const actionId = refTo(`${name} plan`, `actions.${n}.id`);
    const finished = { name: "finish-action", actionId, outcome: random.weighted(actionOutcomes) } as const;
    // Some actions nobody has said anything about yet.
    if (random.chance(0.08) || !move(`action ${n}`, at(doneOn, "16:15"), finished)) return;
    if (doneOn > last) last = doneOn;
  }
  if (random.chance(0.8)) move("closed", at(addWorkingDays(last, 2), "12:00"), { name: "close" });
}

const lateness: readonly (readonly [(random: Telling["random"]) => number, number])[] = [
  [random => -random.int(0, 2), 74],
  [random => random.int(1, 12), 26],
];
const actionOutcomes = [
  ["completed", 74],
  ["partly", 10],
  ["not-done", 11],
  ["no-longer-needed", 5],
] as const;
