import { joinTallies, page } from "../../libs/access/assemble.ts";
import type { Scope } from "../../libs/access/files.ts";
import type { Asked } from "../../libs/bus/actions.ts";
import type { Directory } from "../../libs/bus/directory.ts";
import { contract } from "../../libs/contract/contract.ts";
import type { Judge } from "../../libs/contract/people.ts";
import {
  type CountedPart,
  type HeldThen,
  type Place,
  partInput,
  partOutput,
  partStates,
  placeSchema,
  type TimelineEntry,
} from "../../libs/contract/views.ts";
import { fail } from "../../libs/errors/errors.ts";
import type { InformationRequest } from "./file-access/file-access.schema.ts";

/** The services that hold parts of a file, asked at once; nothing is copied here, so nothing is stale. */
const owners = [
  contract("cases.part", "Parts held by cases", partInput, partOutput),
  contract("notes.part", "Parts held by notes", partInput, partOutput),
];

export interface HowComposed {
  /** Only so many things of each part. */
  readonly newest?: number;
  /** Also what decides who may read each, for what is to be frozen. */
  readonly freezing?: boolean;
  /** The judge by whose reach it is frozen, where somebody else records the sentence. */
  readonly judge?: Judge;
}

/**
 * Everything the reader may see of one file, from its owners. The timeline is one order over all of them, newest
 * first; each owner gives its first entries after the cursor, which is all that the next page can need.
 */
export async function composeFile<D>(
  scope: Scope,
  /** The files of the same person that were merged into this one, as far as the reader may open them. */
  linked: readonly Scope[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  own: { defendant: Promise<D>; entries: readonly TimelineEntry[]; requests: readonly InformationRequest[] },
  asked: Asked,
  directory: Directory,
  { newest, freezing = false, judge }: HowComposed = {},
) {
  const before = cursor === undefined ? undefined : readCursor(cursor);
  const inputs = [scope, ...linked].map(({ fileId, access }) => ({
    defendantId: fileId,
    limit: limit + 1,
    freezing,
    ...(newest !== undefined && { newest }),
    ...(judge && { judge }),
    accessVersion: access.v,
    ...(before && { before }),
  }));
  const [defendant, ...answers] = await Promise.all([
    own.defendant,
    ...inputs.flatMap(input => owners.map(owner => asked.call(owner, input))),
  ]);
  const parts = joinParts(answers.flatMap(answer => answer.parts)).map(part => withRequests(part, own.requests));
  const entries = page([...own.entries, ...answers.flatMap(answer => answer.timeline)], before, limit + 1);
  const items = entries.slice(0, limit);
  const involved = scope.access.involvements.map(({ id, agencyId, caseId, reason, from, to }) => ({
    id,
    agencyId,
    caseId,
    reason,
    from: new Date(from).toISOString(),
    to: to ? new Date(to).toISOString() : null,
  }));
  const agencyIds = [
    ...involved.map(({ agencyId }) => agencyId),
    ...parts.flatMap(({ suppliedBy, alsoHeldBy }) => [...suppliedBy, ...alsoHeldBy]),
    ...items.map(({ agencyId }) => agencyId),
  ];
  const held: HeldThen[] = answers.flatMap(answer => answer.held ?? []);
  const file = {
    defendant,
    involved,
    agencies: await directory.describe(agencyIds),
    parts,
    timeline: { items, next: entries.length > limit ? writeCursor(items.at(-1)) : null },
  };
  return { file, held };
}

/** The parts of one person's files: each kind once, with what all of them hold of it. */
function joinParts(parts: readonly CountedPart[]): CountedPart[] {
  const joined = new Map<string, CountedPart>();
  for (const part of parts) {
    const before = joined.get(part.part);
    joined.set(part.part, before ? joinTwo(before, part) : part);
  }
  return [...joined.values()];
}

function joinTwo(one: CountedPart, other: CountedPart): CountedPart {
  const state = partStates.find(found => found === one.state || found === other.state) ?? one.state;
  const suppliedBy = [...new Set([...one.suppliedBy, ...other.suppliedBy])];
  return {
    ...one,
    state,
    suppliedBy,
    alsoHeldBy: [...new Set([...one.alsoHeldBy, ...other.alsoHeldBy])],
    asOf: [one.asOf, other.asOf].reduce((a, b) => (a !== null && (b === null || a > b) ? a : b)),
    total: one.total + other.total,
    tally: joinTallies([...one.tally, ...other.tally]),
    items: [...one.items, ...other.items],
  };
}

/** What was asked for and has not come is `requested`; what was refused is `withheld`, also where nothing of it is known. */
function withRequests(part: CountedPart, requests: readonly InformationRequest[]): CountedPart {
  const ofClass = requests.filter(found => found.class === part.class);
  if (part.state === "supplied" || ofClass.length === 0) return part;
  if (ofClass.some(({ answer }) => answer === null)) return { ...part, state: "requested" };
  return ofClass.some(({ answer }) => answer?.kind === "withheld") ? { ...part, state: "withheld" } : part;
}

function writeCursor(last: TimelineEntry | undefined): string | null {
  return last ? Buffer.from(JSON.stringify({ at: last.at, id: last.id })).toString("base64url") : null;
}

function readCursor(cursor: string): Place {
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    return fail("VALIDATION", { errors: [{ path: "cursor", message: "expected the `next` of an earlier page" }] });
  }
}
