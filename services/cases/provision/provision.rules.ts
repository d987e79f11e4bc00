import { dayOf, daysBetween } from "../../../libs/clock/day.ts";
import type { Availability } from "../../../libs/contract/provision.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { type RequirementRow, type RequirementType, requirementTypes } from "../cases.reference.ts";
import { isAvailable, providerTypes } from "../orders/orders.rules.ts";
import { needsWillingness } from "../orders/willingness.rules.ts";
import type { Provision } from "./provision.schema.ts";

/** What was said longer ago than this is shown as stale: places come and go from week to week. */
export const staleAfterDays = 28;
/** So many agencies may provide one type of requirement at one court. */
export const providersMax = 20;

/** A court imposes it today for an offence of today. */
const isImposed = (type: RequirementType, day: string) => isAvailable(type, day, [day]);

/** Whoever speaks for an agency that provides something. Fails with ACCESS_DENIED. */
export function assertProvider({ agencyType }: Pick<Person, "agencyType">): void {
  if (!providerTypes.some(type => type === agencyType))
    fail("ACCESS_DENIED", { detail: "Only an agency that provides requirements says what it can provide." });
}

/** Fails with VALIDATION for a type that is no longer imposed, for free places without a first day, and for a day that was over. */
export function assertStatement({
  requirementType,
  placesFree,
  nextStartOn,
  statedAt,
}: Pick<Provision, "requirementType" | "placesFree" | "nextStartOn" | "statedAt">): void {
  const day = dayOf(statedAt);
  if (!isImposed(requirementType, day))
    fail("VALIDATION", {
      errors: [{ path: "requirementType", message: "expected a requirement that courts impose for offences of today" }],
    });
  if (nextStartOn === null ? placesFree > 0 : nextStartOn < day)
    fail("VALIDATION", {
      errors: [{ path: "nextStartOn", message: "expected the first day on which a place can begin, not before today" }],
    });
}

/** Fails with RULE_BROKEN where something newer has been said. */
export function assertNewer({ statedAt, withdrawnAt }: Pick<Provision, "statedAt" | "withdrawnAt">, at: Date): void {
  if (at < (withdrawnAt ?? statedAt))
    fail("RULE_BROKEN", { detail: "Your agency has said something newer about this since." });
}

/** Every requirement that a court can impose on a day, in the order of the Act, with those who provide it there. */
export function availabilityOn(stated: readonly Provision[], day: string): Availability[] {
  const types = Object.keys(requirementTypes) as RequirementType[];
  return types
    .filter(type => isImposed(type, day))
    .map(requirementType => {
      const { unit, needsNobody }: RequirementRow = requirementTypes[requirementType];
      const providers = stated
        .filter(found => found.requirementType === requirementType && found.withdrawnAt === null)
        .map(found => providerOn(found, day))
        .sort((a, b) => compare(startOf(a), startOf(b)) || compare(a.agencyId, b.agencyId));
      const free = providers.flatMap(({ placesFree, nextStartOn }) => (placesFree > 0 ? (nextStartOn ?? []) : []));
      return {
        requirementType,
        unit,
        needsWillingness: needsWillingness(requirementType),
        state: providers.length > 0 ? "supplied" : needsNobody ? "needs-nobody" : "not-supplied",
        earliestStartOn: free.toSorted()[0] ?? null,
        providers,
      };
    });
}

function providerOn({ _id: id, v: version, agencyId, placesFree, nextStartOn, statedAt }: Provision, day: string) {
  const isStale = daysBetween(dayOf(statedAt), day) > staleAfterDays;
  return { id, version, agencyId, placesFree, nextStartOn, statedAt: statedAt.toISOString(), isStale };
}

/** Those with a free place before those without, whose day is a hope; those who know none last. */
function startOf({ placesFree, nextStartOn }: { placesFree: number; nextStartOn: string | null }): string {
  return `${placesFree > 0 ? 0 : 1} ${nextStartOn ?? "9999-12-31"}`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
