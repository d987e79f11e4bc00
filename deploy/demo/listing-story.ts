import { casesContracts } from "../../services/cases/cases.contract.ts";
import { addWorkingDays, at, type Day, type Instant, later } from "./calendar.ts";
import { later as afterTime, type Slot } from "./diary.ts";
import { tellHeld } from "./hearing-story.ts";
import { invite } from "./invitations.ts";
import type { AdjournmentReason, MovingReason, PlannedHearing } from "./plan.ts";
import { idOf, type Ref, refTo } from "./script.ts";
import type { CaseTold, Stage, Telling } from "./telling.ts";

interface Days {
  readonly received: Day;
  readonly days: readonly Day[];
}
interface Listed {
  readonly id: Ref;
  readonly slot: Slot;
}

/** The hearings of a case one after the other, until its end or until today: listed, attended, held, moved, adjourned. */
export function tellHearings(telling: Telling, story: CaseTold, { received, days }: Days): void {
  const { today } = telling;
  const { hearings } = story.plan;
  let listed: Listed | undefined;
  for (const [n, hearing] of hearings.entries()) {
    const day = days[n] ?? received;
    const before = days[n - 1] ?? received;
    const name = `${story.name} hearing ${n}`;
    listed ??= list(telling, story, { name, hearing, day, at: at(before, "15:45"), isFirst: n === 0 });
    if (n === 0) invite(telling, story, before);
    if (day >= today) return;
    const stage = stageOf(telling, { name, hearing, n, day, before, after: days[n + 1], ...listed });
    if (!stage) return;
    const next = hearings[n + 1];
    const went = tellCourse(
      telling,
      story,
      stage,
      next && days[n + 1] ? { hearing: next, day: days[n + 1] ?? day } : undefined,
    );
    if (went === "over") return;
    listed = went;
  }
}

/** The hearing with its days; undefined when it is going on today. */
function stageOf(
  { today, random }: Telling,
  { hearing, day, slot, ...more }: Omit<Stage, "minute" | "lastDay">,
): Stage | undefined {
  const lastDay = hearing.twoDays ? addWorkingDays(day, 1) : day;
  if (lastDay >= today) return undefined;
  const starts = hearing.twoDays ? `1${random.int(0, 1)}:10` : slot.time;
  return { ...more, hearing, day, slot, lastDay, minute: minutes => at(lastDay, afterTime(starts, minutes)) };
}

interface Listing {
  readonly name: string;
  readonly hearing: PlannedHearing;
  readonly day: Day;
  readonly at: Instant;
  readonly isFirst?: boolean;
}

function list(
  telling: Telling,
  story: CaseTold,
  { name, hearing, day, at: listedAt, isFirst = false }: Listing,
): Listed {
  const { team, diary, court, writer } = telling;
  const slot = diary.place(court, day);
  // Listing the first hearing moves the case on.
  const changes = isFirst ? [name, story.name] : [name];
  writer.call({ at: listedAt, as: team.who("listing"), name, changes }, casesContracts.listHearing, {
    caseId: story.id,
    ...place(day, slot),
    ...(hearing.twoDays && { days: [addWorkingDays(day, 1)] }),
    bench: [team.person(story.judgePost)],
    type: hearing.type,
    defendantIds: story.accused.map(({ id }) => id),
    listedAt,
  });
  return { id: refTo(name), slot };
}

const place = (day: Day, { session, room, order }: Slot) => ({ day, session, room, order });

interface Next {
  readonly hearing: PlannedHearing;
  readonly day: Day;
}

/** What becomes of a hearing: the next one where that is listed by it, nothing where it is yet to be listed, or that the case is over here. */
function tellCourse(
  telling: Telling,
  story: CaseTold,
  stage: Stage,
  next: Next | undefined,
): Listed | "over" | undefined {
  const { hearing } = stage;
  switch (hearing.course) {
    case "moved":
      return next && move(telling, stage, next, hearing.moved ?? "other");
    case "vacated":
      return vacate(telling, story, stage, next, hearing.moved ?? "other");
    case "ineffective":
      tellAttendance(
        telling,
        story,
        stage,
        hearing.adjourned === "defendant-absent" ? "absent-unacceptable" : "attended",
      );
      start(telling, stage);
      classify(telling, stage, stage.minute(20));
      return next && adjourn(telling, stage, next, hearing.adjourned ?? "other");
    case "adjourned":
      tellAttendance(
        telling,
        story,
        stage,
        hearing.adjourned === "defendant-not-produced" ? "absent-acceptable" : "attended",
      );
      hold(telling, story, stage, hearing.adjourned !== "defendant-not-produced");
      return next && adjourn(telling, stage, next, hearing.adjourned ?? "other");
    case "missed":
      tellAttendance(telling, story, stage, "absent-unacceptable");
      hold(telling, story, stage, false);
      return next ? pursue(telling, story, stage, next) : "over";
    case "held":
      tellAttendance(telling, story, stage, "attended");
      hold(telling, story, stage, true);
      if (hearing.trial) classify(telling, stage, stage.minute(hearing.trial.classification === "effective" ? 2 : 10));
      tellHeld(telling, story, stage);
      return next
        ? adjourn(telling, stage, next, next.hearing.type === "trial" ? "for-trial" : "for-sentence")
        : "over";
  }
}

/** Who was there. Of those who were not the court says whether they had a reason. */
function tellAttendance(
  { random, team, writer }: Telling,
  story: CaseTold,
  { name, id, day, lastDay, slot, minute }: Stage,
  attendance: "attended" | "absent-acceptable" | "absent-unacceptable",
): void {
  const days = [...new Set([day, lastDay])];
  const recordedAt = minute(0);
  const there = () => (random.chance(0.08) ? ("attended-by-video" as const) : attendance);
  writer.call(
    { at: recordedAt, as: team.who("adviser"), name: `${name} attendance`, changes: [name] },
    casesContracts.recordAttendance,
    {
      id,
      attendance: story.accused.flatMap(({ id: defendantId }) =>
        days.map(on => ({ defendantId, day: on, attendance: attendance === "attended" ? there() : attendance })),
      ),
      recordedAt,
    },
  );
  if (attendance === "attended") return;
  for (const { key, id: defendantId } of story.accused)
    writer.call(
      { at: minute(3), as: team.who("adviser"), name: `${name} absence ${key}` },
      casesContracts.recordCourtOutcome,
      { id: idOf("obligation", id, defendantId), outcome: attendance, happenedAt: at(day, slot.time) },
    );
}

function hold({ team, writer }: Telling, story: CaseTold, { name, id, minute }: Stage, arePresent: boolean): void {
  writer.call(
    { at: minute(1), as: team.who("adviser"), name: `${name} outcome`, from: name, changes: [name] },
    casesContracts.recordHearing,
    { id, outcome: "held", present: arePresent ? story.accused.map(({ id: who }) => who) : [], heldAt: minute(0) },
  );
}

function start({ team, writer }: Telling, { name, id, minute }: Stage): void {
  writer.call(
    { at: minute(1), as: team.who("adviser"), name: `${name} begun`, from: name, changes: [name] },
    casesContracts.moveHearing,
    { id, move: "start", movedAt: minute(1) },
  );
}

function classify({ team, writer }: Telling, { name, id, hearing: { trial } }: Stage, classifiedAt: Instant): void {
  if (!trial) return;
  writer.call(
    { at: classifiedAt, as: team.who("adviser"), name: `${name} trial`, from: name, changes: [name] },
    casesContracts.classifyTrial,
    { id, ...trial, classifiedAt },
  );
}

function adjourn(
  telling: Telling,
  { name, id, minute }: Stage,
  { hearing, day }: Next,
  reason: AdjournmentReason,
): Listed {
  const { team, writer, diary, court } = telling;
  const slot = diary.place(court, day);
  const adjournedAt = minute(52);
  const step = `${name} adjourned`;
  writer.call(
    { at: adjournedAt, as: team.who("adviser"), name: step, from: name, changes: [name, nameAfter(name)] },
    casesContracts.adjournHearing,
    { id, reason, next: { ...nextPlace(hearing, day, slot), type: hearing.type }, adjournedAt },
  );
  return { id: refTo(step, "nextHearingId"), slot };
}

function move(telling: Telling, stage: Stage, { hearing, day }: Next, reason: MovingReason): Listed {
  const { team, writer, diary, court } = telling;
  const { name, id } = stage;
  const slot = diary.place(court, day);
  const movedAt = beforeTheDay(stage);
  const step = `${name} moved`;
  writer.call(
    { at: movedAt, as: team.who("listing"), name: step, from: name, changes: [name, nameAfter(name)] },
    casesContracts.rescheduleHearing,
    { id, reason, next: nextPlace(hearing, day, slot), movedAt },
  );
  return { id: refTo(step, "nextHearingId"), slot };
}

const nextPlace = (hearing: PlannedHearing, day: Day, slot: Slot) => ({
  ...place(day, slot),
  ...(hearing.twoDays && { days: [addWorkingDays(day, 1)] }),
});

function vacate(
  telling: Telling,
  story: CaseTold,
  stage: Stage,
  next: Next | undefined,
  reason: MovingReason,
): Listed | undefined {
  const { team, writer } = telling;
  const { name, id, hearing } = stage;
  const vacatedAt = beforeTheDay(stage);
  writer.call(
    { at: vacatedAt, as: team.who("listing"), name: `${name} outcome`, from: name, changes: [name] },
    casesContracts.recordHearing,
    { id, outcome: "vacated", reason },
  );
  if (hearing.type === "trial")
    writer.call(
      { at: vacatedAt, as: team.who("listing"), name: `${name} trial`, from: name, changes: [name] },
      casesContracts.classifyTrial,
      {
        id,
        classification: "vacated",
        reason:
          reason === "court-time"
            ? "no-court"
            : reason === "application-by-prosecution"
              ? "prosecution-not-ready"
              : "defence-not-ready",
        classifiedAt: vacatedAt,
      },
    );
  return next && list(telling, story, { name: nameAfter(name), ...next, at: vacatedAt });
}

/** Two days before it, but after it was listed. */
const beforeTheDay = ({ day, before }: Stage): Instant =>
  later(at(addWorkingDays(day, -2), "12:30"), at(before, "17:15"));

const nameAfter = (name: string) => name.replace(/\d+$/, n => String(Number(n) + 1));

const neverFound = 0.1;
const withdrawn = 0.06;

/** Somebody stayed away: a warrant is issued, and the case rests until it is executed, or withdrawn since they come by themselves. */
function pursue(telling: Telling, story: CaseTold, { name, minute }: Stage, next: Next): Listed | "over" {
  const { random, team, writer, today } = telling;
  const endedOn = addWorkingDays(next.day, -random.int(1, 2));
  const isFound = endedOn < today && (story.wish !== undefined || !random.chance(neverFound));
  for (const { key, id: defendantId } of story.accused) {
    const warrant = `${name} warrant ${key}`;
    writer.call(
      { at: minute(10), as: story.judge, name: warrant, changes: [warrant, story.name] },
      casesContracts.issueWarrant,
      {
        caseId: story.id,
        defendantId,
        type: random.chance(0.35) ? "bail" : "no-bail",
        reason: "failed-to-appear",
        issuedAt: minute(10),
      },
    );
    if (!isFound) continue;
    const isWithdrawn = random.chance(withdrawn);
    const endedAt = at(endedOn, "08:40");
    writer.call(
      {
        ...{ at: endedAt, as: isWithdrawn ? story.judge : team.who("police"), name: `${warrant} ended` },
        ...{ from: warrant, changes: [warrant, story.name] },
      },
      casesContracts.moveWarrant,
      {
        id: refTo(warrant),
        move: isWithdrawn ? "withdraw" : "execute",
        remarks: isWithdrawn ? "Came to the court office with a reason." : "Arrested at home.",
        movedAt: endedAt,
      },
    );
  }
  if (!isFound) return "over";
  return list(telling, story, { name: nameAfter(name), ...next, at: at(endedOn, "09:30") });
}
