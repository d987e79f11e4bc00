import { casesContracts } from "../../services/cases/cases.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { inventBasis, tellBasisAnswered } from "./basis-story.ts";
import type { Instant } from "./calendar.ts";
import { tellRemandCustody } from "./custody-story.ts";
import { notes } from "./data/texts.ts";
import { tellEnding } from "./ending-story.ts";
import { tellReports } from "./report-story.ts";
import { type Input, type Ref, refTo } from "./script.ts";
import { tellRelease, tellReporting } from "./sharing-story.ts";
import { tellMarkers, tellRestorative } from "./standing-story.ts";
import { tellTable } from "./table-story.ts";
import type { CaseTold, Stage, Telling } from "./telling.ts";
import { say } from "./words.ts";

/** What was done in a hearing that was held. */
export function tellHeld(telling: Telling, story: CaseTold, stage: Stage): void {
  const { hearing, minute } = stage;
  if (hearing.plea) tellPleas(telling, story, stage, hearing.plea, minute(4));
  if (hearing.verdict) tellVerdicts(telling, story, stage, hearing.verdict, minute(30));
  if (hearing.asks) tellReports(telling, story, stage, hearing.asks);
  if (hearing.asks || stage.n === 0) tellTable(telling, story, stage);
  if (stage.n === 0) for (const accused of story.accused) tellReporting(telling, story, accused, minute(3));
  for (const accused of story.accused) {
    if (stage.n === 0) tellMarkers(telling, story, accused, stage.lastDay);
    tellRestorative(telling, story, accused, stage);
  }
  if (hearing.ends) tellEnding(telling, story, stage, hearing.ends);
  else tellRemand(telling, story, stage);
  tellCourtNotes(telling, story, stage);
}

export const offenceOf = ({ name }: CaseTold, defendant: number, offence: number): Ref =>
  refTo(name, `defendants.${defendant}.offences.${offence}.id`);

function tellPleas(
  telling: Telling,
  story: CaseTold,
  stage: Stage,
  plea: "guilty" | "not-guilty",
  enteredAt: Instant,
): void {
  const { team, writer } = telling;
  const { name } = stage;
  for (const [d, accused] of story.accused.entries()) {
    const { key, id } = accused;
    const basis = plea === "guilty" ? inventBasis(telling, accused) : undefined;
    writer.call(
      { at: enteredAt, as: team.who("adviser"), name: `${name} plea ${key}`, changes: [story.name] },
      casesContracts.plead,
      {
        caseId: story.id,
        defendantId: id,
        pleas: story.charges.offences.map((_, o) => ({
          ...{ offenceId: offenceOf(story, d, o), plea },
          ...(basis && o === 0 && { basis }),
        })),
        enteredAt,
      },
    );
    if (basis) tellBasisAnswered(telling, story, stage, { d, accused, basis });
  }
}

/** Found on all, or on the gravest only: what somebody is cleared of is not sentenced. */
function tellVerdicts(
  { random, team, writer }: Telling,
  story: CaseTold,
  { name }: Stage,
  verdict: "guilty" | "not-guilty",
  foundAt: Instant,
): void {
  const { offences } = story.charges;
  if (verdict === "guilty" && offences.length > 1 && random.chance(0.3)) story.cleared.add(offences.length - 1);
  for (const [d, { key, id }] of story.accused.entries())
    writer.call(
      { at: foundAt, as: team.who("adviser"), name: `${name} verdict ${key}`, changes: [story.name] },
      casesContracts.recordVerdicts,
      {
        caseId: story.id,
        defendantId: id,
        verdicts: offences.map((_, o) => ({
          offenceId: offenceOf(story, d, o),
          verdict: story.cleared.has(o) ? ("not-guilty" as const) : verdict,
        })),
        foundAt,
      },
    );
}

/** Between hearings: on bail with conditions or without, or in custody; and where guilt is settled, waiting for sentence. */
function tellRemand(telling: Telling, story: CaseTold, stage: Stage): void {
  const { random, team, writer } = telling;
  const { name, hearing, minute } = stage;
  const isGuilty = hearing.plea === "guilty" || hearing.verdict === "guilty";
  for (const accused of story.accused) {
    const { key, id: defendantId } = accused;
    const about = { caseId: story.id, defendantId };
    if (random.chance(0.45)) {
      const remand = random.weighted(story.youth ? bailOfYouths : remands);
      writer.call(
        { at: minute(48), as: team.who("adviser"), name: `${name} bail ${key}`, changes: [story.name] },
        casesContracts.setBail,
        { ...about, ...remand, setAt: minute(48) },
      );
      if (remand.status === "custody") tellRemandCustody(telling, story, accused, stage);
    }
    if (isGuilty && random.chance(0.5))
      writer.call(
        {
          ...{ at: minute(49), as: team.who("adviser"), name: `${name} awaits sentence ${key}` },
          ...{ from: story.name, changes: [story.name] },
        },
        casesContracts.moveCase,
        { ...about, move: "await-sentence", movedAt: minute(49) },
      );
  }
}

type Remand = Pick<Input<typeof casesContracts.setBail>, "status" | "conditions">;
type Condition = NonNullable<Remand["conditions"]>[number]["kind"];

const onConditions = (...conditions: readonly (readonly [Condition, string])[]): Remand => ({
  status: "conditional-bail",
  conditions: conditions.map(([kind, text]) => ({ kind, text })),
});
const residence = onConditions(["residence", "To live and sleep at the address given"]);
const bailOfYouths: readonly (readonly [Remand, number])[] = [
  [{ status: "unconditional-bail" }, 55],
  [residence, 45],
];
const remands: readonly (readonly [Remand, number])[] = [
  [{ status: "unconditional-bail" }, 45],
  [residence, 15],
  [
    onConditions(
      ["no-contact", "Not to contact the witnesses"],
      ["exclusion-area", "Not to enter the street of the offence"],
    ),
    15,
  ],
  [onConditions(["curfew", "From 7 in the evening to 7 in the morning"]), 8],
  [onConditions(["report-to-police", "Mondays and Fridays"]), 7],
  [{ status: "custody" }, 10],
];

/** Working notes of the court, and now and then a line the judge keeps to himself. */
function tellCourtNotes(telling: Telling, story: CaseTold, { name, minute }: Stage): void {
  const { random, team, writer } = telling;
  for (const { key, id, someone } of story.accused) {
    if (random.chance(0.2))
      writer.call(
        {
          at: minute(54),
          as: team.who(random.pick(["adviser", "listing", "coordinator"])),
          name: `${name} court note ${key}`,
        },
        notesContracts.add,
        {
          defendantId: id,
          caseId: story.id,
          kind: "court",
          text: say(
            random,
            someone.recorded.interpreter && random.chance(0.5) ? notes.interpreted : notes.court,
            someone,
          ),
          writtenAt: minute(53),
        },
      );
    if (!random.chance(0.15)) continue;
    const note = `${name} private note ${key}`;
    writer.call({ at: minute(55), as: story.judge, name: note }, notesContracts.addPrivate, {
      defendantId: id,
      text: say(random, notes.judge, someone),
      writtenAt: minute(55),
    });
    tellRelease(telling, story, id, note, minute(56));
  }
}
