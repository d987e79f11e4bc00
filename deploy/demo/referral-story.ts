import type { z } from "zod";
import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { referralMove } from "../../services/cases/referrals/referrals.contract.ts";
import { addDays, addWorkingDays, at, type Day, workingDayFrom } from "./calendar.ts";
import { refTo } from "./script.ts";
import type { AgencyKind, Post } from "./team.ts";
import type { Accused, CaseTold, Need, Telling } from "./telling.ts";
import { tellTreatment } from "./treatment-story.ts";

type Move = z.input<typeof referralMove>;

export interface Referred {
  readonly name: string;
  readonly need: Need;
  readonly provider: AgencyKind & Post;
  readonly day: Day;
}

/** How far a referral comes: most are taken on, some are refused, taken back, or never answered. */
const courses = [
  ["taken-on", 70],
  ["rejected", 10],
  ["unanswered", 7],
  ["revoked", 5],
  ["withdrawn", 4],
  ["cancelled", 4],
] as const;
const draftShare = 0.06;
const keptAsDraftShare = 0.25;

/** A referral from the court's co-ordinator to a provider, and what comes of it; whether it was sent. Providers who have nobody here do not answer. */
export function tellReferral(telling: Telling, story: CaseTold, accused: Accused, referred: Referred): boolean {
  const { random, team, writer, today } = telling;
  const { name, need, provider, day } = referred;
  const isDrafted = random.chance(draftShare);
  const referredAt = at(day, "16:35");
  const sender = team.who("coordinator");
  writer.call({ at: at(day, "16:40"), as: sender, name }, casesContracts.refer, {
    defendantId: accused.id,
    caseId: story.id,
    providerAgencyId: team.agency(provider),
    need,
    basis: random.weighted(bases),
    referredAt,
    ...(isDrafted && { draft: true }),
  });
  const move = (as: string, on: Day, time: string, what: Move): boolean => {
    if (on >= today) return false;
    const when = at(on, time);
    const told = { at: when, as, name: `${name} ${what.name}` };
    writer.call(told, casesContracts.moveReferral, { id: refTo(name), move: { ...what, at: when } });
    return true;
  };
  const sentOn = isDrafted ? addWorkingDays(day, 1) : day;
  if (isDrafted && (random.chance(keptAsDraftShare) || !move(sender, sentOn, "09:40", { name: "send" }))) return false;
  // Victim support writes down no needs, so it answers by its notes.
  if (team.has(provider) && provider !== "victims")
    tellAnswer(telling, story, accused, referred, { sentOn, sender, move });
  return true;
}

const bases = [
  ["voluntary", 70],
  ["bail-condition", 15],
  ["order-requirement", 15],
] as const;

interface Answering {
  readonly sentOn: Day;
  readonly sender: string;
  /** Makes a move once its day has come; whether it has. */
  readonly move: (as: string, on: Day, time: string, what: Move) => boolean;
}

function tellAnswer(
  telling: Telling,
  story: CaseTold,
  accused: Accused,
  referred: Referred,
  answering: Answering,
): void {
  const { random, team } = telling;
  const { sentOn, sender, move } = answering;
  const provider = team.who(referred.provider);
  const course = random.weighted(courses);
  if (course === "unanswered") return;
  const receivedOn = addWorkingDays(sentOn, random.int(1, 3));
  if (!move(provider, receivedOn, "09:30", { name: "receive" })) return;
  const decidedOn = addWorkingDays(receivedOn, random.int(0, 5));
  if (course === "rejected") {
    move(provider, decidedOn, "15:30", { name: "reject", reason: random.weighted(rejections) });
    return;
  }
  if (course === "withdrawn") {
    move(sender, decidedOn, "15:30", { name: "withdraw", note: "Found help through a friend instead." });
    return;
  }
  if (!move(provider, decidedOn, "15:30", { name: "accept" })) return;
  if (course === "revoked") {
    move(sender, addWorkingDays(decidedOn, 2), "11:20", { name: "revoke", note: "In custody on another matter." });
    return;
  }
  const seenOn = addWorkingDays(decidedOn, random.int(2, 14));
  if (!move(provider, decidedOn, "15:45", { name: "set-first-appointment", appointmentAt: at(seenOn, "11:00") }))
    return;
  if (course === "cancelled") {
    move(provider, addWorkingDays(decidedOn, 1), "12:30", {
      name: "cancel",
      note: "The worker has left; to be referred again.",
    });
    return;
  }
  if (move(provider, seenOn, "12:10", { name: "start" }))
    tellHelp(telling, story, accused, referred, { ...answering, seenOn });
}

const rejections = [
  ["no-capacity", 40],
  ["not-eligible", 25],
  ["already-known", 20],
  ["wrong-service", 10],
  ["risk", 5],
] as const;
const endings = [
  ["completed", 45],
  ["partly", 15],
  ["ended-early", 12],
  ["did-not-engage", 20],
  ["transferred", 8],
] as const;

/** Help that has begun: it goes on, and most of it ends after weeks or months. Treatment is told as such. */
function tellHelp(
  telling: Telling,
  story: CaseTold,
  accused: Accused,
  referred: Referred,
  { move, seenOn }: Answering & { readonly seenOn: Day },
): void {
  const { random, team, today, detail } = telling;
  const provider = team.who(referred.provider);
  const outcome = random.weighted(endings);
  const days = outcome === "did-not-engage" ? random.int(14, 50) : random.int(30, 220);
  const endsOn = workingDayFrom(addDays(seenOn, days));
  if (referred.provider === "treatment")
    tellTreatment(telling, story, accused, { name: referred.name, seenOn, endsOn, outcome });
  if (detail === "full" && random.chance(0.5)) move(provider, addWorkingDays(seenOn, 5), "16:50", { name: "progress" });
  if (endsOn < today) move(provider, endsOn, "16:55", { name: "end", outcome });
}
