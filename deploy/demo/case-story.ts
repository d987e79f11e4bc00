import { casesContracts } from "../../services/cases/cases.contract.ts";
import { defendantsContracts } from "../../services/defendants/defendants.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { addDays, ageOn, at, type Day } from "./calendar.ts";
import { inventCharges } from "./charges.ts";
import { notes } from "./data/texts.ts";
import { type Stage, tellHeld } from "./hearing-story.ts";
import { daysEndingAt, daysFrom, type HearingType, type Plan, planCase } from "./plan.ts";
import { refTo } from "./script.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";
import { say } from "./words.ts";

/** When a case is to be: one of its hearings on a day, or the whole from a day on. */
export type When = { readonly hearing: HearingType; readonly on: Day } | { readonly received: Day };

const triesMax = 200;

/** A case from charge to where it stands today. */
export function tellCase(telling: Telling, name: string, accused: readonly Accused[], when: When): void {
  const { random, today } = telling;
  const first = accused[0]?.someone;
  if (!first) return;
  const youth = accused.some(({ someone }) => ageOn(someone.birth, today) < 18);
  const { plan, received, days } = schedule(telling, when, youth);
  const charges = inventCharges(random, first, received);
  const needs = [...new Set(charges.kinds.flatMap(({ needs: behind }) => random.some(behind, random.int(1, 2))))];
  const story: CaseTold = {
    name,
    id: refTo(name),
    charges,
    accused,
    needs,
    youth,
    judge: telling.team.who(telling.team.has("judge2") && random.chance(0.3) ? "judge2" : "judge"),
    known: new Set(),
    version: 1,
  };
  tellCharge(telling, story, received);
  for (const [n, hearing] of plan.hearings.entries()) {
    const day = days[n] ?? received;
    tellHearing(telling, story, {
      plan,
      hearing,
      n,
      day,
      before: days[n - 1] ?? received,
      after: days[n + 1],
      name: `${name} hearing ${n}`,
    });
    if (day >= today) return;
  }
}

/** A plan that has the hearing wanted, and its days. */
function schedule({ random, today }: Telling, when: When, youth: boolean): { plan: Plan; received: Day; days: Day[] } {
  for (let tries = 0; tries < triesMax; tries++) {
    const plan = planCase(random, { youth, serious: random.chance(0.2) });
    if ("received" in when) return { plan, received: when.received, days: daysFrom(plan.hearings, when.received) };
    const index = plan.hearings.findIndex(({ type, outcome }) => type === when.hearing && outcome === "held");
    if (index < 0) continue;
    const { received, days } = daysEndingAt(plan.hearings, index, when.on);
    // A hearing some weeks ahead is of a case that is here already.
    return { plan, days, received: received < today ? received : addDays(today, -1) };
  }
  throw new Error("no plan has such a hearing");
}

function tellCharge({ random, team, serials, writer, court }: Telling, story: CaseTold, received: Day): void {
  const { name, accused, charges, youth } = story;
  const year = Number(received.slice(0, 4));
  const { force } = team.area;
  writer.call(
    { at: at(received, `0${random.int(7, 9)}:${random.int(10, 59)}`), as: team.who("police"), name },
    casesContracts.receive,
    {
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
    },
  );
  tellPolice({ random, team, writer }, story, received);
}

function tellPolice(
  { random, team, writer }: Pick<Telling, "random" | "team" | "writer">,
  story: CaseTold,
  received: Day,
): void {
  for (const { key, id, someone } of story.accused) {
    if (!random.chance(0.6)) continue;
    writer.call(
      { at: at(received, "11:40"), as: team.who("police"), name: `${story.name} police note ${key}` },
      notesContracts.add,
      {
        defendantId: id,
        caseId: story.id,
        kind: "agency",
        text: say(random, notes.police, someone),
        writtenAt: at(received, "11:30"),
        // The police keep their notes: their role may not share them onward.
        shareWith: [],
      },
    );
  }
}

function tellHearing(telling: Telling, story: CaseTold, stage: Stage): void {
  const { team, diary, court, writer, today, random } = telling;
  const { hearing, n, day, before, name } = stage;
  const slot = diary.place(court, day);
  const { session, room, order } = slot;
  const listedAt = at(before, "15:45");
  writer.call({ at: listedAt, as: team.who("listing"), name }, casesContracts.listHearing, {
    caseId: story.id,
    day,
    session,
    room,
    order,
    type: hearing.type,
    defendantIds: story.accused.map(({ id }) => id),
    listedAt,
  });
  // Listing the first hearing moves the case on, which makes its second version.
  if (n === 0) story.version++;
  if (n === 0) invite(telling, story, before);
  if (day >= today) return;

  const heldAt = at(day, slot.time);
  const needed = hearing.plea !== undefined || hearing.sentences !== undefined;
  writer.call(
    { at: heldAt, as: team.who("adviser"), name: `${name} outcome`, ifVersion: 1 },
    casesContracts.recordHearing,
    hearing.outcome === "held"
      ? {
          id: refTo(name),
          outcome: "held",
          present: story.accused.filter(() => needed || random.chance(0.88)).map(({ id }) => id),
          heldAt,
        }
      : { id: refTo(name), outcome: "vacated" },
  );
  if (hearing.outcome === "held") tellHeld(telling, story, stage, slot);
}

/** The prosecution, and at times others, are brought to the table when the case is listed. */
function invite({ random, team, writer }: Telling, story: CaseTold, day: Day): void {
  const guests = [
    ["prosecution", "prosecutor", 0.8],
    ["defence", "defence", 0.4],
    ["victims", "victims", 0.2],
    ["asb", "asb", 0.12],
  ] as const;
  for (const { key, id, someone } of story.accused) {
    for (const [kind, post, likelihood] of guests) {
      if (!team.has(post) || !random.chance(likelihood)) continue;
      writer.call(
        { at: at(day, "16:00"), as: team.who("coordinator"), name: `${story.name} invites ${kind} ${key}` },
        defendantsContracts.invite,
        { id, agencyId: team.agency(kind), caseId: story.id, reason: "support" },
      );
      const texts = { prosecution: notes.prosecution, victims: notes.victims, defence: [], asb: [] }[kind];
      if (texts.length === 0 || !random.chance(0.45)) continue;
      writer.call(
        { at: at(day, "16:20"), as: team.who(post), name: `${story.name} ${kind} note ${key}` },
        notesContracts.add,
        {
          defendantId: id,
          caseId: story.id,
          kind: "agency",
          text: say(random, texts, someone),
          writtenAt: at(day, "16:10"),
          shareWith: kind === "victims" && random.chance(0.5) ? [team.agency("court")] : [],
        },
      );
    }
  }
}
