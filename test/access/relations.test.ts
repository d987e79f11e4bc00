import { randomUUID } from "node:crypto";
import type { Role } from "../../libs/access/roles.ts";
import { type Caller, type Json, sharedRig } from "../support/client.ts";
import { makePerson, makeWorld, type Who, type World } from "../support/world.ts";
import { charged, type Home, holders, invite, letterOf, type Prepared, partOf, pathOf, recorded } from "./prepared.ts";
import { letterOf as cellLetter, roleOrder } from "./tables/cells.ts";
import { type ItemClass, itemClasses, ownNotes, type Relation, relations } from "./tables/relations.ts";

const rig = sharedRig();
const people = {
  JUD: "judge",
  LA: "legalAdviser",
  LST: "lister",
  CO: "coordinator",
  POL: "police",
  INT: "intelligence",
  CPS: "prosecutor",
  DEF: "defence",
  PRB: "probation",
  YOT: "youth",
  TRT: "treatment",
  HLT: "health",
  SUP: "support",
  VIC: "victims",
  ASB: "asb",
  REP: "analyst",
  OPS: "operations",
  IGO: "governance",
} as const satisfies Record<Exclude<Role, "ADM">, Who>;

let home: Home;
let guests: World;
let readers: Readonly<Record<Role, Caller>>;
const prepared = new Map<Relation, Prepared>();
const emergency = { reasonCode: "risk-to-life", text: "The hospital asks who this is" };

beforeAll(async () => {
  [home, guests] = await Promise.all([makeWorld(rig, holders), makeWorld(rig, Object.values(people))]);
  const tag = randomUUID().slice(0, 8);
  const ADM = await makePerson(rig, guests.administrator, guests.agencies.support, "ADM", `adm.${tag}`);
  const named = Object.entries(people).map(([role, who]) => [role, guests[who]]);
  readers = { ...Object.fromEntries(named), ADM } as Record<Role, Caller>;
  await Promise.all(Object.entries(preparations).map(([relation, prepare]) => keep(relation as Relation, prepare)));
}, 120_000);

async function keep(relation: Relation, prepare: () => Promise<Prepared>): Promise<void> {
  prepared.set(relation, await prepare());
}

const each = async <T>(all: readonly T[], act: (one: T) => Promise<unknown>) => {
  for (const one of all) await act(one);
};
const guestAgencies = () => Object.values(guests.agencies);
const everybody = () => roleOrder.map(role => readers[role].me.id);
const file = ({ defendantId }: { defendantId: string }) => `/v1/defendants/${defendantId}`;

async function seated(which: "caseId" | "otherCaseId" = "caseId") {
  const about = await charged(home);
  await each(guestAgencies(), agencyId => invite(home, about.defendantId, agencyId, about[which]));
  return about;
}
async function unseated(about: { defendantId: string }): Promise<void> {
  const { involved } = await home.coordinator.get(`${file(about)}/file`);
  const theirs = involved.filter(({ agencyId }: Json) => guestAgencies().includes(agencyId));
  await each(theirs, ({ id }: Json) =>
    home.coordinator.post(`${file(about)}/involvements/${encodeURIComponent(id)}/end`, { reason: "Over" }),
  );
}
async function shared(about: Prepared): Promise<Prepared> {
  const holding = [
    ["police", "case"],
    ["probation", "compliance"],
    ["probation", "risk"],
    ["treatment", "drug-tests"],
    ["probation", "agency-notes"],
  ] as const;
  await each(guestAgencies(), id =>
    each(holding, ([who, cls]) =>
      home[who].create(`${file(about)}/disclosures`, {
        class: cls,
        recipient: { kind: "agency", id },
        reason: "Agreed at the table",
      }),
    ),
  );
  return about;
}
async function restricted(about: Prepared, personIds: readonly string[]): Promise<Prepared> {
  const body = { personIds: [home.legalAdviser.me.id, ...personIds], reason: "Few" };
  await home.legalAdviser.create(`${file(about)}/restrictions`, body);
  return about;
}
async function excluded(about: Prepared): Promise<Prepared> {
  await each(everybody(), personId =>
    home.legalAdviser.create(`${file(about)}/exclusions`, { personId, reason: "Related" }),
  );
  return about;
}

const preparations: Readonly<Record<Relation, () => Promise<Prepared>>> = {
  "at the table for this case": async () => recorded(home, await seated()),
  "named in a restriction": async () => restricted(await recorded(home, await seated()), everybody()),
  "at the table for another case of the same person": async () => recorded(home, await seated("otherCaseId")),
  "left after all was recorded": async () => {
    const about = await recorded(home, await seated());
    await unseated(about);
    return about;
  },
  "left before the rest was recorded": async () => {
    const about = await seated();
    await unseated(about);
    return recorded(home, about);
  },
  "shared with, and not at the table": async () => shared(await recorded(home, await charged(home))),
  "shared with, at the table": async () => shared(await recorded(home, await seated())),
  "no relation": async () => recorded(home, await charged(home)),
  "at the table, and others are named in a restriction": async () =>
    restricted(await recorded(home, await seated()), []),
  "at the table and excluded": async () => excluded(await recorded(home, await seated())),
  "named in a restriction and excluded": async () =>
    excluded(await restricted(await recorded(home, await seated()), everybody())),
  "at the table of a sealed file": async () => {
    const about = await recorded(home, await seated());
    await home.judge.create(`${file(about)}/seals`, { reason: "A protected witness" });
    return about;
  },
  "no relation, with the glass broken": async () => {
    const about = await recorded(home, await charged(home));
    const broken: [Role, number][] = [];
    await each(roleOrder, async role => {
      const { status } = await readers[role].send("POST", `${file(about)}/broken-glass`, { body: emergency });
      broken.push([role, status]);
    });
    expect(broken.filter(([, status]) => status !== 201)).toEqual([
      ["REP", 403],
      ["OPS", 403],
      ["ADM", 403],
    ]);
    return about;
  },
};

const lettersOf = (row: string) => row.trim().split(/\s+/);
const inOrder = (letters: readonly string[]) =>
  [...letters.slice(0, 4), ...letters.slice(4)].join(" ").replace(/^(\S \S \S \S) /, "$1  ");
/** A drug test has no limited view: whoever may see it sees it whole. */
const shown = (cls: ItemClass, letters: readonly string[]) =>
  inOrder(cls === "drug-tests" ? letters.map(letter => (letter === "L" ? "F" : letter)) : letters);

describe.each(Object.keys(relations) as Relation[])("%s", relation => {
  const found = () => {
    const about = prepared.get(relation);
    if (!about) throw new Error(`nothing was prepared for: ${relation}`);
    return about;
  };

  test.each(itemClasses)("%s, by its id", async cls => {
    const { ids } = found();
    const answers = await Promise.all(roleOrder.map(role => readers[role].send("GET", pathOf[cls](ids[cls]))));
    const expected = lettersOf(relations[relation][cls]);
    expect(inOrder(answers.map(answer => letterOf(cls, answer)))).toBe(shown(cls, expected));
    // What the role never reads is refused as a function; everything else out of reach is not there.
    const isNote = cls === "agency-notes" || cls === "court-notes";
    const refusals = roleOrder.map((role, n) => {
      if (expected[n] !== "-") return 200;
      return cellLetter(cls, role) === "-" && !isNote ? 403 : 404;
    });
    expect(answers.map(({ status }) => status)).toEqual(refusals);
  });

  test("in the whole file", async () => {
    const about = found();
    const answers = await Promise.all(roleOrder.map(role => readers[role].send("GET", `${file(about)}/file`)));
    const identity = lettersOf(relations[relation].identity);
    expect(answers.map(({ status }) => status)).toEqual(identity.map(letter => (letter === "-" ? 404 : 200)));
    for (const cls of itemClasses) {
      if (cls === "identity") continue;
      const expected = lettersOf(relations[relation][cls]).map((letter, n) => (identity[n] === "-" ? "-" : letter));
      const letters = answers.map(({ status, body }) => {
        const part = status === 200 ? body.parts.find((each: Json) => each.part === partOf[cls]) : undefined;
        const item = part?.items.find(({ id }: Json) => id === about.ids[cls]);
        if (!item) return "-";
        return letterOf(cls, { status, headers: new Headers(), text: "", body: asSingle(cls, item) });
      });
      expect(`${cls}: ${inOrder(letters)}`).toBe(`${cls}: ${shown(cls, expected)}`);
    }
  });
});

/** A case in the file has its one defendant's fields beside its own. */
const asSingle = (cls: ItemClass, item: Json) => (cls === "case" ? { ...item, defendants: [item] } : item);

describe("one's own notes", () => {
  test("are written and read by whom the table names, and by nobody else at the table", async () => {
    const about = prepared.get("at the table for this case");
    if (!about) throw new Error("nothing was prepared");
    const { defendantId, caseId } = about;
    const body = { defendantId, caseId, kind: "agency", text: "Ours", shareWith: [] };
    const written = await Promise.all(roleOrder.map(role => readers[role].send("POST", "/v1/notes", { body })));
    expect(inOrder(written.map(({ status }) => (status === 201 ? "W" : "-")))).toBe(
      inOrder(lettersOf(ownNotes.writes)),
    );
    for (const [n, role] of roleOrder.entries()) {
      const note = written[n]?.body;
      if (written[n]?.status !== 201) continue;
      const answers = await Promise.all(roleOrder.map(each => readers[each].send("GET", `/v1/notes/${note.id}`)));
      const expected = roleOrder.map((each, m) => {
        const isOurs = readers[each].me.agencyId === readers[role].me.agencyId;
        return isOurs && lettersOf(ownNotes.reads)[m] === "F" ? "F" : "-";
      });
      expect(`by ${role}: ${inOrder(answers.map(answer => letterOf("agency-notes", answer)))}`).toBe(
        `by ${role}: ${inOrder(expected)}`,
      );
    }
  });
});
