import { casesContracts } from "../../services/cases/cases.contract.ts";
import { at, type Day, type Instant } from "./calendar.ts";
import { later } from "./diary.ts";
import { refTo } from "./script.ts";
import type { Supervised } from "./supervision-story.ts";
import type { CaseTold, Telling } from "./telling.ts";

interface Sitting {
  /** Also the name under which the hearing's version is followed. */
  readonly name: string;
  readonly type: "review" | "breach";
  readonly day: Day;
  readonly listedAt: Instant;
  readonly attendance?: "attended" | "absent-acceptable";
}

/** Of orders under review most are seen by the judge who made them, some by a colleague. */
const sameJudgeShare = 0.85;

/** A hearing about an order, listed and, once its day has come, attended and held; before whom, and when. */
export function tellSitting(
  telling: Telling,
  story: CaseTold,
  { accused }: Supervised,
  { name, type, day, listedAt, attendance = "attended" }: Sitting,
): { judge: string; time: (minutes: number) => string } | undefined {
  const { random, team, writer, diary, court, today } = telling;
  const { session, room, order, time } = diary.place(court, day);
  const other = story.judgePost === "judge" ? "judge2" : "judge";
  const post = team.has("judge2") && !random.chance(sameJudgeShare) ? other : story.judgePost;
  const defendantId = accused.id;
  // Some are pencilled in first.
  const isPlanned = random.chance(0.06);
  writer.call({ at: listedAt, as: team.who("listing"), name, changes: [name] }, casesContracts.listHearing, {
    caseId: story.id,
    ...{ day, session, room, order, type, listedAt },
    bench: [team.person(post)],
    defendantIds: [defendantId],
    ...(isPlanned && { planned: true }),
  });
  const fixedAt = `${listedAt.slice(0, 11)}23:10:00Z`;
  if (isPlanned)
    writer.call(
      { at: fixedAt, as: team.who("listing"), name: `${name} fixed`, from: name, changes: [name] },
      casesContracts.moveHearing,
      { id: refTo(name), move: "list", movedAt: fixedAt },
    );
  if (day >= today) return undefined;
  const startsAt = at(day, time);
  writer.call(
    { at: startsAt, as: team.who("adviser"), name: `${name} attendance`, changes: [name] },
    casesContracts.recordAttendance,
    { id: refTo(name), attendance: [{ defendantId, day, attendance }], recordedAt: startsAt },
  );
  writer.call(
    { at: at(day, later(time, 1)), as: team.who("adviser"), name: `${name} outcome`, from: name, changes: [name] },
    casesContracts.recordHearing,
    { id: refTo(name), outcome: "held", present: attendance === "attended" ? [defendantId] : [], heldAt: startsAt },
  );
  return { judge: team.who(post), time: minutes => later(time, minutes) };
}
