import type { Scope } from "../../../libs/access/files.ts";
import type { AgencyType } from "../../../libs/access/roles.ts";
import {
  type ExemptionGround,
  exemptionGroundNames,
  exemptionGrounds,
  exemptSource,
  subjectAccess,
} from "../../../libs/access/subject-access.ts";
import {
  joined,
  type PartsForSubject,
  type SubjectPart,
  subjectPartContract,
} from "../../../libs/access/subject-parts.ts";
import type { Asked } from "../../../libs/bus/actions.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Defendant } from "../defendants.schema.ts";
import type { FileAccessRecord } from "../file-access/file-access.schema.ts";
import type { MatchPair } from "../matching/matching.schema.ts";
import { pairsShownMax } from "../matching/matching.store.ts";
import { matchesForSubject } from "../matching/matching.views.ts";
import type { LeftOut } from "./subject-requests.schema.ts";
import { identityForSubject } from "./subject-requests.views.ts";

/** Those who hold parts of a file. Private notes are not among what either is asked for. */
const owners = [subjectPartContract("cases"), subjectPartContract("notes")];

/** What everyone who is given a pack may do next (Data Protection Act 2018, s. 45(2)(e)-(f)). */
const rights = [
  "You may ask that what is wrong be corrected, or that its processing be restricted.",
  "You may complain to the Information Commissioner, or apply to a court, about what was left out.",
];

/** All that is held of one person, for that person, and what the law kept from them. */
export async function composePack(
  { fileId }: Scope,
  own: {
    readonly defendant: Defendant;
    readonly file: FileAccessRecord;
    readonly held: PartsForSubject;
    readonly pairs: readonly MatchPair[];
  },
  asked: Asked,
  directory: Directory,
) {
  const answers = await Promise.all(owners.map(owner => asked.call(owner, { defendantId: fileId })));
  const others = answers.map((answer, n) => (owners[n] ?? fail("INTERNAL")).output.parse(answer));
  const matches = matchesForSubject(own.pairs, own.defendant, own.pairs.length >= pairsShownMax);
  const held = joined([...others, own.held, { parts: [matches], leftOut: [] }]);
  const agencies = await directory.describe([
    own.defendant.agencyId,
    ...held.parts.flatMap(({ items }) => items.map(({ source }) => source.agencyId)),
    ...own.file.involvements.map(({ agencyId }) => agencyId),
    ...own.file.consents.flatMap(({ agencyIds }) => agencyIds),
    ...own.pairs.flatMap(({ decisions }) => decisions.flatMap(({ agencyId }) => agencyId ?? [])),
  ]);
  const typeOf = new Map(agencies.map(({ id, type }) => [id, type]));
  const { parts, leftOut } = withoutOthers(held, agencyId => typeOf.get(agencyId) ?? fail("INTERNAL"));
  return {
    leftOut: summed([...leftOut, ...comparedOf(own.pairs), ...limitsOf(own.file)]),
    content: {
      defendantId: fileId,
      identity: identityForSubject(own.defendant),
      consents: own.file.consents.map(({ classes, agencyIds, purpose, from, to }) => ({
        classes: [...classes],
        agencyIds: [...agencyIds],
        purpose,
        from: from.toISOString(),
        to: to?.toISOString() ?? null,
      })),
      parts,
      agencies: agencies.filter(({ type }) => !exemptSource(type)),
      recipients: [...new Set(own.file.involvements.map(({ agencyId }) => typeOf.get(agencyId) ?? fail("INTERNAL")))]
        .filter(type => !exemptSource(type))
        .sort(),
      exemptions: exemptionGroundNames.map(ground => ({ ground, ...exemptionGrounds[ground] })),
      rights,
    },
  };
}

/** Once more by the table, whatever an owner gave; and without what an agency recorded that speaks for other people. */
function withoutOthers(held: PartsForSubject, typeOf: (agencyId: string) => AgencyType) {
  const leftOut = held.leftOut.map(({ class: cls, count }) => ({ class: cls, count, ground: groundOf(cls) }));
  const parts: SubjectPart[] = [];
  for (const part of held.parts) {
    if (subjectAccess[part.class].rule !== "included") {
      leftOut.push({ class: part.class, count: part.items.length, ground: groundOf(part.class) });
      continue;
    }
    const items = part.items.filter(({ source, class: cls }) => {
      const ground = exemptSource(typeOf(source.agencyId));
      if (ground) leftOut.push({ class: cls, count: 1, ground });
      return !ground;
    });
    parts.push({ ...part, items });
  }
  return { parts, leftOut };
}

/** The ground on which a class is kept from the person; a class that is not given has one. */
function groundOf(cls: LeftOut["class"]): ExemptionGround {
  const row = subjectAccess[cls];
  return row.rule === "exempt" ? row.ground : fail("INTERNAL");
}

/** Whom a person was compared with is somebody else, or may be. */
function comparedOf(pairs: readonly MatchPair[]): LeftOut[] {
  return [{ class: "identity", count: pairs.length, ground: "others-rights" }];
}

/** Who may not see the file, and why, is about other people. */
function limitsOf({ exclusions, restrictions, seals }: FileAccessRecord): LeftOut[] {
  const cls = "limited-access";
  return [{ class: cls, count: exclusions.length + restrictions.length + seals.length, ground: groundOf(cls) }];
}

/** One entry a class and ground, and none for nothing. */
function summed(entries: readonly LeftOut[]): LeftOut[] {
  const sums = new Map<string, LeftOut>();
  for (const { class: cls, ground, count } of entries) {
    const key = `${cls}|${ground}`;
    sums.set(key, { class: cls, count: (sums.get(key)?.count ?? 0) + count, ground });
  }
  return [...sums.values()].filter(({ count }) => count > 0);
}
