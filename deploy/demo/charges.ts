import type { z } from "zod";
import type { casesContracts } from "../../services/cases/cases.contract.ts";
import { addDays, type Day } from "./calendar.ts";
import { type OffenceKind, offenceKinds, shops, things, victims } from "./data/offences.ts";
import type { Someone } from "./identity.ts";
import type { Random } from "./random.ts";
import { tell } from "./words.ts";

type Offence = z.input<typeof casesContracts.receive.input>["defendants"][number]["offences"][number];

/** What a case is about: the offences as charged, and the kinds they are of, gravest first. */
export interface Charges {
  readonly offences: Offence[];
  readonly kinds: readonly OffenceKind[];
}

const leading = offenceKinds.filter(({ beside }) => !beside).map(kind => [kind, kind.weight] as const);
const kindByCode = new Map(offenceKinds.map(kind => [kind.code, kind]));

/** So that 61 days pass between offence and conviction in the mean, as at North Liverpool (Ministry of Justice Research Series 10/12). */
const daysToChargeMax = 72;

/** Charges that reached court on a day: mostly one or two, now and then a run of the same. */
export function inventCharges(random: Random, someone: Someone, received: Day): Charges {
  const main = random.weighted(leading);
  const kinds = [main, ...Array.from({ length: random.weighted(besideCounts) }, () => besides(random, main))];
  const latest = addDays(received, -random.int(1, daysToChargeMax));
  const offences = kinds.map(kind => ({
    code: kind.code,
    title: kind.title,
    wording: wordingOf(random, kind, someone),
    category: kind.category,
    date: addDays(latest, kind === main ? 0 : -random.int(0, 20)),
  }));
  return { offences, kinds };
}

const besideCounts = [
  [0, 58],
  [1, 27],
  [2, 11],
  [4, 4],
] as const;

/** Theft comes with more theft and with missed court dates, driving with no licence. */
function besides(random: Random, main: OffenceKind): OffenceKind {
  const usual = main.code.startsWith("RT")
    ? ["RT88966", "RT88191", "RT88576"]
    : [main.code, main.code, "BA76004", "CD71039"];
  return kindByCode.get(random.pick(usual)) ?? main;
}

function wordingOf(random: Random, { wording }: OffenceKind, someone: Someone): string {
  const street = random.pick(someone.ward.streets);
  return tell(wording, someone, {
    place: street,
    street,
    shop: random.pick(shops),
    thing: random.pick(things),
    victim: random.pick(victims),
    pounds: String(random.int(6, 460)),
    grams: (random.int(2, 90) / 10).toFixed(1),
    micrograms: String(random.int(40, 118)),
  });
}
