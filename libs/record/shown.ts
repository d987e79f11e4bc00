import { z } from "zod";
import { type InformationClass, informationClasses } from "../access/matrix.ts";
import { type Person, personSchema } from "../identity/subject.ts";
import type { AuditObject } from "./audit-row.ts";

/**
 * Where an answer says what it shows: `record` it is one · `items` a list of them · `defendant` the one a file is about ·
 * `parts` parts of a file by class · `names`, `rows` people by id · `directory` an agency, person or client ·
 * `file` the file that the input names · `tokens` whoever has signed in · `said` only what the handler says.
 */
export type Shape =
  | "record"
  | "items"
  | "defendant"
  | "parts"
  | "names"
  | "rows"
  | "directory"
  | "file"
  | "tokens"
  | "said";

const person = z.looseObject({ defendantId: z.string() });
const record = z.looseObject({
  id: z.string(),
  source: z.looseObject({ agencyId: z.string() }),
  kind: z.unknown().optional(),
  class: z.enum(informationClasses).optional().catch(undefined),
  defendantId: z.string().optional(),
  defendantIds: z.array(z.string()).optional(),
  defendants: z.array(person).optional(),
});
const part = z.looseObject({
  class: z.enum(informationClasses),
  suppliedBy: z.array(z.string()),
  items: z.custom<readonly unknown[]>(Array.isArray), // Only counted: what stands in them is of no concern here.
});
const namedFile = z.union([
  z.looseObject({ defendantId: z.uuid() }).transform(input => input.defendantId),
  z.looseObject({ id: z.uuid() }).transform(input => input.id),
]);
const listOf = <T extends z.ZodType>(field: string, item: T) =>
  z.looseObject({ [field]: z.array(item) }).transform(answer => answer[field] as z.output<T>[]);

type Reader = (answer: unknown, input: unknown, cls: InformationClass | null) => AuditObject[];

const readers: Readonly<Record<Shape, Reader>> = {
  record: (answer, _input, cls) => objectsOf(record.parse(answer), cls),
  items: (answer, _input, cls) =>
    listOf("items", record)
      .parse(answer)
      .flatMap(item => objectsOf(item, cls)),
  defendant: (answer, _input, cls) => objectsOf(z.looseObject({ defendant: record }).parse(answer).defendant, cls),
  parts: (answer, input) => {
    const fileId = namedFile.parse(input);
    return listOf("parts", part)
      .parse(answer)
      .filter(({ items }) => items.length > 0)
      .map(shown => ({ class: shown.class, fileId, recordId: null, holderAgencyIds: [...shown.suppliedBy] }));
  },
  names: (answer, _input, cls) =>
    listOf("names", z.looseObject({ id: z.string() }))
      .parse(answer)
      .map(({ id }) => ({ class: cls, fileId: id, recordId: null, holderAgencyIds: [] })),
  rows: (answer, _input, cls) => {
    const rows = listOf("rows", z.looseObject({ defendantId: z.string().optional() })).parse(answer);
    return [...new Set(rows.flatMap(({ defendantId }) => defendantId ?? []))].map(fileId => ({
      class: cls,
      fileId,
      recordId: null,
      holderAgencyIds: [],
    }));
  },
  directory: (answer, _input, cls) => {
    const { id, agencyId } = z.looseObject({ id: z.string(), agencyId: z.string().optional() }).parse(answer);
    return [{ class: cls, fileId: null, recordId: id, holderAgencyIds: agencyId ? [agencyId] : [] }];
  },
  file: (_answer, input, cls) => [{ class: cls, fileId: namedFile.parse(input), recordId: null, holderAgencyIds: [] }],
  tokens: () => [],
  said: () => [],
};

/** What an answer shows, read off the answer itself, so that nobody can forget to say it. Throws when it is not of its shape. */
export function shownBy(shape: Shape, answer: unknown, input: unknown, cls: InformationClass | null): AuditObject[] {
  return readers[shape](answer, input, cls);
}

/** One object for each file that the record is about; one without a file where it is about none. */
function objectsOf(shown: z.infer<typeof record>, cls: InformationClass | null): AuditObject[] {
  const files = cls === "identity" ? [shown.id] : filesOf(shown);
  // A note says by its kind of which class it is, and a document says it outright.
  const own = cls === "agency-notes" ? (shown.kind === "court" ? "court-notes" : (shown.class ?? cls)) : cls;
  const object = { class: own, recordId: shown.id, holderAgencyIds: [shown.source.agencyId] };
  return (files.length > 0 ? files : [null]).map(fileId => ({ ...object, fileId }));
}

const about = z.looseObject({
  defendantId: z.string().optional(),
  defendantIds: z.array(z.string()).optional(),
  defendants: z.array(person).optional(),
});

/** The files that something names, whichever of the three ways it names them. */
export function filesOf(something: unknown): string[] {
  const { defendantId, defendantIds = [], defendants = [] } = about.parse(something);
  return [
    ...new Set([...(defendantId ? [defendantId] : []), ...defendantIds, ...defendants.map(each => each.defendantId)]),
  ];
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const askedMax = 20;

/**
 * The ids that a request names, for a row about what was not shown. The same for a record that is out of reach and for
 * one that never was; and only what has the form of an id, since anything may stand in a request.
 */
export function askedFor(input: unknown, cls: InformationClass | null): AuditObject[] {
  if (typeof input !== "object" || input === null) return [];
  return Object.entries(input)
    .filter(([name, value]) => /(^id|Id)$/.test(name) && typeof value === "string" && uuid.test(value))
    .slice(0, askedMax)
    .map(([, value]) => ({ class: cls, fileId: null, recordId: String(value).toLowerCase(), holderAgencyIds: [] }));
}

/** Whoever an access token in an answer of ours is for. */
export function signedInBy(answer: unknown): Person | undefined {
  const token = z.looseObject({ accessToken: z.string() }).safeParse(answer).data?.accessToken;
  const payload = token?.split(".", 2)[1];
  if (!payload) return undefined;
  const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  return z.looseObject({ who: personSchema }).safeParse(claims).data?.who;
}
