import { z } from "zod";
import { informationClasses } from "../../access/matrix.ts";
import { reportingKinds } from "../../access/reporting-kinds.ts";
import { day, id, instant, recipient } from "./shapes.ts";

const involvement = z.strictObject({
  id: z.string(),
  agencyId: id,
  caseId: id.nullable(),
  reason: z.enum(["record", "charge", "receipt", "listing", "report", "order", "referral", "support", "disclosure"]),
  from: instant,
  to: instant.nullable(),
});
const cls = z.enum(informationClasses);
const period = { id: z.string(), from: instant, to: instant.nullable() };
const end = z.strictObject({ id: z.string(), to: instant });
const request = z.strictObject({ id: z.string(), byAgencyId: id, toAgencyId: id, class: cls });

/** Of a person what definitions count by, as codes: no name, no date of birth of an adult. */
const characteristics = {
  sex: z.string(),
  birthYear: z.int(),
  /** The eighteenth birthday of somebody who was under eighteen when recorded; of an adult null. */
  adultFrom: day.nullable(),
  needsInterpreter: z.boolean(),
};
/** Each identifier by its kind, and whether it passes its rule. */
const identifiers = z.array(z.strictObject({ kind: z.string(), isValid: z.boolean() }));
const pair = z.strictObject({ defendantIds: z.array(id), move: z.string(), state: z.string() });

const of = <R extends string, P extends z.ZodType>(record: R, payload: P) =>
  ({ owner: "defendants", record, consumers: [], payload }) as const;
/** What definitions of reports need. */
const counted = <R extends string, P extends z.ZodType>(record: R, payload: P) =>
  ({ owner: "defendants", record, consumers: ["reports"], payload }) as const;
/** What the services that hold a copy of who may read a file have to hear. */
const copied = <P extends z.ZodType>(payload: P) =>
  ({ owner: "defendants", record: "file-access", consumers: ["cases", "notes"], payload }) as const;

/** Who a person is, and who may read the file. */
export const defendantsEvents = {
  "defendant.recorded": counted(
    "defendant",
    z.strictObject({ ...characteristics, fields: z.array(z.string()), identifiers }),
  ),
  "defendant.corrected": counted("defendant", z.strictObject({ ...characteristics, fields: z.array(z.string()) })),
  "defendant.details-added": counted("defendant", z.strictObject({ fields: z.array(z.string()), identifiers })),
  // What somebody says of themself, as codes; how it compares is counted, and who said it is told to nobody else.
  "equality.recorded": {
    ...counted(
      "equality",
      z.strictObject({
        defendantId: id,
        ethnicity: z.string().nullable(),
        disability: z.string().nullable(),
        genderIdentity: z.string().nullable(),
        isCorrection: z.boolean(),
      }),
    ),
    personal: ["ethnicity", "disability", "genderIdentity"],
  },
  "candidate.proposed": counted(
    "match",
    z.strictObject({ defendantIds: z.array(id), score: z.number(), state: z.string() }),
  ),
  "candidate.decided": counted("match", pair),
  "persons.merged": counted("match", pair),
  "persons.unmerged": counted("match", pair),
  "involvement.started": copied(involvement),
  "involvement.ended": copied(end),
  "involvement.prolonged": copied(z.strictObject({ id: z.string(), to: instant.nullable() })),
  "disclosure.granted": copied(
    z.strictObject({ ...period, byAgencyId: id, class: cls, caseId: id.nullable(), recipient }),
  ),
  "disclosure.recalled": copied(end),
  "consent.given": copied(z.strictObject({ ...period, classes: z.array(cls), agencyIds: z.array(id) })),
  "consent.withdrawn": copied(end),
  "exclusion.made": copied(z.strictObject({ ...period, personId: id })),
  "restriction.made": copied(z.strictObject({ ...period, personIds: z.array(id) })),
  "file.sealed": copied(z.strictObject(period)),
  "limit.lifted": copied(end),
  "glass.broken": copied(z.strictObject({ ...period, personId: id, agencyId: id })),
  "reporting.restricted": copied(z.strictObject({ ...period, kind: z.enum(reportingKinds), caseId: id.nullable() })),
  "reporting.freed": copied(end),
  // Merged by link: on the file that stays in use, and on the one whose person it now also is.
  "file.linked": copied(z.strictObject({ id, otherId: id, from: instant })),
  "file.unlinked": copied(z.strictObject({ id, otherId: id, to: instant })),
  "file.absorbed": copied(z.strictObject({ id, otherId: id, from: instant })),
  "file.restored": copied(z.strictObject({ id, otherId: id, to: instant })),
  // An eighteenth birthday tells a date of birth.
  "youth.marked": { ...copied(z.strictObject({ adultFrom: day.nullable() })), personal: ["adultFrom"] },
  "file.erased": copied(z.strictObject({ defendantId: id, retentionId: id, ground: z.string(), at: instant })),
  "glass.reviewed": of(
    "file-access",
    z.strictObject({ id: z.string(), finding: z.enum(["justified", "not-justified"]) }),
  ),
  "information.requested": of("file-access", request),
  "information.answered": of("file-access", request.extend({ answer: z.enum(["shared", "withheld", "none-held"]) })),
  "subject-request.received": of("subject-request", z.strictObject({ defendantId: id, kind: z.string() })),
  "subject-request.moved": of(
    "subject-request",
    z.strictObject({
      defendantId: id,
      move: z.string(),
      state: z.string(),
      outcome: z.string().nullable(),
      ground: z.string().nullable(),
    }),
  ),
  "subject-request.packed": of(
    "subject-request",
    z.strictObject({
      defendantId: id,
      leftOut: z.array(z.strictObject({ class: cls, count: z.int(), ground: z.string() })),
    }),
  ),
};
