import { casesContracts } from "../../services/cases/cases.contract.ts";
import type { Instant } from "./calendar.ts";
import { claimed, prosecution } from "./data/texts.ts";
import { offenceOf } from "./hearing-story.ts";
import type { Input } from "./script.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";
import { say } from "./words.ts";

/** So many cases the prosecutor tells the court of beforehand, and so many the police where no prosecutor is at the table yet. */
const toldShare = { prosecutor: 0.8, police: 0.5 } as const;
/** Of offences that cost somebody something, so many are followed by a claim. */
const claimedShare = 0.45;

type Claim = NonNullable<Input<typeof casesContracts.summarise>["compensation"]>[number];

/** What the prosecution tells the court of the case against somebody, and what compensation it asks. */
export function tellProsecution(
  { beside: random, team, writer }: Telling,
  story: CaseTold,
  { key, id, someone }: Accused,
  { by, at: toldAt }: { readonly by: "prosecutor" | "police"; readonly at: Instant },
): void {
  if (!random.chance(toldShare[by])) return;
  const [main] = story.charges.offences;
  const d = story.accused.findIndex(accused => accused.key === key);
  const compensation = story.charges.kinds.flatMap(({ code }, o): Claim[] => {
    const kind = costing.find(({ codes }) => codes.test(code));
    if (!kind || !random.chance(claimedShare)) return [];
    const amountPence = random.int(kind.least, kind.most) * 500;
    return [{ offenceId: offenceOf(story, d, o), amountPence, what: random.pick(claimed[kind.what]) }];
  });
  writer.call(
    { at: toldAt, as: team.who(by), name: `${story.name} prosecution ${key}`, changes: [story.name] },
    casesContracts.summarise,
    {
      ...{ caseId: story.id, defendantId: id, compensation, toldAt },
      summary: [main?.wording ?? "", say(random, prosecution, someone)].join(" ").trim(),
    },
  );
}

/** Offences that cost somebody something: what, and between how many times five pounds. */
const costing = [
  { codes: /^(TH68010|TH68037|TH78001|FA06001)$/, what: "goods", least: 2, most: 60 },
  { codes: /^(CD71039|CJ88144)$/, what: "damage", least: 8, most: 160 },
  { codes: /^(CJ88001|OF61102|PU86089)$/, what: "injury", least: 10, most: 100 },
] as const;
