import type { Connection, Model } from "mongoose";
import { z } from "zod";
import { type InformationClass, informationClasses } from "../access/matrix.ts";
import { dayOf } from "../clock/day.ts";
import { contract, fields } from "../contract/contract.ts";
import type { RecordKind } from "../record/event-table.ts";
import { aboutFile, personalRecords } from "../record/personal.ts";
import type { Stored } from "../record/record.ts";
import { keptClassOf, ofSeveralClasses } from "./class-of.ts";
import { type Trigger, triggers } from "./retention.table.ts";

/** So many records of a kind are looked at for their classes. */
const severalMax = 500;
const count = z.int().min(0);

/** Asked by the owner of files: what a service knows of one that says how long it is kept, and what keeps it. Codes and days only. */
export const retentionFactsContract = (service: "cases" | "notes") =>
  contract(
    `${service}.retentionFacts`,
    "What this service knows of a file that its keeping depends on",
    z.strictObject({ fileId: fields.id }),
    z.strictObject({
      classes: z.array(z.enum(informationClasses)),
      last: z.partialRecord(z.enum(triggers), fields.day),
      liveCases: count,
      liveOrders: count,
      openTreatments: count,
      inCustody: count,
      outstandingWarrants: count,
      owedPence: count,
    }),
  );
export type ServiceFacts = z.infer<ReturnType<typeof retentionFactsContract>["output"]>;

/** Which classes a service holds of a file, and when something last happened in it. */
export async function heldIn(
  db: Connection,
  fileId: string,
): Promise<{ classes: InformationClass[]; lastContact: string | undefined }> {
  const classes = new Set<InformationClass>();
  let last: Date | undefined;
  for (const kind of Object.keys(personalRecords) as RecordKind[]) {
    const filter = aboutFile(kind, fileId);
    const model = db.models[kind] as Model<Stored> | undefined;
    if (!filter || !model?.schema.path("occurredAt")) continue;
    const fieldsOf = { occurredAt: 1, class: 1, kind: 1 };
    const found = await model
      .find({ ...filter, erased: null } as never, fieldsOf)
      .sort({ occurredAt: -1 })
      .limit(ofSeveralClasses.has(kind) ? severalMax : 1)
      .lean<{ occurredAt: Date; class?: string; kind?: string }[]>();
    for (const record of found) {
      classes.add(keptClassOf(kind, record));
      if (!last || record.occurredAt > last) last = record.occurredAt;
    }
  }
  return { classes: [...classes], lastContact: last && dayOf(last) };
}

/** What a service knows that holds things of a file, and nothing which keeps it. */
export async function heldFacts(db: Connection, fileId: string): Promise<ServiceFacts> {
  const { classes, lastContact } = await heldIn(db, fileId);
  return {
    classes,
    last: lastContact === undefined ? {} : { "last-contact": lastContact },
    ...{ liveCases: 0, liveOrders: 0, openTreatments: 0, inCustody: 0, outstandingWarrants: 0, owedPence: 0 },
  };
}

/** The later of each day, and everything that either holds. */
export function joinedFacts(all: readonly ServiceFacts[]): ServiceFacts {
  const sum = (of: (facts: ServiceFacts) => number) => all.reduce((total, facts) => total + of(facts), 0);
  const last: Partial<Record<Trigger, string>> = {};
  for (const facts of all)
    for (const trigger of triggers) {
      const day = facts.last[trigger];
      if (day && day > (last[trigger] ?? "")) last[trigger] = day;
    }
  return {
    classes: [...new Set(all.flatMap(({ classes }) => classes))],
    last,
    liveCases: sum(({ liveCases }) => liveCases),
    openTreatments: sum(({ openTreatments }) => openTreatments),
    inCustody: sum(({ inCustody }) => inCustody),
    liveOrders: sum(({ liveOrders }) => liveOrders),
    outstandingWarrants: sum(({ outstandingWarrants }) => outstandingWarrants),
    owedPence: sum(({ owedPence }) => owedPence),
  };
}
