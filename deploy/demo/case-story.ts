import { casesContracts } from "../../services/cases/cases.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { addDays, ageOn, at, type Day, daysBetween, earlier } from "./calendar.ts";
import { inventCharges } from "./charges.ts";
import { notes } from "./data/texts.ts";
import { tellDocument } from "./documents-story.ts";
import { tellHearings } from "./listing-story.ts";
import { reviewDays } from "./order-life.ts";
import { daysEndingAt, daysFrom, type HearingType, type Plan, planCase } from "./plan.ts";
import { refTo } from "./script.ts";
import type { Accused, CaseTold, Telling, Wish } from "./telling.ts";
import { say } from "./words.ts";

/** When a case is to be: one of its hearings on a day, or the whole from a day on. */
export type When = { readonly hearing: HearingType; readonly on: Day } | { readonly received: Day };

const triesMax = 400;

/** A case from charge to where it stands today. */
export function tellCase(telling: Telling, name: string, accused: readonly Accused[], when: When): void {
  const { random, team, today } = telling;
  const first = accused[0]?.someone;
  if (!first) return;
  const around = "received" in when ? when.received : earlier(when.on, today);
  const youth = accused.some(({ someone }) => ageOn(someone.birth, around) < 18);
  const { plan, received, days, wish } = schedule(telling, when, youth);
  const charges = inventCharges(random, first, received);
  const needs = [...new Set(charges.kinds.flatMap(({ needs: behind }) => random.some(behind, random.int(1, 2))))];
  const judgePost = team.has("judge2") && random.chance(0.3) ? "judge2" : "judge";
  const story: CaseTold = {
    ...{ name, id: refTo(name), charges, accused, needs, youth, plan, wish },
    ...{ judgePost, judge: team.who(judgePost), known: new Set(), cleared: new Set() },
  };
  tellCharge(telling, story, received);
  tellHearings(telling, story, { received, days });
}

interface Schedule {
  readonly plan: Plan;
  readonly received: Day;
  readonly days: Day[];
  readonly wish: Wish | undefined;
}

/** A plan that has the hearing wanted, and its days. */
function schedule({ random, today }: Telling, when: When, youth: boolean): Schedule {
  for (let tries = 0; tries < triesMax; tries++) {
    const plan = planCase(random, { youth, serious: random.chance(0.2) });
    const { hearings } = plan;
    if ("received" in when)
      return { plan, received: when.received, days: daysFrom(hearings, when.received), wish: undefined };
    const isOfOrder = when.hearing === "review" || when.hearing === "breach";
    const index = isOfOrder
      ? hearings.findIndex(({ ends }) => ends === "sentence" && isSupervised(plan))
      : hearings.findIndex(({ type, course }) => type === when.hearing && course === "held");
    if (index < 0) continue;
    const anchored = isOfOrder ? sentenceDayFor(random, when) : { on: when.on, wish: undefined };
    if (!anchored) continue;
    const { received, days } = daysEndingAt(hearings, index, anchored.on);
    // A hearing some weeks ahead is of a case that is here already.
    return { plan, days, received: received < today ? received : addDays(today, -1), wish: anchored.wish };
  }
  throw new Error("no plan has such a hearing");
}

const isSupervised = ({ disposal }: Plan) =>
  disposal === "community-order" ||
  disposal === "suspended-sentence-order" ||
  disposal === "youth-rehabilitation-order";

/** The day of sentence after which a review, or the hearing of a breach, falls on the day wanted. */
function sentenceDayFor(
  random: Telling["random"],
  { hearing, on }: { hearing: HearingType; on: Day },
): { on: Day; wish: Wish } | undefined {
  if (hearing === "breach") return { on: addDays(on, -7 * random.int(14, 26)), wish: { breachOn: on } };
  const everyDays = random.pick([42, 56, 56, 84]);
  const review = random.int(1, 3);
  const about = addDays(on, -review * everyDays);
  for (let day = addDays(about, 1); daysBetween(day, about) < 14; day = addDays(day, -1))
    if (reviewDays({ from: day, everyDays, endsOn: addDays(on, 400) })[review - 1] === on)
      return { on: day, wish: { review, everyDays, on } };
  return undefined;
}

function tellCharge(telling: Telling, story: CaseTold, received: Day): void {
  const { random, team, serials, writer, court } = telling;
  const { name, accused, charges, youth } = story;
  const year = Number(received.slice(0, 4));
  const { force } = team.area;
  const sentAt = at(received, `0${random.int(7, 9)}:${random.int(10, 59)}`);
  writer.call({ at: sentAt, as: team.who("police"), name, changes: [name] }, casesContracts.receive, {
    urn: serials.urn(force, court.unit, year),
    courtId: team.agency("court"),
    initiation: random.weighted([
      ["charge", 80],
      ["postal-requisition", 13],
      ["summons", 7],
    ] as const),
    receivedAt: at(received, "10:05"),
    ward: accused[0]?.someone.ward.name ?? "",
    defendants: accused.map(({ id }) => ({
      defendantId: id,
      asn: serials.asn(force, court.unit, year),
      bail: random.weighted([
        ["unconditional-bail", 45],
        ["conditional-bail", 35],
        ["custody", youth ? 1 : 12],
        ["not-applicable", 8],
      ] as const),
      offences: charges.offences,
    })),
  });
  tellPolice({ random, team, writer }, story, received);
  for (const one of accused)
    tellDocument(telling, story, one, { kept: "police", as: team.who("police"), day: received });
}

function tellPolice(
  { random, team, writer }: Pick<Telling, "random" | "team" | "writer">,
  story: CaseTold,
  received: Day,
): void {
  for (const { key, id, someone } of story.accused) {
    if (!random.chance(0.5)) continue;
    const name = `${story.name} police note ${key}`;
    writer.call({ at: at(received, "11:40"), as: team.who("police"), name }, notesContracts.add, {
      defendantId: id,
      caseId: story.id,
      kind: "agency",
      text: say(random, notes.police, someone),
      writtenAt: at(received, "11:30"),
      // The police keep their notes: their role may not share them onward.
      shareWith: [],
    });
  }
}
