import type { needDomains } from "../../services/cases/cases.reference.ts";
import type { Day, Instant } from "./calendar.ts";
import type { Charges } from "./charges.ts";
import type { Court } from "./data/places.ts";
import type { Diary, Slot } from "./diary.ts";
import type { Someone } from "./identity.ts";
import type { Plan, PlannedHearing } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Ref } from "./script.ts";
import type { Serials } from "./serials.ts";
import type { Post, Team } from "./team.ts";
import type { FileWriter } from "./writer.ts";

export type Need = (typeof needDomains)[number];

/** What every part of a file's story is told with. Nothing happens on `today` yet but what is due then. */
export interface Telling {
  readonly random: Random;
  /** Chances of what came to be told later: whatever is drawn here, all other stories stay as they were. */
  readonly beside: Random;
  readonly court: Court;
  readonly team: Team;
  readonly diary: Diary;
  readonly serials: Serials;
  readonly today: Day;
  readonly writer: FileWriter;
  /** How much is told of what goes on for long: the files that are waited for are shorter. */
  readonly detail: "brief" | "full";
}

/** A defendant in the story of one file: `key` is short and unique in it. */
export interface Accused {
  readonly key: string;
  readonly id: Ref;
  readonly someone: Someone;
}

/** What is to stand in the court's list of a day: a review of the order, or the hearing of its breach. */
export type Wish =
  | { readonly review: number; readonly everyDays: number; readonly on: Day }
  | { readonly breachOn: Day };

/** One case as it is being told. */
export interface CaseTold {
  /** Also the name under which the case's version is followed. */
  readonly name: string;
  readonly id: Ref;
  readonly charges: Charges;
  readonly accused: readonly Accused[];
  /** What lies behind the offences. */
  readonly needs: readonly Need[];
  readonly youth: boolean;
  readonly judgePost: Extract<Post, "judge" | "judge2">;
  /** The username of the judge who hears it. */
  readonly judge: string;
  readonly plan: Plan;
  readonly wish: Wish | undefined;
  /** Needs that stand on the file already, each with whom it is about. */
  readonly known: Set<string>;
  /** Offences found not proved, by their place among the charges. */
  readonly cleared: Set<number>;
}

/** One hearing of a case: what was planned for it, where it stands in the list, and the days before and after it. */
export interface Stage {
  /** Also the name under which the hearing's version is followed. */
  readonly name: string;
  readonly id: Ref;
  readonly hearing: PlannedHearing;
  readonly n: number;
  readonly day: Day;
  /** The day on which it ends: the next one where it takes two. */
  readonly lastDay: Day;
  readonly slot: Slot;
  readonly before: Day;
  readonly after: Day | undefined;
  /** So many minutes after it began, on its last day. */
  minute(minutes: number): Instant;
}
