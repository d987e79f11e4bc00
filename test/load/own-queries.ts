import { withoutBookkeeping } from "../../libs/record/record.ts";

type Filter = Readonly<Record<string, unknown>>;
/** One question to the database, as the driver is asked it. */
export interface Query {
  readonly db: "defendants" | "cases" | "notes";
  readonly collection: string;
  readonly filter: Filter;
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  readonly limit: number;
  readonly projection?: Filter;
}
const one = (db: Query["db"], collection: string, filter: Filter): Query => ({ db, collection, filter, limit: 1 });
const many = (db: Query["db"], collection: string, filter: Filter): Query => ({
  db,
  collection,
  filter,
  sort: { occurredAt: 1, _id: 1 },
  limit: 2_000,
  projection: withoutBookkeeping,
});

/** What is asked to show one person's record; and how many rows of the audit are written. */
export const readQueries = (id: string): readonly Query[] => [
  one("defendants", "file-access", { _id: id }),
  one("defendants", "defendant", { _id: id }),
  one("defendants", "subject-request", { defendantId: id, restricting: true }),
  { ...many("defendants", "match", { people: id }), sort: { recordedAt: -1 } },
];
export const readRows = ["defendants"] as const;

/**
 * What is asked to show a judge the whole file, the judge's own notes and those released to him among it.
 * `test/flows/trace.test.ts` compares this list with what a traced request asks.
 */
export const fileQueries = (id: string): readonly Query[] => [
  ...readQueries(id),
  one("cases", "file-access", { _id: id }),
  ...["case", "hearing"].map(kind => many("cases", kind, { defendantIds: id })),
  ...["pre-sentence-report", "order", "referral", "drug-test", "need", "warrant", "payment", "conviction"].map(kind =>
    many("cases", kind, { defendantId: id }),
  ),
  ...[
    "obligation",
    "treatment-episode",
    "victim-contact",
    "restorative-meeting",
    "marker",
    "custody",
    "unpaid-work",
    "ancillary-order",
    "enforcement",
    "review",
    "progress-report",
    "response",
    "meeting",
  ].map(kind => many("cases", kind, { defendantId: id })),
  ...Array.from({ length: 3 }, () => one("notes", "file-access", { _id: id })),
  ...Array.from({ length: 2 }, () => one("notes", "author-keys", { _id: id })),
  many("notes", "note", { defendantId: id }),
  many("notes", "document", { defendantId: id }),
];
/** What is asked to show a judge the sentencing view: the same, and what can be provided at the judge's court. */
export const viewQueries = (id: string, courtId: string): readonly Query[] => [
  ...fileQueries(id),
  { ...many("cases", "provision", { courtId, withdrawnAt: null }), sort: { _id: 1 }, limit: 500 },
];
export const fileRows = ["defendants", "cases", "notes", "notes", "notes"] as const;
