import type { z } from "zod";
import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { markerKindNames } from "../../services/cases/markers/markers.rules.ts";
import { addDays, addWorkingDays, at, type Day } from "./calendar.ts";
import { type Ref, refTo } from "./script.ts";
import type { Post } from "./team.ts";
import type { Accused, CaseTold, Need, Stage, Telling } from "./telling.ts";

type Kind = (typeof markerKindNames)[number];

/** How many are marked, who sees to it, and what behind the offences makes it likelier. */
const marks: readonly (readonly [
  kind: Kind,
  post: Extract<Post, "police" | "coordinator">,
  share: number,
  likelier?: Need,
])[] = [
  ["vulnerable-adult", "police", 0.05, "mental-health"],
  ["self-harm", "coordinator", 0.04, "mental-health"],
  ["domestic-abuse", "police", 0.06, "abuse"],
  ["weapons", "police", 0.04],
  ["victim-safety", "police", 0.03, "abuse"],
];
const likelierBy = 4;
const markerMonths = 6;

/** What must be known of somebody at a glance: for some time, at times for longer, until it no longer applies. */
export function tellMarkers({ random, team, writer, today }: Telling, story: CaseTold, { key, id }: Accused, day: Day) {
  for (const [kind, post, share, likelier] of marks) {
    const isLikelier = likelier !== undefined && story.needs.includes(likelier);
    if (!random.chance(isLikelier ? share * likelierBy : share) || story.known.has(`${kind} ${key}`)) continue;
    story.known.add(`${kind} ${key}`);
    const name = `${story.name} marker ${kind} ${key}`;
    const as = team.who(post);
    const until = addDays(day, markerMonths * 30);
    writer.call({ at: at(day, "16:10"), as, name }, casesContracts.setMarker, {
      ...{ defendantId: id, caseId: story.id, kind, markedAt: at(day, "16:05"), until },
    });
    const move = (what: string, on: Day, made: z.input<typeof casesContracts.moveMarker.input>["move"]) =>
      on < today &&
      writer.call({ at: at(on, "15:50"), as, name: `${name} ${what}` }, casesContracts.moveMarker, {
        ...{ id: refTo(name), move: made },
      });
    const seenAgain = addDays(until, -random.int(5, 20));
    const then = random.weighted([
      ["renewed", 30],
      ["ended", 20],
      ["left", 50],
    ] as const);
    if (then === "renewed") move(then, seenAgain, { name: "renew", until: addDays(until, markerMonths * 30) });
    if (then === "ended") move(then, seenAgain, { name: "end", reason: "no-longer-applies" });
  }
}

const offeredShare = 0.1;

/** A meeting with whom they harmed: asked of both, and held where both agree. */
export function tellRestorative(telling: Telling, story: CaseTold, { key, id }: Accused, stage: Stage) {
  const { random, team, writer, today } = telling;
  if (stage.hearing.plea !== "guilty" || story.youth || !random.chance(offeredShare)) return;
  const name = `${stage.name} restorative ${key}`;
  const [offeredOn, saidOn, heldOn] = [1, 6, 18].map(days => addWorkingDays(stage.lastDay, days)) as [Day, Day, Day];
  if (offeredOn >= today) return;
  const as = team.who("coordinator");
  const about = { caseId: story.id, defendantId: id };
  writer.call({ at: at(offeredOn, "11:00"), as, name }, casesContracts.offerRestorative, {
    ...{ ...about, offeredAt: at(offeredOn, "10:50") },
  });
  const move = (what: z.input<typeof casesContracts.moveRestorative.input>["move"], on: Day, time: string) =>
    on < today &&
    writer.call({ at: at(on, time), as, name: `${name} ${what.name}` }, casesContracts.moveRestorative, {
      ...{ id: refTo(name), move: { ...what, at: at(on, time) } },
    });
  if (random.chance(0.35)) return void move({ name: "decline" }, saidOn, "11:10");
  move({ name: "agree" }, saidOn, "11:10");
  const isWilling = random.chance(0.55);
  if (saidOn < today) tellVictim(telling, { name, about, day: saidOn, isWilling });
  if (!isWilling) return void move({ name: "call-off" }, heldOn, "10:00");
  move({ name: "hold", form: random.pick(["conference", "shuttle", "letter"] as const) }, heldOn, "14:30");
  move({ name: "conclude", outcome: random.pick(["agreement", "apology", "no-agreement"] as const) }, heldOn, "16:30");
}

interface Asked {
  readonly name: string;
  readonly about: { readonly caseId: Ref; readonly defendantId: Ref };
  readonly day: Day;
  readonly isWilling: boolean;
}

/** Whoever was harmed is asked too, and answers. */
function tellVictim({ team, writer }: Telling, { name, about, day, isWilling }: Asked): void {
  const as = team.who("police");
  writer.call({ at: at(day, "14:00"), as, name: `${name} contact` }, casesContracts.offerVictimContact, {
    ...{ ...about, restorativeId: refTo(name), offeredAt: at(day, "13:50") },
  });
  const answeredAt = at(day, "15:50");
  writer.call({ at: at(day, "16:00"), as, name: `${name} answer` }, casesContracts.moveVictimContact, {
    id: refTo(`${name} contact`),
    move: isWilling ? { name: "take-up", at: answeredAt } : { name: "decline", at: answeredAt },
  });
}
