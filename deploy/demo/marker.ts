import { z } from "zod";
import { agenciesContracts } from "../../services/agencies/agencies.contract.ts";
import type { Day } from "./calendar.ts";
import { administrator, type Call, keyFrom } from "./script.ts";

/** What a Tracker's demo data was made from, and how much of it is there. */
export interface Marker {
  readonly seed: number;
  readonly today: Day;
  /** So many defendants were begun through the API: some of their files may be half there. */
  readonly begun: number;
  readonly loaded: number;
}

const pattern =
  /^Demo data(?: \((?<tag>[^)]*)\))?, seed (?<seed>\d+), (?<today>\d{4}-\d\d-\d\d)(?:: (?<count>\d+) defendants (?<what>begun|loaded))?$/;
export const agencyListSchema = z.looseObject({ items: z.array(z.looseObject({ name: z.string() })) });

/**
 * Tracker itself remembers its demo data, by agencies of these names: one from the start, which keeps seed and day, so
 * that an interrupted loading goes on with the same data on a later day; and one for each size that was completed.
 */
export function readMarker(agencyNames: readonly string[], tag: string): Marker | undefined {
  const found = agencyNames.flatMap(name => {
    const groups = pattern.exec(name)?.groups;
    return groups && (groups.tag ?? "") === tag ? [groups] : [];
  });
  const [any] = found;
  if (!any) return undefined;
  const most = (what: string) =>
    Math.max(0, ...found.map(groups => (groups.what === what ? Number(groups.count ?? 0) : 0)));
  return { seed: Number(any.seed), today: any.today ?? "", begun: most("begun"), loaded: most("loaded") };
}

/** The step that sets a mark. */
export function markerStep(
  { seed, today }: Pick<Marker, "seed" | "today">,
  tag: string,
  mark?: { readonly defendants: number; readonly what: "begun" | "loaded" },
): Call {
  const suffix = mark ? `: ${mark.defendants} defendants ${mark.what}` : "";
  const name = `Demo data${tag && ` (${tag})`}, seed ${seed}, ${today}${suffix}`;
  return {
    name,
    as: administrator,
    action: agenciesContracts.create.action,
    input: { type: "supplier", name },
    key: keyFrom("tracker demo", "marker", name),
  };
}
