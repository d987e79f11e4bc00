import { defendantsContracts } from "../../services/defendants/defendants.contract.ts";
import type { Ethnicity } from "../../services/defendants/equality/equality.reference.ts";
import { addDays, ageOn, at, type Day } from "./calendar.ts";
import type { Background } from "./data/names.ts";
import type { Accused, Telling } from "./telling.ts";

/** What people with such names mostly say of themselves; whoever is asked may say otherwise, or nothing. */
const mostly: Readonly<Record<Background, Ethnicity>> = {
  english: "W1",
  irish: "W2",
  traveller: "W9",
  welsh: "W1",
  caribbean: "B1",
  pakistani: "A2",
  bangladeshi: "A3",
  indian: "A1",
  tamil: "A9",
  somali: "B2",
  nigerian: "B2",
  ghanaian: "B2",
  eritrean: "B2",
  chinese: "O1",
  vietnamese: "A9",
  polish: "W9",
  lithuanian: "W9",
  romanian: "W9",
  kurdish: "O9",
  arabic: "O9",
  afghan: "A9",
  portuguese: "W9",
};
const others = ["M1", "M2", "M3", "M9", "W1", "B9"] as const;
/** So many are asked and answer, or say that they would rather not. */
const askedShare = 0.88;

/** What somebody says of themself when the file is opened, for a child whoever speaks for them. */
export function tellEquality({ random, team, writer }: Telling, { key, id, someone }: Accused, openedOn: Day): void {
  if (!random.chance(askedShare)) return;
  const declaredAt = at(addDays(openedOn, 1), "08:10");
  const told = { at: declaredAt, as: team.who("police"), name: `defendant ${key} equality` };
  writer.call(told, defendantsContracts.declareEquality, {
    id,
    ethnicity: random.weighted([
      [mostly[someone.background], 90],
      [random.pick(others), 5],
      ["NS", 5],
    ] as const),
    disability: random.weighted([
      ["no", 68],
      ["yes", 22],
      ["not-stated", 10],
    ] as const),
    declaredBy: ageOn(someone.birth, openedOn) < 18 ? "appropriate-adult" : "self",
    declaredAt,
  });
}
