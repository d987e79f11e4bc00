import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Contract } from "../../libs/contract/contract.ts";
import { type DerivedKind, derive } from "./derived.ts";

/** A value that an earlier step's answer holds: by the step's name, and where in the answer (`defendants.0.offences.0.id`). */
export interface Ref {
  readonly ref: string;
  readonly at: string;
}
/** The id of a thing that follows from another one and has its id from it. */
export interface Derived {
  readonly derived: DerivedKind;
  readonly from: readonly (Ref | Derived | string | number)[];
}
/** An input in which any text may be left to an earlier step's answer. */
export type WithRefs<T> = T extends string
  ? T | Ref | Derived
  : T extends readonly (infer E)[]
    ? readonly WithRefs<E>[]
    : T extends object
      ? { readonly [K in keyof T]: WithRefs<T[K]> }
      : T;

/** One request: who sends it, to which action, with what. */
export interface Call {
  /** Unique in its file, or among the reference data. */
  readonly name: string;
  /** A username, or `administrator` for the one who exists already. */
  readonly as: string;
  readonly action: string;
  readonly input: object;
  /** The Idempotency-Key: made from the seed and the step, so that a second run is a repeat. */
  readonly key: string;
  readonly ifVersion?: number;
}
/**
 * Reading what a sentence brought about: the order that it made on the case, and the appointment that comes first.
 * The answer is `{ order, appointment }`.
 */
export interface LookForOrder {
  readonly name: string;
  readonly as: string;
  readonly look: "order";
  readonly defendantId: Ref;
  readonly caseId: Ref;
}
export type Step = Call | LookForOrder;

/** The steps about one defendant, or about some who are charged together: in order, and needing no other file's. */
export interface FileScript {
  readonly index: number;
  readonly court: string;
  readonly defendants: number;
  readonly steps: readonly Step[];
}

export const administrator = "administrator";

export const refTo = (step: string, at = "id"): Ref => ({ ref: step, at });

export const idOf = (derived: DerivedKind, ...from: Derived["from"]): Derived => ({ derived, from });

const isDerived = (value: object): value is Derived => "derived" in value && "from" in value;
const isRef = (value: object): value is Ref => "ref" in value && "at" in value;

/** The input with every reference replaced by what the answers hold. */
export function resolve(value: unknown, answers: (step: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map(entry => resolve(entry, answers));
  if (typeof value !== "object" || value === null) return value;
  if (isRef(value)) return follow(value, answers(value.ref));
  if (isDerived(value))
    return derive(
      value.derived,
      value.from.map(part => String(resolve(part, answers))),
    );
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, resolve(inner, answers)]));
}

function follow({ ref, at }: Ref, answer: unknown): unknown {
  const found = at
    .split(".")
    .reduce<unknown>(
      (inner, step) =>
        (typeof inner === "object" && inner !== null ? Object.entries(inner) : []).find(([key]) => key === step)?.[1],
      answer,
    );
  if (found === undefined) throw new Error(`the answer to "${ref}" has no ${at}`);
  return found;
}

/** A UUID that the same words always give, in the form of version 8. */
export function keyFrom(...words: readonly (string | number)[]): string {
  const bytes = createHash("sha256").update(words.join("|")).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export type Input<C extends Contract> = WithRefs<z.input<C["input"]>>;
