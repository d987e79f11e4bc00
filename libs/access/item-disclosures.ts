import { z } from "zod";
import { fields } from "../contract/contract.ts";
import { sourceSchema } from "../contract/views.ts";
import { fail } from "../errors/errors.ts";
import type { Person } from "../identity/subject.ts";
import type { Command } from "../record/command.ts";
import { type Item, sourceOf } from "./assemble.ts";
import { mayShare } from "./decide.ts";
import { type Disclosure, isLater, isLive } from "./facts.ts";
import { type InformationClass, informationClasses } from "./matrix.ts";

const disclosuresMax = 100;

/** What an agency has shared of one item: kept on the item, so that a recall works in the write that makes it. */
export interface ItemDisclosure extends Disclosure {
  readonly by: string;
  readonly reason: string;
  readonly conditions: string | null;
  readonly recalled: { readonly at: Date; readonly by: string; readonly reason: string } | null;
}

/** What is said to share an item, and to take that back. */
export const itemSharing = {
  id: fields.id,
  recipient: z.strictObject({ kind: z.enum(["agency", "team", "person"]), id: fields.id }),
  reason: fields.text(500),
  conditions: fields.text(500).optional(),
  /** When it begins, where that is not now. */
  from: fields.instant.optional(),
  until: fields.instant.optional(),
};
/** What was shared at writing is named by the item and its place in `shareWith`, as `sharedAtWriting` has it. */
const disclosureId = z.string().max(80).describe("Shared at writing: the item's id, a colon, the place in shareWith");
export const itemRecall = { id: fields.id, disclosureId, reason: fields.text(500) };

export const itemDisclosureView = z.strictObject({
  id: z.string(),
  byAgencyId: fields.id,
  recipient: itemSharing.recipient,
  reason: z.string(),
  conditions: z.string().nullable(),
  from: fields.instant,
  to: fields.instant.nullable(),
});

/** All that its agency has shared of one item, the first one first, and what of it was taken back. */
export const itemSharingView = z.strictObject({
  id: fields.id,
  version: z.int(),
  source: sourceSchema,
  defendantId: fields.id,
  class: z.enum(informationClasses),
  items: z.array(
    itemDisclosureView.extend({ recalled: z.strictObject({ at: fields.instant, reason: z.string() }).nullable() }),
  ),
});

/** Fails with ACCESS_DENIED for whoever is not of the agency that holds it. */
export function viewOfItemSharing(
  item: Item & { readonly v: number; readonly defendantId: string; readonly disclosures: readonly ItemDisclosure[] },
  cls: InformationClass,
  person: Person,
): z.output<typeof itemSharingView> {
  assertHolder(item, person);
  return {
    ...{ id: item._id, version: item.v, source: sourceOf(item), defendantId: item.defendantId, class: cls },
    items: item.disclosures.map(kept => ({
      ...viewOfItemDisclosure(kept),
      recalled: kept.recalled && { at: kept.recalled.at.toISOString(), reason: kept.recalled.reason },
    })),
  };
}

export function viewOfItemDisclosure({ id, byAgencyId, recipient, reason, conditions, from, to }: ItemDisclosure) {
  return {
    id,
    byAgencyId,
    recipient: { ...recipient },
    reason,
    conditions,
    from: from.toISOString(),
    to: to?.toISOString() ?? null,
  };
}

/** The agencies with which an item is shared now. */
export function agenciesSharedWith(disclosures: readonly Disclosure[], now: Date): string[] {
  return [...sharedUntil(disclosures, now).keys()];
}

/** The agencies with which anything of these is shared now, each with when the last of that ends; null: not by itself. */
export function sharedUntil(disclosures: readonly Disclosure[], now: Date): Map<string, Date | null> {
  const until = new Map<string, Date | null>();
  for (const found of disclosures) {
    const { kind, id } = found.recipient;
    if (kind !== "agency" || !isLive(found, now)) continue;
    const known = until.get(id);
    if (known === undefined || isLater(found.to, known)) until.set(id, found.to);
  }
  return until;
}

/** What of these will be shared with an agency from a time to come. */
export function toCome(disclosures: readonly Disclosure[], agencyId: string, now: Date): Disclosure[] {
  return disclosures.filter(
    ({ recipient: { kind, id }, from, to }) =>
      kind === "agency" && id === agencyId && now < from && (to === null || from < to),
  );
}

/** The sharing chosen while something is written down. Fails with ACCESS_DENIED. */
export function sharedAtWriting(
  agencyIds: readonly string[],
  cls: InformationClass,
  person: Person,
  command: Command,
): ItemDisclosure[] {
  if (agencyIds.length > 0) assertSharer(person, cls);
  return agencyIds.map((id, n) => ({
    id: `${command.id}:${n}`,
    byAgencyId: person.agencyId,
    recipient: { kind: "agency", id },
    by: person.id,
    reason: "shared when it was recorded",
    conditions: null,
    from: command.at,
    to: null,
    recalled: null,
  }));
}

/** A new disclosure of an item that this person's agency holds. Fails with NOT_FOUND, ACCESS_DENIED, RULE_BROKEN, VALIDATION. */
export function disclose(
  item: { readonly agencyId: string; readonly disclosures: readonly ItemDisclosure[] },
  cls: InformationClass,
  { recipient, reason, conditions, from, until }: Omit<z.output<z.ZodObject<typeof itemSharing>>, "id">,
  person: Person,
  command: Command,
): ItemDisclosure {
  assertHolder(item, person);
  assertSharer(person, cls);
  if (item.disclosures.length >= disclosuresMax)
    fail("RULE_BROKEN", { detail: `An item is shared ${disclosuresMax} times at the most.` });
  const start = from === undefined ? command.at : new Date(from);
  if (start < command.at)
    fail("VALIDATION", { errors: [{ path: "from", message: "expected an instant in the future" }] });
  const to = until === undefined ? null : new Date(until);
  if (to && to <= start)
    fail("VALIDATION", { errors: [{ path: "until", message: "expected an instant in the future, after the start" }] });
  return {
    id: command.id,
    byAgencyId: person.agencyId,
    recipient,
    by: person.id,
    reason,
    conditions: conditions ?? null,
    from: start,
    to,
    recalled: null,
  };
}

/** The disclosures after one was recalled. Fails with NOT_FOUND, RULE_BROKEN. */
export function recall(
  item: { readonly agencyId: string; readonly disclosures: readonly ItemDisclosure[] },
  { disclosureId, reason }: Omit<z.output<z.ZodObject<typeof itemRecall>>, "id">,
  person: Person,
  { at }: Command,
): ItemDisclosure[] {
  assertHolder(item, person);
  const found = item.disclosures.find(({ id }) => id === disclosureId) ?? fail("NOT_FOUND");
  if (found.recalled) fail("RULE_BROKEN", { detail: "This was recalled already." });
  return item.disclosures.map(kept =>
    kept === found ? { ...kept, to: at, recalled: { at, by: person.id, reason } } : kept,
  );
}

/** Fails with ACCESS_DENIED unless a role of this person may share the class onward. */
export function assertSharer(person: Person, cls: InformationClass): void {
  if (!mayShare(person, cls)) fail("ACCESS_DENIED", { detail: `Your role may not share ${cls} onward.` });
}

/** Sharing is the choice of the agency that holds an item, and of nobody else. */
function assertHolder({ agencyId }: { readonly agencyId: string }, person: Person): void {
  if (agencyId !== person.agencyId)
    fail("ACCESS_DENIED", {
      detail: "Only the agency that holds this may share it, take that back, or see with whom.",
    });
}
