import type { z } from "zod";
import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { enforcementMove } from "../../services/cases/enforcement/enforcement.contract.ts";
import { addWorkingDays, at, type Day } from "./calendar.ts";
import type { BreachPlan, LapsePlan } from "./order-life.ts";
import { idOf, refTo } from "./script.ts";
import { tellSitting } from "./sitting.ts";
import type { Supervised } from "./supervision-story.ts";
import type { CaseTold, Telling } from "./telling.ts";

type Move = z.input<typeof enforcementMove>;

/** What was done about failures: a warning, a referral that came to nothing, or a breach from information to outcome. */
export function tellEnforcement(telling: Telling, story: CaseTold, supervised: Supervised): void {
  const { breach, lapse } = supervised.life;
  if (lapse) tellLapse(telling, supervised, lapse);
  if (breach) tellBreach(telling, story, supervised, breach);
}

function tellLapse(telling: Telling, supervised: Supervised, { on, outcome }: LapsePlan): void {
  const { supervisor } = supervised;
  const act = (what: string, workingDays: number, time: string, move: Move) =>
    moveOn(telling, supervised, {
      what: `lapse ${what}`,
      as: supervisor,
      day: addWorkingDays(on, workingDays),
      time,
      move,
    });
  if (outcome === "warned")
    act("warning", telling.random.int(1, 3), "10:30", {
      ...{ name: "warn", circumstances: "Did not come and gave no reason; letter sent and read out by telephone." },
    });
  if (outcome !== "not-pursued") return;
  act("referral", 1, "10:30", { name: "refer", reason: "A failure on a day of work that others depend on." });
  act("consideration", 3, "11:00", { name: "consider" });
  act("withdrawal", 5, "15:00", { name: "withdraw", reason: "The clinic confirms that an appointment was moved." });
}

function tellBreach(telling: Telling, story: CaseTold, supervised: Supervised, breach: BreachPlan): void {
  const { random, team } = telling;
  const { supervisor } = supervised;
  const [first, second] = breach.failures;
  const by = (as: string) => (what: string, day: Day, time: string, move: Move) =>
    moveOn(telling, supervised, { what, as, day, time, move });
  const supervisorDoes = by(supervisor);
  const courtDoes = by(team.who("adviser"));
  if (breach.ground === "further-offence" && first)
    supervisorDoes("offence", first, "16:30", {
      name: "record-failure",
      reason: "Charged with an offence while on the order.",
    });
  else if (first && second) {
    const warnedOn = addWorkingDays(first, random.int(1, 3));
    if (warnedOn < second)
      supervisorDoes("warning", warnedOn, "10:30", { name: "warn", circumstances: "No contact. Letter sent." });
  }
  supervisorDoes("referral", breach.referredOn, "10:30", {
    name: "refer",
    reason: "Failed again within twelve months of a warning.",
  });
  supervisorDoes("consideration", breach.consideredOn, "11:00", { name: "consider" });
  supervisorDoes("information", breach.laidOn, "12:00", { name: "lay-information", ground: breach.ground });
  courtDoes("summons", breach.summonedOn, "09:30", { name: "summon" });
  if (breach.byWarrant)
    by(story.judge)("warrant", breach.summonedOn, "11:30", { name: "issue-warrant", bail: random.chance(0.4) });
  courtDoes("breach listed", breach.summonedOn, "15:30", { name: "list-breach", day: breach.heardOn });
  if (breach.summonedOn >= telling.today) return;
  const sitting = tellSitting(telling, story, supervised, {
    ...{ name: `${supervised.name} breach hearing`, type: "breach", day: breach.heardOn },
    listedAt: at(breach.summonedOn, "15:45"),
  });
  if (!sitting) return;
  const judgeDoes = by(sitting.judge);
  judgeDoes("breach found", breach.heardOn, sitting.time(10), { name: breach.finding });
  judgeDoes("breach dealt with", breach.heardOn, sitting.time(20), { name: "deal-with", outcome: breach.outcome });
}

interface Act {
  readonly what: string;
  readonly as: string;
  readonly day: Day;
  readonly time: string;
  readonly move: Move;
}

/** One thing done to enforce the order, once its day has come. */
function moveOn({ writer, today }: Telling, { name }: Supervised, { what, as, day, time, move }: Act): void {
  if (day >= today) return;
  const when = at(day, time);
  writer.call({ at: when, as, name: `${name} ${what}` }, casesContracts.moveEnforcement, {
    id: idOf("enforcement", refTo(name, "order.id")),
    move: { ...move, at: when },
  });
}
