import type { needDomains } from "../../services/cases/cases.reference.ts";
import type { Day } from "./calendar.ts";
import type { Charges } from "./charges.ts";
import type { Court } from "./data/places.ts";
import type { Diary } from "./diary.ts";
import type { Someone } from "./identity.ts";
import type { Random } from "./random.ts";
import type { Ref } from "./script.ts";
import type { Serials } from "./serials.ts";
import type { Team } from "./team.ts";
import type { FileWriter } from "./writer.ts";

export type Need = (typeof needDomains)[number];

/** What every part of a file's story is told with. Nothing happens on `today` yet but what is due then. */
export interface Telling {
  readonly random: Random;
  readonly court: Court;
  readonly team: Team;
  readonly diary: Diary;
  readonly serials: Serials;
  readonly today: Day;
  readonly writer: FileWriter;
}

/** A defendant in the story of one file: `key` is short and unique in it. */
export interface Accused {
  readonly key: string;
  readonly id: Ref;
  readonly someone: Someone;
}

/** One case as it is being told; the version follows what has been done to it. */
export interface CaseTold {
  readonly name: string;
  readonly id: Ref;
  readonly charges: Charges;
  readonly accused: readonly Accused[];
  /** What lies behind the offences. */
  readonly needs: readonly Need[];
  readonly youth: boolean;
  /** The username of the judge who hears it. */
  readonly judge: string;
  /** Needs that stand on the file already, each with whom it is about. */
  readonly known: Set<string>;
  version: number;
}
