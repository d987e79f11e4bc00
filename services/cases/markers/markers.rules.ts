import type { InformationClass } from "../../../libs/access/matrix.ts";
import { dayOf } from "../../../libs/clock/day.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Table } from "../flow/flow.ts";

/**
 * What whoever meets a person must know at a glance, and where each kind stands in the file: the class says who may
 * know it. Youth, interpreters, limits of access and reporting restrictions are facts of their own, and not repeated.
 */
export const markerKinds = {
  "vulnerable-adult": { part: "markers", class: "identity" },
  "self-harm": { part: "welfare-markers", class: "needs" },
  "domestic-abuse": { part: "case-markers", class: "case" },
  weapons: { part: "case-markers", class: "case" },
  "prolific-offender": { part: "risk-markers", class: "risk" },
  mappa: { part: "risk-markers", class: "risk" },
  "victim-safety": { part: "victim-markers", class: "victim-contact" },
} as const satisfies Readonly<Record<string, { readonly part: string; readonly class: InformationClass }>>;
export type MarkerKind = keyof typeof markerKinds;
export const markerKindNames = Object.keys(markerKinds) as [MarkerKind, ...MarkerKind[]];

export const markerStates = ["in-force", "ended"] as const;
export type MarkerState = (typeof markerStates)[number];
export const markerEndings = ["no-longer-applies", "replaced", "recorded-in-error"] as const;
export type MarkerEnding = (typeof markerEndings)[number];

/** A marker: prolonged and ended by the agency that set it. Past its last day it lapses by itself, and may be prolonged still. */
export const markerTable = {
  renew: { from: ["in-force"], to: "same", by: ["holder"], tells: ["marker.renewed"], effects: [] },
  end: { from: ["in-force"], to: "ended", by: ["holder"], tells: ["marker.ended"], effects: [] },
} as const satisfies Table<MarkerState, "holder">;

/** How often one marker is prolonged. */
export const renewalsMax = 100;

/** Multi-agency public protection arrangements: which category of offender, managed at which level (Criminal Justice Act 2003, s. 325). */
export interface Mappa {
  readonly category: number;
  readonly level: number;
}

/** Whether it counts on a day: neither ended nor past its last day. */
export function isInForce(
  { status, until }: { readonly status: MarkerState; readonly until: string | null },
  today: string,
): boolean {
  return status === "in-force" && (until === null || until >= today);
}

/** Fails with VALIDATION, naming the field, where a marker would end before it was set. */
export function assertLasts(path: string, markedAt: Date, end: Date | string): void {
  const isBefore = typeof end === "string" ? end < dayOf(markedAt) : end < markedAt;
  if (isBefore) fail("VALIDATION", { errors: [{ path, message: "expected no time before the marker was set" }] });
}
