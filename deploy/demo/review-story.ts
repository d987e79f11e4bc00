import type { z } from "zod";
import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { reviewMove } from "../../services/cases/reviews/reviews.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { addDays, addWorkingDays, at, type Day, earlier, later } from "./calendar.ts";
import { notes, progressReports, providerViews } from "./data/texts.ts";
import { isDrugRehabilitation } from "./order-life.ts";
import { type Derived, idOf } from "./script.ts";
import { tellSitting } from "./sitting.ts";
import type { Supervised } from "./supervision-story.ts";
import type { CaseTold, Telling } from "./telling.ts";
import { say } from "./words.ts";

type Move = z.input<typeof reviewMove>;

const asksWorkingDays = 10;
const reportWorkingDays = 2;
const listsWorkingDays = 8;
const dispensedShare = 0.22;

interface Review {
  readonly name: string;
  readonly id: Derived;
  readonly number: number;
  readonly day: Day;
  /** The day of the review before, or of sentence. */
  readonly since: Day;
}

/** The reviews that the court has promised, up to the next one: report, hearing, decision; or left out where all goes well. */
export function tellReviews(telling: Telling, story: CaseTold, supervised: Supervised, tested: readonly Day[]): void {
  const { random, today } = telling;
  const { life, name, id: order, sentencedOn } = supervised;
  const isDrugs = isDrugRehabilitation(supervised.order);
  for (const [n, day] of life.reviews.entries()) {
    const number = n + 1;
    const since = life.reviews[n - 1] ?? sentencedOn;
    const review = { name: `${name} review ${number}`, id: idOf("review", order, number), number, day, since };
    const isLast = life.end.on === day && life.end.move === "revoke-good-progress";
    const isWished = story.wish !== undefined && "on" in story.wish && story.wish.on === day;
    const hasTest = tested.some(on => on > since && on < day);
    if (!isDrugs && !isLast && !isWished && day < today && random.chance(dispensedShare)) {
      const on = addWorkingDays(day, -3);
      move(telling, review, story.judge, on, "12:20", {
        name: "dispense-with",
        reason: "Every appointment kept; the report on paper is enough.",
      });
      continue;
    }
    if (!tellReview(telling, story, supervised, review, { isDrugs, isLast, isWished, hasTest })) return;
  }
}

interface Kind {
  readonly isDrugs: boolean;
  readonly isLast: boolean;
  readonly isWished: boolean;
  readonly hasTest: boolean;
}

/** One review; whether it is over. */
function tellReview(telling: Telling, story: CaseTold, supervised: Supervised, review: Review, kind: Kind): boolean {
  const { random, today } = telling;
  const { day, name } = review;
  tellReport(telling, supervised, review, kind);
  const usual = addWorkingDays(day, -listsWorkingDays);
  const yesterday = addDays(today, -1);
  if (day > today && !kind.isWished && review.since < yesterday && random.chance(0.15)) {
    const dueAt = at(addWorkingDays(day, 5), "10:00");
    move(telling, review, story.judge, yesterday, "19:40", {
      name: "rearrange",
      dueAt,
      reason: "The judge is away that week.",
    });
    return false;
  }
  const listedOn = kind.isWished ? earlier(usual, yesterday) : usual;
  if (listedOn >= today) return false;
  const attendance = !kind.isLast && random.chance(0.07) ? "absent-acceptable" : "attended";
  const sitting = tellSitting(telling, story, supervised, {
    ...{
      name: `${name} hearing`,
      type: "review",
      day,
      listedAt: at(later(listedOn, review.since), "19:30"),
      attendance,
    },
  });
  if (!sitting) return false;
  move(telling, review, sitting.judge, day, sitting.time(5), { name: "hold", attendance });
  const outcome = kind.isLast
    ? "revoke"
    : random.weighted(attendance === "attended" ? outcomes : ([["continue", 1]] as const));
  move(telling, review, sitting.judge, day, sitting.time(15), {
    name: "conclude",
    outcome,
    directions: directions[outcome],
  });
  tellNote(telling, supervised, review, sitting);
  return true;
}

const outcomes = [
  ["continue", 48],
  ["praise", 42],
  ["amend", 5],
  ["sanction", 5],
] as const;
const directions = {
  continue: "To go on as it is.",
  praise: "Told in court that it was noticed.",
  amend: "The sessions are moved to the evening.",
  sanction: "An extra session of work in the next week.",
  revoke: "Good progress. The order is revoked.",
} as const;

/** The report, by law or since the court asked for it: mostly in time, at times late, now and then not at all. */
function tellReport(telling: Telling, supervised: Supervised, review: Review, { isDrugs, hasTest }: Kind): void {
  const { random, team, writer, today } = telling;
  const { day, since, name } = review;
  const askedOn = later(addWorkingDays(day, -asksWorkingDays), since);
  if (!isDrugs) {
    if (askedOn >= today || random.chance(0.12)) return;
    move(telling, review, team.who("adviser"), askedOn, "19:10", { name: "request-report" });
  }
  const late = random.chance(0.15) ? 1 : 0;
  const servedOn = addWorkingDays(day, -(reportWorkingDays - late) - (late ? 0 : random.int(0, 1)));
  if (servedOn >= today || servedOn <= askedOn || random.chance(0.05) || (isDrugs && !hasTest)) return;
  const { someone } = supervised.accused;
  const servedAt = at(servedOn, "17:45");
  writer.call({ at: servedAt, as: supervised.supervisor, name: `${name} report` }, casesContracts.serveProgressReport, {
    id: idOf("progress-report", review.id),
    author: random.pick(["P. Okafor", "J. Whitfield", "S. Mahmood", "C. Llewellyn"]),
    summary: say(random, progressReports, someone),
    ...(isDrugs && { providerViews: say(random, providerViews, someone) }),
    servedAt,
  });
}

function move({ writer }: Telling, { name, id }: Review, as: string, day: Day, time: string, what: Move): void {
  const when = at(day, time);
  writer.call({ at: when, as, name: `${name} ${what.name}` }, casesContracts.moveReview, {
    id,
    move: { ...what, at: when },
  });
}

function tellNote(
  { random, writer }: Telling,
  { accused: { id, someone } }: Supervised,
  { name, day }: Review,
  { judge, time }: { judge: string; time: (minutes: number) => string },
): void {
  if (!random.chance(0.35)) return;
  const writtenAt = at(day, time(18));
  writer.call({ at: writtenAt, as: judge, name: `${name} private note` }, notesContracts.addPrivate, {
    defendantId: id,
    text: say(random, notes.judge, someone),
    writtenAt,
  });
}
