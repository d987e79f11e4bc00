import { isErasedAlone, keptClassOf } from "../retention/class-of.ts";
import type { RecordKind } from "./event-table.ts";

/**
 * Whom a kind of record is about, and so what goes when a file is erased:
 * `file` one person, named by `defendantId` · `itself` one person, whose file has the record's id · `people` several,
 * and it says nothing without each of them · `each` several, and what is about one goes by itself · `nobody` no file.
 */
export interface PersonalRecord {
  readonly about: "file" | "itself" | "people" | "each" | "nobody";
  /** What stays of it beside its bookkeeping: ids, codes and dates that counts need, never a name or a text. */
  readonly keeps: readonly string[];
}

const place = ["defendantId", "caseId", "courtId", "agencyId", "occurredAt"] as const;
const ofFile = { about: "file", keeps: place } as const;
const ofNobody = { about: "nobody", keeps: [] } as const;

/** Every kind of record. A kind without a row does not compile, and one without a test row fails `test/libs/retention`. */
export const personalRecords: Readonly<Record<RecordKind, PersonalRecord>> = {
  defendant: { about: "itself", keeps: ["agencyId", "occurredAt"] },
  // Who was at the table stays, so that they are told that it was erased; who was kept out stays out.
  "file-access": {
    about: "itself",
    keeps: ["involvements", "exclusions", "restrictions", "seals", "linked", "mergedInto", "narrowedAt"],
  },
  retention: {
    about: "file",
    keeps: [
      "defendantId",
      "fileIds",
      "state",
      "dueOn",
      "due",
      "reviewOn",
      "holds",
      "ground",
      "classes",
      "erasedClasses",
      "proposedBy",
      "proposedAt",
      "decidedBy",
      "decidedAt",
      "log",
    ],
  },
  "subject-request": { about: "file", keeps: ["defendantId", "agencyId", "kind", "state", "receivedAt", "dueOn"] },
  equality: { about: "file", keeps: ["defendantId", "agencyId", "occurredAt"] },
  match: { about: "people", keeps: ["people", "state", "score", "isTask"] },
  case: { about: "each", keeps: ["agencyId", "occurredAt", "courtId", "defendantIds", "defendants"] },
  hearing: {
    about: "each",
    keeps: ["agencyId", "occurredAt", "caseId", "courtId", "defendantIds", "day", "status", "attendance", "present"],
  },
  "pre-sentence-report": ofFile,
  order: ofFile,
  warrant: ofFile,
  payment: ofFile,
  obligation: { about: "file", keeps: [...place, "kind"] },
  enforcement: ofFile,
  review: ofFile,
  "progress-report": { about: "file", keeps: [...place, "hasTests"] },
  response: ofFile,
  meeting: ofFile,
  referral: ofFile,
  "drug-test": ofFile,
  need: ofFile,
  "treatment-episode": ofFile,
  "victim-contact": ofFile,
  marker: { about: "file", keeps: [...place, "class"] },
  custody: { about: "file", keeps: [...place, "class"] },
  "restorative-meeting": ofFile,
  "ancillary-order": ofFile,
  "unpaid-work": ofFile,
  snapshot: { about: "file", keeps: [...place, "contentHash"] },
  conviction: ofFile,
  note: { about: "file", keeps: [...place, "kind"] },
  document: { about: "file", keeps: [...place, "class"] },
  // About those who work with Tracker, not about those whom files are about.
  agency: ofNobody,
  // Who of an agency does what: ids only.
  task: ofNobody,
  "payback-project": ofNobody,
  provision: ofNobody,
  person: ofNobody,
  client: ofNobody,
  team: ofNobody,
  approval: ofNobody,
  escrow: ofNobody,
  agreement: ofNobody,
};

/** The services whose records are about those files are about. */
export const holdsFiles: ReadonlySet<string> = new Set(["defendants", "cases", "notes"]);

/** Which key the history of a record is under: the file's, that of a class of it which may go alone, or its own where it has several people. */
export function keyOfRecord(kind: RecordKind, record: Readonly<Record<string, unknown>>): string {
  const { about } = personalRecords[kind];
  if (about === "itself") return String(record._id);
  if (about !== "file") return `${kind}:${String(record._id)}`;
  const cls = keptClassOf(kind, record);
  return isErasedAlone(cls) ? `${String(record.defendantId)}|${cls}` : String(record.defendantId);
}

/** The file that a key of one of its classes belongs to; undefined for any other key. */
export function fileOfClassKey(key: string): string | undefined {
  const [fileId, cls] = key.split("|");
  return cls === undefined ? undefined : fileId;
}

/** The files a record is about. */
export function peopleIn(kind: RecordKind, record: Readonly<Record<string, unknown>>): string[] {
  const { about } = personalRecords[kind];
  if (about === "nobody") return [];
  if (about === "itself") return [String(record._id)];
  const named = about === "file" ? [record.defendantId] : about === "people" ? record.people : record.defendantIds;
  return Array.isArray(named) ? named.map(String) : [];
}

/** What finds the records of a kind that are about a file. */
export function aboutFile(kind: RecordKind, fileId: string): Readonly<Record<string, string>> | undefined {
  switch (personalRecords[kind].about) {
    case "itself":
      return { _id: fileId };
    case "file":
      return { defendantId: fileId };
    case "people":
      return { people: fileId };
    case "each":
      return { defendantIds: fileId };
    case "nobody":
      return undefined;
  }
}
