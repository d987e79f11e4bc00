import { casesContracts } from "../../services/cases/cases.contract.ts";
import { addWorkingDays, at, type Day } from "./calendar.ts";
import { refTo } from "./script.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";

/** Contact is offered to the victim, who takes it up, or does not, or does after all. */
export function tellVictimContact(
  { random, team, writer, today }: Telling,
  story: CaseTold,
  { key, id }: Accused,
  day: Day,
): void {
  const offeredOn = addWorkingDays(day, random.int(1, 5));
  if (offeredOn >= today || !random.chance(0.8)) return;
  const as = team.who("victims");
  const contact = `${story.name} victim contact ${key}`;
  const offeredAt = at(offeredOn, "10:40");
  writer.call({ at: offeredAt, as, name: contact }, casesContracts.offerVictimContact, {
    ...{ caseId: story.id, defendantId: id, offeredAt },
  });
  const answer = (move: Answer, on: Day) => {
    const told = { at: at(on, "11:40"), as, name: `${contact} ${move.name}` };
    const answeredAt = { at: at(on, "11:40") };
    if (on < today)
      writer.call(told, casesContracts.moveVictimContact, { id: refTo(contact), move: { ...move, ...answeredAt } });
  };
  const answeredOn = addWorkingDays(offeredOn, random.int(2, 15));
  if (random.chance(0.15)) return;
  const declines = random.chance(0.4);
  answer(declines ? { name: "decline" } : { name: "take-up" }, answeredOn);
  if (declines && random.chance(0.15)) answer({ name: "take-up" }, addWorkingDays(answeredOn, random.int(20, 60)));
}

type Answer = { readonly name: "take-up" } | { readonly name: "decline" };
