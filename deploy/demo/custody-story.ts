import type { z } from "zod";
import { casesContracts } from "../../services/cases/cases.contract.ts";
import { defendantsContracts } from "../../services/defendants/defendants.contract.ts";
import { addDays, addWorkingDays, at, type Day } from "./calendar.ts";
import { refTo, type WithRefs } from "./script.ts";
import type { Accused, CaseTold, Stage, Telling } from "./telling.ts";

type Move = WithRefs<z.input<typeof casesContracts.moveCustody.input>>["move"];

const establishments = ["HMP Liverpool", "HMP Altcourse", "HMP Risley", "HMP Styal"] as const;

/** Held until the case is before the court again. */
export function tellRemandCustody(
  { random, team, writer, today }: Telling,
  story: CaseTold,
  { key, id }: Accused,
  stage: Stage,
) {
  const { name: hearing, lastDay, after } = stage;
  const name = `${hearing} remand ${key}`;
  const as = team.who("adviser");
  writer.call({ at: at(lastDay, "17:20"), as, name }, casesContracts.recordCustody, {
    ...{ caseId: story.id, defendantId: id, kind: "remand", establishment: random.pick(establishments) },
    ...{ from: at(lastDay, "17:10"), ...(after && { expectedReleaseOn: after }) },
  });
  if (!after || after >= today) return;
  writer.call({ at: at(after, "17:15"), as, name: `${name} over` }, casesContracts.moveCustody, {
    ...{ id: refTo(name), move: { name: "release", reason: "sentenced", at: at(after, "17:10") } },
  });
}

/** A sentence of custody as probation hears of it: half is served, the rest on licence, and some are recalled. */
export function tellSentenceCustody(
  { random, team, writer, today }: Telling,
  story: CaseTold,
  { key, id }: Accused,
  day: Day,
) {
  const name = `${story.name} custody ${key}`;
  const as = team.who("probation");
  const toldOn = addWorkingDays(day, 1);
  const weeks = random.int(2, 13);
  const outOn = addDays(day, weeks * 7);
  if (toldOn >= today) return;
  writer.call(
    { at: at(toldOn, "09:10"), as: team.who("coordinator"), name: `${name} invites probation` },
    defendantsContracts.invite,
    { id, agencyId: team.agency("probation"), caseId: story.id, reason: "support" },
  );
  writer.call({ at: at(toldOn, "10:00"), as, name }, casesContracts.recordCustody, {
    ...{ caseId: story.id, defendantId: id, kind: "sentence", establishment: random.pick(establishments) },
    ...{ from: at(day, "17:10"), expectedReleaseOn: outOn },
  });
  const move = (what: string, on: Day, made: Move) =>
    on < today &&
    writer.call({ at: at(on, "11:20"), as, name: `${name} ${what}` }, casesContracts.moveCustody, {
      ...{ id: refTo(name), move: { ...made, at: at(on, "11:10") } },
    });
  if (weeks > 4 && random.chance(0.4))
    move("moved", addDays(day, 14), { name: "transfer", establishment: random.pick(establishments) });
  if (weeks > 4 && random.chance(0.2))
    move("replanned", addDays(day, 21), { name: "expect-release", expectedReleaseOn: outOn });
  const licence = { endsOn: addDays(outOn, weeks * 7), conditions: ["To live where probation agrees"] };
  move("out", outOn, { name: "release-on-licence", licence });
  const recalledOn = addDays(outOn, 10);
  if (random.chance(0.2)) {
    move("recalled", recalledOn, { name: "recall", establishment: random.pick(establishments) });
    move("served", licence.endsOn, { name: "release", reason: "sentence-served" });
  } else move("over", licence.endsOn, { name: "end-licence" });
}
