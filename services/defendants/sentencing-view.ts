import type { InformationClass } from "../../libs/access/matrix.ts";
import { dayOf } from "../../libs/clock/day.ts";
import type { CountedPart, Part, TimelineEntry } from "../../libs/contract/views.ts";
import { groupedAntecedents } from "./antecedents-grouped.ts";
import { casesBeside } from "./cases-beside.ts";

/**
 * What a judge has before them when passing sentence, on one screen: the whole file put in order, nothing added. Each
 * part keeps its source, its time and its state, so that no block is blank. A judge's private notes are not in it:
 * the gateway lays them beside it, for their author, and what is frozen of it is without them.
 */
export const blocks = ["matter", "record", "person-and-needs", "orders-and-compliance", "notes"] as const;
export type Block = (typeof blocks)[number];
export const forms = ["sentence", "review"] as const;
export type Form = (typeof forms)[number];

/** A review begins with what was ordered and what came of it. */
const orderOf: Readonly<Record<Form, readonly Block[]>> = {
  sentence: blocks,
  review: ["orders-and-compliance", "matter", "record", "person-and-needs", "notes"],
};

/** Where each class stands. What is not here is never on the screen: it must be possible to show all of it to the defence. */
const blockOf: { readonly [C in InformationClass]?: Block } = {
  identity: "person-and-needs",
  case: "matter",
  results: "matter",
  "victim-statement": "matter",
  antecedents: "record",
  spent: "record",
  youth: "record",
  risk: "person-and-needs",
  needs: "person-and-needs",
  treatment: "person-and-needs",
  health: "person-and-needs",
  supervision: "orders-and-compliance",
  compliance: "orders-and-compliance",
  "drug-tests": "orders-and-compliance",
  "agency-notes": "notes",
  "court-notes": "notes",
};

/** Parts that stand elsewhere than the rest of their class: what is told of the past, and what is left to pay. */
const blockOfPart: Readonly<Record<string, Block>> = {
  warrants: "record",
  remand: "record",
  custody: "record",
  payments: "orders-and-compliance",
};

/** As many of a part's items as a screen bears, the newest; `total` says how many there are. */
export const itemsShownMax = 20;
/** Obligations are a row of dots. */
const obligationsShownMax = 10;
export const entriesOnScreenMax = 50;

interface ViewedFile<D> {
  readonly defendant: D;
  readonly parts: readonly CountedPart[];
  readonly timeline: { readonly items: readonly TimelineEntry[] };
}
interface Shown {
  readonly dateOfBirth: string | null;
  readonly status: string;
  readonly mergedInto: string | null;
  readonly candidates: readonly unknown[];
}
/** Whom this may be besides is a guess about somebody else, and not for a court. */
function headerOf<D extends Shown>({ status: _status, mergedInto: _into, candidates: _guesses, ...header }: D) {
  return header;
}

interface Asker {
  readonly form: Form;
  readonly courtId: string | null;
  /** Who is before the screen: a judge has seen the person before, or not. */
  readonly readerId: string;
  readonly now: Date;
}

/** The file in the order of the screen, for a form, as seen from a court at an instant. */
export function sentencingView<D extends Shown>(
  { defendant, parts, timeline }: ViewedFile<D>,
  { form, courtId, readerId, now }: Asker,
) {
  const onScreen = parts.flatMap(part => {
    const block = blockOf[part.class] && (blockOfPart[part.part] ?? blockOf[part.class]);
    return block ? [{ block, part }] : [];
  });
  const names = new Set(["identity", ...onScreen.map(({ part }) => part.part)]);
  const age = ageYears(defendant.dateOfBirth, now);
  const shown = onScreen.map(({ part }) => part);
  return {
    form,
    defendant: headerOf(defendant),
    ageYears: age,
    flags: flagsOf(shown, age),
    strip: stripOf(shown, courtId, readerId, now),
    blocks: orderOf[form].map(block => ({
      block,
      parts: onScreen.filter(found => found.block === block).map(({ part }) => shorten(part)),
    })),
    timeline: timeline.items.filter(({ part }) => names.has(part)).slice(0, entriesOnScreenMax),
  };
}

const adultFromYears = 18;

/** What must not be overlooked: a child, and every marker that is in force. Reporting restrictions stand with the person. */
function flagsOf(parts: readonly CountedPart[], age: number | null) {
  const marked = parts.flatMap(({ items }) =>
    items.flatMap(({ id, kind, isInForce }) =>
      isInForce === true ? [{ kind: String(kind), recordId: String(id) }] : [],
    ),
  );
  return [...(age !== null && age < adultFromYears ? [{ kind: "youth", recordId: null }] : []), ...marked];
}

/** What can be said at a glance: whether the person was here before, what they kept of what was expected, and what is missing. */
function stripOf(parts: readonly CountedPart[], courtId: string | null, readerId: string, now: Date) {
  const tallyOf = (name: string) => parts.find(({ part }) => part === name)?.tally ?? [];
  const heldBefore = (key: string) => {
    const found = tallyOf("hearings").find(each => each.key === `held ${key}`);
    return { count: found?.count ?? 0, lastDay: found?.lastDay ?? null };
  };
  const reviews = tallyOf("reviews");
  const due = tallyOf("obligations").filter(({ key }) => !notYetKnown.has(key));
  const count = (tally: CountedPart["tally"]) => tally.reduce((sum, each) => sum + each.count, 0);
  const expected = parts.filter(({ state }) => state !== "none-held" && state !== "erased");
  const dated = parts.flatMap(({ asOf }) => asOf ?? []).sort();
  return {
    hearingsHere: heldBefore(`${courtId}`),
    /** Of those here, the ones before whoever is looking: how much it is one judge's matter. */
    beforeYou: heldBefore(`${courtId} ${readerId}`),
    reviews: { kept: count(reviews.filter(({ key }) => key === "attended")), of: count(reviews) },
    kept: { kept: count(due.filter(({ key }) => key === "attended-complied")), of: count(due) },
    pack: {
      supplied: expected.filter(({ state }) => state === "supplied").length,
      of: expected.length,
      missing: expected
        .filter(({ state }) => state !== "supplied")
        .map(({ part, state, alsoHeldBy }) => ({ part, state, heldBy: [...alsoHeldBy] })),
    },
    oldestSourceAt: dated[0] ?? null,
    ...casesBeside(parts, courtId),
    antecedents: groupedAntecedents(parts, courtId, now),
  };
}
/** Neither kept nor missed: what is awaited is never complied with, and what others could not hold is nobody's failure. */
const notYetKnown: ReadonlySet<string> = new Set(["awaiting", "rearranged", "not-held"]);

function shorten({ tally: _tally, ...part }: CountedPart) {
  const max = part.part === "obligations" ? obligationsShownMax : itemsShownMax;
  const newest = part.items
    .toSorted((a, b) => compare(occurred(b), occurred(a)) || compare(String(a.id), String(b.id)))
    .slice(0, max);
  return { ...part, items: newest };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function occurred({ source }: Part["items"][number]): string {
  return typeof source === "object" && source !== null && "occurredAt" in source ? String(source.occurredAt) : "";
}

/** The ids of all that is on the screen. */
export function shownIn({
  defendant,
  blocks: shown,
  timeline,
}: {
  readonly defendant: { readonly id: string };
  readonly blocks: readonly { readonly parts: readonly Pick<Part, "items">[] }[];
  readonly timeline: readonly TimelineEntry[];
}): ReadonlySet<string> {
  const items = shown.flatMap(({ parts }) => parts.flatMap(part => part.items.map(({ id }) => String(id))));
  return new Set([defendant.id, ...items, ...timeline.map(({ recordId }) => recordId)]);
}

/** Whole years on a day; undefined birthdays have none. */
function ageYears(dateOfBirth: string | null, now: Date): number | null {
  if (dateOfBirth === null) return null;
  const today = dayOf(now);
  const years = Number(today.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return today.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}
