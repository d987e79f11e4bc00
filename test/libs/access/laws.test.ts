import fc from "fast-check";
import { decideRead, decideWrite, isAtTable, mayKnow } from "../../../libs/access/decide.ts";
import type { FileAccess, Involvement } from "../../../libs/access/facts.ts";
import type { Role } from "../../../libs/access/roles.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { cellClasses, letterOf } from "../../access/tables/cells.ts";
import { type Moment, me, mine, moment, now, overWorlds, someInvolvement, theirs } from "./worlds.ts";

const runs = 3_000;
const always = { from: new Date("2026-01-01T00:00:00Z"), to: null };
const levels = { none: 0, limited: 1, full: 2 } as const;
const seen = ({ person, file, held }: Moment) => levels[decideRead(person, file, held, now).view ?? "none"];
const written = ({ person, file, held }: Moment) => decideWrite(person, file, held, now);
const within = (world: Moment, more: Partial<FileAccess>): Moment => ({ ...world, file: { ...world.file, ...more } });
const sealed = { seals: [{ id: "seal", ...always }] };
const excluding = (personId: string) => ({ exclusions: [{ id: "exclusion", personId, ...always }] });

/** Each fact of these has ended, or has ended already. */
function over<T extends { readonly to: Date | null }>(facts: readonly T[]): T[] {
  return facts.map(fact => ({ ...fact, to: fact.to !== null && fact.to < now ? fact.to : now }));
}

test("A16: an exclusion beats everything", () => {
  overWorlds(
    "exclusion",
    moment(),
    world => {
      const { person, file } = within(world, excluding(me));
      expect([seen({ ...world, file }), written({ ...world, file })]).toEqual([0, false]);
      expect([mayKnow(person, file, now), isAtTable(person, file, now)]).toEqual([false, false]);
    },
    runs,
  );
});

test("nothing and nobody reads private notes", () => {
  overWorlds(
    "private notes",
    moment(undefined, fc.constant("private-notes")),
    world => expect([seen(world), written(world)]).toEqual([0, false]),
    runs,
  );
});

test("a seal leaves the bench and its legal advisers", () => {
  overWorlds(
    "seal",
    moment(),
    world => {
      const { person, file } = within(world, sealed);
      if (person.roles.some(role => role === "JUD" || role === "LA")) return;
      expect([seen({ ...world, file }), written({ ...world, file })]).toEqual([0, false]);
      expect([mayKnow(person, file, now), isAtTable(person, file, now)]).toEqual([false, false]);
    },
    runs,
  );
});

describe("what takes away never gives", () => {
  const narrowings: readonly [string, (file: FileAccess) => Partial<FileAccess>][] = [
    ["an exclusion of somebody else", file => ({ exclusions: [...file.exclusions, ...excluding(theirs).exclusions] })],
    ["an exclusion", file => ({ exclusions: [...file.exclusions, ...excluding(me).exclusions] })],
    [
      "a restriction",
      file => ({ restrictions: [...file.restrictions, { id: "restriction", personIds: [theirs], ...always }] }),
    ],
    [
      "a restriction that names the reader",
      file => ({ restrictions: [...file.restrictions, { id: "restriction", personIds: [me], ...always }] }),
    ],
    ["a seal", file => ({ seals: [...file.seals, ...sealed.seals] })],
    ["the end of involvements", file => ({ involvements: over(file.involvements) })],
    ["the end of disclosures", file => ({ disclosures: over(file.disclosures) })],
    ["the end of consents", file => ({ consents: over(file.consents) })],
    ["the end of emergencies", file => ({ glass: over(file.glass) })],
    ["being young", () => ({ adultFrom: "2099-01-01" })],
  ];
  test.each(narrowings)("%s", (what, narrow) => {
    overWorlds(
      what,
      moment(),
      world => {
        const after = within(world, narrow(world.file));
        expect(seen(after)).toBeLessThanOrEqual(seen(world));
        expect(Number(written(after))).toBeLessThanOrEqual(Number(written(world)));
        if (!mayKnow(world.person, world.file, now)) expect(mayKnow(world.person, after.file, now)).toBe(false);
      },
      runs,
    );
  });
});

describe("what gives never takes away", () => {
  const toMine = { byAgencyId: theirs, recipient: { kind: "agency", id: mine } } as const;
  const widenings: readonly [string, (world: Moment, involvement: Involvement) => Partial<FileAccess>][] = [
    ["an involvement", ({ file }, involvement) => ({ involvements: [...file.involvements, involvement] })],
    [
      "a disclosure",
      ({ file, held }) => ({
        disclosures: [...file.disclosures, { id: "given", class: held.class, caseId: null, ...toMine, ...always }],
      }),
    ],
    [
      "a consent",
      ({ file, held }) => ({
        consents: [...file.consents, { id: "given", classes: [held.class], agencyIds: [mine], ...always }],
      }),
    ],
    [
      "an emergency",
      ({ file }) => ({ glass: [...file.glass, { id: "broken", personId: me, agencyId: mine, ...always }] }),
    ],
  ];
  test.each(widenings)("%s", (what, widen) => {
    overWorlds(
      what,
      fc.tuple(moment(), someInvolvement),
      ([world, involvement]) => {
        const after = within(world, widen(world, involvement));
        expect(seen(after)).toBeGreaterThanOrEqual(seen(world));
        expect(Number(written(after))).toBeGreaterThanOrEqual(Number(written(world)));
      },
      runs,
    );
  });
});

describe("a fair hearing", () => {
  const judge: Person = {
    kind: "person",
    id: theirs,
    agencyId: theirs,
    agencyType: "court",
    courtId: theirs,
    roles: ["JUD"],
    teamIds: [],
    sessionId: theirs,
    signedInAtSeconds: 0,
  };
  const seat = (agencyId: string, caseId: string | null): Involvement => ({
    id: "seat",
    agencyId,
    caseId,
    reason: "receipt",
    ...always,
  });
  const served = (id: string) => ({
    id: "served",
    byAgencyId: "whoever",
    recipient: { kind: "agency" as const, id },
    ...always,
  });
  const noLimits = { exclusions: [], restrictions: [], seals: [] };
  const defence = fc.constant<Role>("DEF");
  /** Judge and defence of one case, before one thing. */
  const atCourt = (world: Moment): Moment => ({
    person: { ...world.person, kind: "person", roles: ["DEF"] },
    held: world.held,
    file: {
      ...world.file,
      ...noLimits,
      involvements: [...world.file.involvements, seat(mine, world.held.caseId), seat(theirs, world.held.caseId)],
    },
  });

  test("what the judge is shown, the defence in that case reads once it is served on them", () => {
    overWorlds(
      "served",
      moment(defence),
      any => {
        const world = atCourt(any);
        const held = { ...world.held, disclosures: [...(world.held.disclosures ?? []), served(mine)] };
        expect(seen({ ...world, held })).toBeGreaterThanOrEqual(seen({ ...world, held, person: judge }));
      },
      runs,
    );
  });

  test("and never more than the judge reads when it is shown to both", () => {
    overWorlds(
      "never more",
      moment(defence),
      any => {
        const world = atCourt({ ...any, file: { ...any.file, glass: [] } });
        const consents = [{ id: "both", classes: [any.held.class], agencyIds: [mine, theirs], ...always }];
        const held = { ...world.held, disclosures: [served(mine), served(theirs)] };
        const both = within({ ...world, held }, { consents });
        expect(seen(both)).toBeLessThanOrEqual(seen({ ...both, person: judge }));
      },
      runs,
    );
  });

  test("of another case, or after they have left, nothing is served on them", () => {
    const shut = { disclosures: [], consents: [], glass: [] };
    for (const involvements of [[seat(mine, "another case")], [{ ...seat(mine, "case"), to: now }], []]) {
      const file = { ...noLimits, ...shut, _id: "file", v: 1, involvements, reporting: [], adultFrom: null };
      const held = { class: "agency-notes" as const, agencyId: theirs, caseId: "case", disclosures: [served(mine)] };
      const at = { occurredAt: always.from, recordedAt: always.from };
      const person: Person = { ...judge, id: me, agencyId: mine, agencyType: "defence", roles: ["DEF"] };
      expect(decideRead(person, file, { ...held, ...at }, now).view).toBeUndefined();
    }
  });
});

test("an agency's system never sees or writes more than its person would", () => {
  overWorlds(
    "systems",
    moment(),
    world => {
      const as = (kind: Person["kind"]): Moment => ({ ...world, person: { ...world.person, kind } });
      expect(seen(as("client"))).toBeLessThanOrEqual(seen(as("person")));
      expect(Number(written(as("client")))).toBeLessThanOrEqual(Number(written(as("person"))));
    },
    runs,
  );
});

test("an agency's system reads no class that systems never read, not even what is served on it", () => {
  const disclosures = [
    { id: "served", byAgencyId: theirs, recipient: { kind: "agency" as const, id: mine }, ...always },
  ];
  overWorlds(
    "closed to systems",
    moment(undefined, fc.constantFrom(...cellClasses.filter(cls => letterOf(cls, "SYSX") === "-"))),
    ({ person, file, held }) => {
      const seat = { id: "seat", agencyId: mine, caseId: held.caseId, reason: "order" as const, ...always };
      const world = within(
        { person: { ...person, kind: "client" }, file, held: { ...held, disclosures } },
        { involvements: [seat] },
      );
      for (const roles of [person.roles, ["DEF" as const]])
        expect(seen({ ...world, person: { ...world.person, roles } })).toBe(0);
    },
    runs,
  );
});

test("whoever is only shared something has no seat, and writes nothing", () => {
  overWorlds(
    "shared only",
    moment(),
    world => {
      const { involvements } = world.file;
      const shared = within(world, {
        involvements: involvements.map(kept => ({ ...kept, reason: "disclosure" as const, ...always })),
      });
      expect([written(shared), isAtTable(shared.person, shared.file, now)]).toEqual([false, false]);
    },
    runs,
  );
});

test("whoever writes about a file is at its table", () => {
  overWorlds(
    "writing",
    moment(),
    world => {
      if (written(world)) expect(isAtTable(world.person, world.file, now)).toBe(true);
      if (isAtTable(world.person, world.file, now)) expect(mayKnow(world.person, world.file, now)).toBe(true);
    },
    runs,
  );
});
