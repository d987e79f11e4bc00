import fc from "fast-check";
import type { Held } from "../../../libs/access/decide.ts";
import type { FileAccess, Involvement } from "../../../libs/access/facts.ts";
import { type Role, roleHomes, roles } from "../../../libs/access/roles.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { cellClasses } from "../../access/tables/cells.ts";

/** One person, one file and one thing in it, so small a world that everything meets everything. */
export interface Moment {
  readonly person: Person;
  readonly file: FileAccess;
  readonly held: Held;
}

export const now = new Date("2026-03-10T10:00:00Z");
const uuid = (n: number) => `${String(n).repeat(8)}-1111-4111-8111-111111111111`;
export const mine = uuid(1);
export const theirs = uuid(2);
export const me = uuid(3);
const myTeam = uuid(4);
const nobody = uuid(9);
const cases = [uuid(5), uuid(6)] as const;

const agency = fc.constantFrom(mine, mine, theirs);
const caseId = fc.constantFrom(...cases, null);
/** Before, at and after `now`, by hours. */
const instant = fc.constantFrom(-72, -48, -24, -1, 0, 1).map(hours => new Date(now.getTime() + hours * 3_600_000));
const ending = fc.option(instant, { nil: null, freq: 2 });
/** Some end before they begin: those never were. */
const period = fc.record({ from: instant, to: ending });
const facts = <T extends object>(of: { [K in keyof T]: fc.Arbitrary<T[K]> }, most: number) =>
  fc.array(
    fc.tuple(fc.record(of), period).map(([fact, span]) => ({ id: "fact", ...(fact as T), ...span })),
    { maxLength: most },
  );

const recipient = fc.oneof(
  fc.record({ kind: fc.constant("agency" as const), id: agency }),
  fc.record({ kind: fc.constant("team" as const), id: fc.constantFrom(myTeam, nobody) }),
  fc.record({ kind: fc.constant("person" as const), id: fc.constantFrom(me, nobody) }),
);
const cls = fc.constantFrom(...cellClasses);
const reason = fc.constantFrom<Involvement["reason"][]>("charge", "receipt", "order", "disclosure");
export const someInvolvement = fc
  .tuple(fc.record({ agencyId: agency, caseId, reason }), period)
  .map(([fact, span]): Involvement => ({ id: "more", ...fact, ...span }));

export const anyRole = fc.constantFrom(...roles);
export const somebody = (role: fc.Arbitrary<Role> = anyRole): fc.Arbitrary<Person> =>
  fc
    .record({ first: role, second: fc.option(anyRole, { nil: undefined, freq: 4 }), isSystem: fc.nat(7) })
    .map(({ first, second, isSystem }): Person => {
      const agencyType = roleHomes[first][0] ?? "court";
      return {
        kind: isSystem === 0 ? "client" : "person",
        id: me,
        agencyId: mine,
        agencyType,
        courtId: agencyType === "court" ? mine : null,
        roles: second && roleHomes[second].includes(agencyType) ? [first, second] : [first],
        teamIds: [myTeam],
        sessionId: mine,
        signedInAtSeconds: 0,
      };
    });

export const something = (ofClass: fc.Arbitrary<Held["class"]> = cls): fc.Arbitrary<Held> =>
  fc.record({
    class: ofClass,
    agencyId: agency,
    caseId,
    occurredAt: instant,
    recordedAt: instant.filter(at => at <= now),
    disclosures: facts({ byAgencyId: agency, recipient }, 1),
    statutes: fc.constantFrom([], ["testing-requirement" as const]),
  });

/** A file; `likely` is the class that its sharing and consent are mostly about, so that they matter. */
export const someFile = (likely: Held["class"]): fc.Arbitrary<FileAccess> => {
  const often = fc.oneof({ weight: 3, arbitrary: fc.constant(likely) }, { weight: 1, arbitrary: cls });
  const people = fc.constantFrom([me], [nobody], [me, nobody]);
  return fc.record({
    _id: fc.constant("file"),
    v: fc.constant(1),
    involvements: fc.array(
      someInvolvement.map(kept => ({ ...kept, id: "involvement" })),
      { maxLength: 3 },
    ),
    disclosures: facts({ byAgencyId: agency, recipient, class: often, caseId }, 2),
    consents: facts({ classes: often.map(only => [only]), agencyIds: agency.map(id => [id]) }, 1),
    exclusions: rare(facts({ personId: fc.constantFrom(me, nobody) }, 1)),
    restrictions: rare(facts({ personIds: people }, 2)),
    seals: rare(
      fc.array(
        period.map(span => ({ id: "fact", ...span })),
        { maxLength: 1 },
      ),
    ),
    glass: rare(facts({ personId: fc.constantFrom(me, nobody), agencyId: agency }, 1)),
    reporting: fc.constant([]),
    adultFrom: fc.constantFrom(null, null, "2026-03-09"),
  });
};

function rare<T>(some: fc.Arbitrary<T[]>): fc.Arbitrary<T[]> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: some });
}

export const moment = (
  role: fc.Arbitrary<Role> = anyRole,
  ofClass: fc.Arbitrary<Held["class"]> = cls,
): fc.Arbitrary<Moment> =>
  fc
    .tuple(somebody(role), something(ofClass))
    .chain(([person, held]) => someFile(held.class).map(file => ({ person, file, held })));

/** Runs a property over many worlds; the seed is printed, and TRACKER_WORLDS_SEED draws the same again. */
export function overWorlds<T>(what: string, worlds: fc.Arbitrary<T>, holds: (world: T) => void, numRuns: number): void {
  const seed = Number(process.env.TRACKER_WORLDS_SEED ?? Date.now() % 2_147_483_647);
  process.stdout.write(`${what}: ${numRuns} worlds, TRACKER_WORLDS_SEED=${seed}\n`);
  fc.assert(fc.property(worlds, holds), { seed, numRuns });
}
