import { eventTable } from "../record/event-table.ts";
import type { Told } from "../record/history.ts";
import type { Erased } from "../record/record.ts";
import type { InformationClass } from "./matrix.ts";
import type { ReportingKind } from "./reporting-kinds.ts";

/** What holds from one instant and, where it has an end, until another. Instants in UTC. */
export interface Period {
  readonly from: Date;
  readonly to: Date | null;
}

/** Why an agency is at the table for a file, and for how long. `caseId` null: for the file as a whole. */
export interface Involvement extends Period {
  readonly id: string;
  readonly agencyId: string;
  readonly caseId: string | null;
  readonly reason:
    | "record"
    | "charge"
    | "receipt"
    | "listing"
    | "report"
    | "order"
    | "referral"
    | "support"
    | "disclosure";
}

/** To whom something is disclosed: everyone of an agency, a team, or one person. */
export interface Recipient {
  readonly kind: "agency" | "team" | "person";
  readonly id: string;
}

/** What an agency has chosen to share: one item (kept on the item), or all it holds of a class in one file. */
export interface Disclosure extends Period {
  readonly id: string;
  readonly byAgencyId: string;
  readonly recipient: Recipient;
}
export interface ClassDisclosure extends Disclosure {
  readonly class: InformationClass;
  /** Only what belongs to this case; null: to the whole file. */
  readonly caseId: string | null;
}

/** A person's permission that named agencies read confidential classes about them. Not a lawful basis; it lifts the duty of confidence. */
export interface Consent extends Period {
  readonly id: string;
  readonly classes: readonly InformationClass[];
  readonly agencyIds: readonly string[];
}

/** A named person who may not, whatever else is allowed. */
export interface Exclusion extends Period {
  readonly id: string;
  readonly personId: string;
}
/** Only these people may, as far as their roles go. */
export interface Restriction extends Period {
  readonly id: string;
  readonly personIds: readonly string[];
}
/** Nobody but the bench and its legal advisers. */
export interface Seal extends Period {
  readonly id: string;
}
/** One person's emergency reading of one file. */
export interface BrokenGlass extends Period {
  readonly id: string;
  readonly personId: string;
  readonly agencyId: string;
}
/** What may not be reported of a case or a person, which travels with every view. */
export interface ReportingRestriction extends Period {
  readonly id: string;
  readonly kind: ReportingKind;
  readonly caseId: string | null;
}

/** The facts that decide who may read and write one file, as `defendants` keeps them and every service copies them. */
export interface FileAccess {
  readonly _id: string;
  readonly v: number;
  readonly involvements: readonly Involvement[];
  readonly disclosures: readonly ClassDisclosure[];
  readonly consents: readonly Consent[];
  readonly exclusions: readonly Exclusion[];
  readonly restrictions: readonly Restriction[];
  readonly seals: readonly Seal[];
  readonly glass: readonly BrokenGlass[];
  readonly reporting: readonly ReportingRestriction[];
  /** The eighteenth birthday of somebody who was recorded before it; what happened before it is a youth record. */
  readonly adultFrom: string | null;
  /** That all that was in the file has been erased, and when. */
  readonly erased?: Erased | null;
}

export type AccessFacts = Omit<FileAccess, "_id" | "v">;

export const noFacts: AccessFacts = {
  involvements: [],
  disclosures: [],
  consents: [],
  exclusions: [],
  restrictions: [],
  seals: [],
  glass: [],
  reporting: [],
  adultFrom: null,
  erased: null,
};

/** Whether a period has begun and not ended at `now`. */
export function isLive({ from, to }: Period, now: Date): boolean {
  return from <= now && (to === null || now < to);
}

/** Every fact of these with the id ends at `to`. */
export function ended<T extends Period & { readonly id: string }>(facts: readonly T[], id: string, to: Date): T[] {
  return facts.map(fact => (fact.id === id ? { ...fact, to: fact.to !== null && fact.to < to ? fact.to : to } : fact));
}

/** Every fact of these with the id ends at `to` instead; null: not by itself. */
export function prolonged<T extends Period & { readonly id: string }>(
  facts: readonly T[],
  id: string,
  to: Date | null,
): T[] {
  return facts.map(fact => (fact.id === id ? { ...fact, to } : fact));
}

/** Whether an end is later than another; null is no end. */
export function isLater(one: Date | null, other: Date | null): boolean {
  return other !== null && (one === null || one > other);
}

/** How one event of a file changes the facts; events that say nothing of access change nothing. Pure, and the same for one event or for all. */
const steps: { readonly [type: string]: ((facts: AccessFacts, data: unknown) => AccessFacts) | undefined } = {
  "involvement.started": (facts, data) => {
    const started = eventTable["involvement.started"].payload.parse(data);
    return { ...facts, involvements: [...facts.involvements, started] };
  },
  "involvement.ended": (facts, data) => {
    const { id, to } = eventTable["involvement.ended"].payload.parse(data);
    return { ...facts, involvements: ended(facts.involvements, id, to) };
  },
  "involvement.prolonged": (facts, data) => {
    const { id, to } = eventTable["involvement.prolonged"].payload.parse(data);
    return { ...facts, involvements: prolonged(facts.involvements, id, to) };
  },
  "disclosure.granted": (facts, data) => {
    const made = eventTable["disclosure.granted"].payload.parse(data);
    return { ...facts, disclosures: [...facts.disclosures, made] };
  },
  "disclosure.recalled": (facts, data) => {
    const { id, to } = eventTable["disclosure.recalled"].payload.parse(data);
    return { ...facts, disclosures: ended(facts.disclosures, id, to) };
  },
  "consent.given": (facts, data) => {
    const given = eventTable["consent.given"].payload.parse(data);
    return { ...facts, consents: [...facts.consents, given] };
  },
  "consent.withdrawn": (facts, data) => {
    const { id, to } = eventTable["consent.withdrawn"].payload.parse(data);
    return { ...facts, consents: ended(facts.consents, id, to) };
  },
  "exclusion.made": (facts, data) => {
    const made = eventTable["exclusion.made"].payload.parse(data);
    return { ...facts, exclusions: [...facts.exclusions, made] };
  },
  "restriction.made": (facts, data) => {
    const made = eventTable["restriction.made"].payload.parse(data);
    return { ...facts, restrictions: [...facts.restrictions, made] };
  },
  "file.sealed": (facts, data) => {
    const made = eventTable["file.sealed"].payload.parse(data);
    return { ...facts, seals: [...facts.seals, made] };
  },
  "limit.lifted": (facts, data) => {
    const { id, to } = eventTable["limit.lifted"].payload.parse(data);
    return {
      ...facts,
      exclusions: ended(facts.exclusions, id, to),
      restrictions: ended(facts.restrictions, id, to),
      seals: ended(facts.seals, id, to),
    };
  },
  "glass.broken": (facts, data) => {
    const broken = eventTable["glass.broken"].payload.parse(data);
    return { ...facts, glass: [...facts.glass, broken] };
  },
  "reporting.restricted": (facts, data) => {
    const made = eventTable["reporting.restricted"].payload.parse(data);
    return { ...facts, reporting: [...facts.reporting, made] };
  },
  "reporting.freed": (facts, data) => {
    const { id, to } = eventTable["reporting.freed"].payload.parse(data);
    return { ...facts, reporting: ended(facts.reporting, id, to) };
  },
  "youth.marked": (facts, data) => ({
    ...facts,
    adultFrom: eventTable["youth.marked"].payload.parse(data).adultFrom,
  }),
  "file.erased": (facts, data) => {
    const { at, ground, retentionId } = eventTable["file.erased"].payload.parse(data);
    return erasedFacts(facts, { at, ground, retentionId });
  },
};

/** What remains of who may read a file that has been erased: who was at its table, so that they are told, and who was kept out. */
export function erasedFacts(
  { involvements, exclusions, restrictions, seals }: AccessFacts,
  erased: Erased,
): AccessFacts {
  return { ...noFacts, involvements, exclusions, restrictions, seals, erased };
}

/** The facts after these events. */
export function foldAccess(held: AccessFacts | undefined, events: readonly Told[]): AccessFacts {
  return events.reduce<AccessFacts>((facts, { type, data }) => steps[type]?.(facts, data) ?? facts, {
    ...noFacts,
    ...held,
  });
}
