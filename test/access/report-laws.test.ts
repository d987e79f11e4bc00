import type { Role } from "../../libs/access/roles.ts";
import { Chance } from "../faults/chance.ts";
import { eventually, type Json, sharedRig } from "../support/client.ts";
import { caseOf, fresh, makeWorld, person, type Who, type World } from "../support/world.ts";
import { invite } from "./prepared.ts";
import { letterOf } from "./tables/cells.ts";

/** What reports say to each of those who may run them, against what this test recorded and a rule written by hand. */
const rig = sharedRig();
const chance = new Chance();
const day = "2026-06-10";
const months = ["2026-01", "2026-02", "2026-03", "2026-04"] as const;
const filesDrawn = 8;

const roleOf = {
  judge: "JUD",
  legalAdviser: "LA",
  lister: "LST",
  coordinator: "CO",
  police: "POL",
  prosecutor: "CPS",
  probation: "PRB",
  youth: "YOT",
} as const satisfies Partial<Record<Who, Role>>;
type Reader = keyof typeof roleOf;
const names = Object.keys(roleOf) as Reader[];
const visitors = ["police", "prosecutor", "probation", "youth"] as const;
const ofCourt: ReadonlySet<Reader> = new Set(["judge", "legalAdviser", "lister", "coordinator"]);

type Place = "home" | "other";
interface DrawnCase {
  readonly id: string;
  readonly court: Place;
  readonly received: string;
  disposed: string | null;
}
interface DrawnItem {
  readonly class: "case" | "needs" | "agency-notes" | "court-notes" | "compliance";
  readonly agencyId: string;
  readonly caseId: string | null;
  readonly sharedWith: readonly string[];
}
interface Drawn {
  readonly defendantId: string;
  readonly isYouth: boolean;
  readonly cases: readonly DrawnCase[];
  /** Who sits at the table of which of its cases at the end. */
  readonly seats: Map<string, Set<string>>;
  readonly hearings: { readonly caseId: string; readonly court: Place; readonly agencyId: string }[];
  readonly items: DrawnItem[];
  readonly excluded: Set<string>;
  named: readonly string[] | null;
  sealed: boolean;
}

let worlds: Readonly<Record<Place, World>>;
let files: readonly Drawn[];

beforeAll(async () => {
  process.stdout.write(`reports of a world drawn by chance ${chance.seed}\n`);
  const [home, other] = await Promise.all([makeWorld(rig, names), makeWorld(rig, names)]);
  worlds = { home, other };
  files = [];
  for (let n = 0; n < filesDrawn; n++) files = [...files, await drawFile()];
  await merge();
}, 120_000);

/** Somebody charged at one court or at two, with guests who come and go, things recorded by many hands, and limits. */
async function drawFile(): Promise<Drawn> {
  const { home } = worlds;
  const isYouth = chance.below(3) === 0;
  const dateOfBirth = `${isYouth ? 2011 : 1980}-0${1 + chance.below(9)}-${10 + chance.below(19)}`;
  const identifiers = [{ kind: "pnc", value: fresh.pnc() }];
  const { id: defendantId } = await home.police.create("/v1/defendants", person({ dateOfBirth, identifiers }));
  const cases = [await sent(defendantId, "home")];
  if (chance.below(2)) cases.push(await sent(defendantId, "other"));
  const seats = new Map<string, Set<string>>();
  const file: Drawn = {
    ...{ defendantId, isYouth, cases, seats, hearings: [], items: [] },
    ...{ excluded: new Set(), named: null, sealed: false },
  };
  for (const { id, court } of cases) {
    seat(file, worlds[court].courtId, id);
    seat(file, home.agencies.police, id);
  }
  const leaving = await drawGuests(file);
  if (chance.below(2)) await leave(file, leaving);
  for (const found of cases) await drawWork(file, found);
  await leave(file, leaving);
  for (const found of cases) if (chance.below(2)) await dispose(file, found);
  await drawLimit(file);
  return file;
}

const seat = ({ seats }: Drawn, agencyId: string, caseId: string) =>
  void seats.set(agencyId, new Set([...(seats.get(agencyId) ?? []), caseId]));

async function sent(defendantId: string, court: Place): Promise<DrawnCase> {
  const received = chance.pick(months);
  const body = { ...caseOf(defendantId, worlds[court].courtId), receivedAt: `${received}-15T10:00:00Z` };
  const { id } = await worlds.home.police.create("/v1/cases", body);
  return { id, court, received, disposed: null };
}

/** Who else is at the table, of which case; gives those who will leave it. */
async function drawGuests(file: Drawn): Promise<string[]> {
  const guests = (["home", "other"] as const).flatMap(place =>
    visitors.map(who => [place, who, worlds[place].agencies[placeOf[who]]] as const),
  );
  const leaving: string[] = [];
  for (const [place, who, agencyId] of guests) {
    if (place === "home" && who === "police") continue;
    const found = chance.pick(file.cases);
    const draw = place === "home" && who === "probation" ? 0 : chance.below(4);
    if (draw > 1) continue;
    await invite(worlds[found.court], file.defendantId, agencyId, found.id);
    seat(file, agencyId, found.id);
    if (draw === 1) leaving.push(agencyId);
  }
  return leaving;
}
const placeOf = { police: "police", prosecutor: "cps", probation: "probation", youth: "youth" } as const;

async function leave(file: Drawn, agencyIds: string[]): Promise<void> {
  const path = `/v1/defendants/${file.defendantId}`;
  for (const agencyId of agencyIds.splice(0)) {
    const at = file.cases.find(({ id }) => file.seats.get(agencyId)?.has(id))?.court ?? "home";
    const { coordinator } = worlds[at];
    const { involved } = await coordinator.get(`${path}/file`);
    for (const { id } of involved.filter((found: Json) => found.agencyId === agencyId))
      await coordinator.post(`${path}/involvements/${encodeURIComponent(id)}/end`, { reason: "Over" });
    file.seats.delete(agencyId);
  }
}

/** What is listed and written about one case: each thing by whom, of which class, and with whom it is shared. */
async function drawWork(file: Drawn, { id: caseId, court }: DrawnCase): Promise<void> {
  const { lister, coordinator, legalAdviser, courtId } = worlds[court];
  const { defendantId } = file;
  const about = { defendantId, caseId };
  const hearing = { day, session: "morning", room: "1", type: "plea", defendantIds: [defendantId] };
  await lister.create(`/v1/cases/${caseId}/hearings`, hearing);
  file.hearings.push({ caseId, court, agencyId: courtId });
  const keep = (cls: DrawnItem["class"], agencyId: string, sharedWith: readonly string[] = []) =>
    void file.items.push({ class: cls, agencyId, caseId, sharedWith });
  keep("compliance", courtId); // That they come to it.
  if (chance.below(2)) {
    await coordinator.create("/v1/needs", { ...about, domain: "drugs", severity: 2, summary: "Uses daily" });
    keep("needs", courtId);
  }
  if (chance.below(2)) {
    await legalAdviser.create("/v1/notes", { ...about, kind: "court", text: "Interpreter not needed" });
    keep("court-notes", courtId);
  }
  const { probation } = worlds.home;
  if (file.seats.get(probation.me.agencyId)?.has(caseId) && chance.below(3)) {
    const shareWith = chance.below(2) ? [chance.pick([courtId, worlds.other.agencies.probation])] : [];
    await probation.create("/v1/notes", { ...about, kind: "agency", text: "Spoke of leaving", shareWith });
    keep("agency-notes", probation.me.agencyId, shareWith);
  }
}

async function dispose({ defendantId }: Drawn, found: DrawnCase): Promise<void> {
  const { legalAdviser, judge } = worlds[found.court];
  const { defendants } = await judge.get(`/v1/cases/${found.id}`);
  const { parts } = await judge.get(`/v1/defendants/${defendantId}/file`);
  const hearings = parts.find(({ part }: Json) => part === "hearings").items;
  const path = `/v1/cases/${found.id}/defendants/${defendantId}/results`;
  const drafted = await legalAdviser.post(`${path}/draft`, {
    hearingId: hearings.find(({ caseId }: Json) => caseId === found.id).id,
    lines: [{ offenceId: defendants[0].offences[0].id, code: "2051", text: "Withdrawn" }],
  });
  found.disposed = chance.pick(months.filter(month => month >= found.received));
  const sharedAt = `${found.disposed}-20T10:00:00Z`;
  await legalAdviser.post(`${path}/sharing`, { sharedAt }, { ifMatch: drafted.version });
}

async function drawLimit(file: Drawn): Promise<void> {
  const { judge } = worlds.home;
  const path = `/v1/defendants/${file.defendantId}`;
  const reason = "Drawn";
  const anyone = () => worlds[chance.pick(["home", "other"] as const)][chance.pick(names)].me.id;
  const draw = chance.below(5);
  if (draw === 0) {
    file.sealed = true;
    await judge.create(`${path}/seals`, { reason });
  }
  if (draw === 1) {
    const personId = anyone();
    file.excluded.add(personId);
    await judge.create(`${path}/exclusions`, { personId, reason });
  }
  if (draw === 2) {
    file.named = [...new Set([judge.me.id, anyone(), anyone(), anyone()])];
    await judge.create(`${path}/restrictions`, { personIds: file.named, reason });
  }
}

/** Two of them are one person; who is excluded from one is out of both. Only what the merging officer still reaches can be. */
async function merge(): Promise<void> {
  const { police } = worlds.home;
  const open = files.filter(({ sealed, named, excluded }) => !sealed && !named && !excluded.has(police.me.id));
  const [one, other] = open;
  if (!one || !other) return;
  await police.post(`/v1/defendants/${one.defendantId}/merge`, { otherId: other.defendantId, reason: "Fingerprints" });
  for (const personId of [...one.excluded, ...other.excluded]) {
    one.excluded.add(personId);
    other.excluded.add(personId);
  }
}

const readers = () =>
  (["home", "other"] as const).flatMap(place => names.map(name => ({ place, name, who: worlds[place][name] })));
type Asks = ReturnType<typeof readers>[number];

/** The rule, by hand: first what keeps people out, then the cell, then whether the agency sits there or is shared with. */
function maySee({ name, who }: Asks, file: Drawn, item: DrawnItem): boolean {
  const { id, agencyId } = who.me;
  const isBench = name === "judge" || name === "legalAdviser";
  if (file.excluded.has(id) || (file.sealed && !isBench)) return false;
  if (file.named && !file.named.includes(id)) return false;
  const cases = file.seats.get(agencyId) ?? new Set();
  const sits = isBench || item.class === "needs" ? cases.size > 0 : cases.has(String(item.caseId));
  const letter = letterOf(item.class, roleOf[name]);
  const isMine = item.agencyId === agencyId;
  if (file.isYouth && !isMine && letterOf("youth", roleOf[name]) === "-") return false;
  if (letter === "F" || letter === "L") return sits;
  if (letter === "C") return item.sharedWith.includes(agencyId);
  return letter === "O" && isMine && (sits || item.sharedWith.includes(agencyId));
}

const asItem = ({ caseId, agencyId }: Drawn["hearings"][number]): DrawnItem => ({
  ...{ class: "case", agencyId, caseId, sharedWith: [] },
});

test("the daily list has the hearings that the reader may see, each with as many new things as the reader may see", async () => {
  let counted = 0;
  for (const asks of readers())
    for (const court of ["home", "other"] as const) {
      if (ofCourt.has(asks.name) && court !== asks.place) continue;
      const expected = files.flatMap(file =>
        file.hearings
          .filter(hearing => hearing.court === court && maySee(asks, file, asItem(hearing)))
          .map(() => [file.defendantId, file.items.filter(item => maySee(asks, file, item)).length] as const),
      );
      counted += expected.length;
      const path = `/v1/reports/daily-court-list?day=${day}&courtId=${worlds[court].courtId}`;
      await settles(`the list of ${court} for ${asks.place} ${asks.name}`, expected, async () =>
        (await asks.who.get(path)).rows.map((row: Json) => [row.defendantId, row.newSinceLast]),
      );
    }
  expect(counted).toBeGreaterThan(filesDrawn);
});

test("what stands on the list is read by its id; of the others none is, but by who was there when it was listed", async () => {
  const { judge } = worlds.home;
  for (const asks of readers()) {
    const court = worlds[asks.place].courtId;
    const { rows } = await asks.who.get(`/v1/reports/daily-court-list?day=${day}&courtId=${court}`);
    for (const file of files.slice(0, 3)) {
      const { status, body } = await judge.send("GET", `/v1/defendants/${file.defendantId}/file`);
      const hearings = status === 200 ? body.parts.find(({ part }: Json) => part === "hearings").items : [];
      // Not those of a file that was merged into this one.
      const own = (found: Json) => found.courtId === court && file.cases.some(({ id }) => id === found.caseId);
      for (const { id } of hearings.filter(own)) {
        const isListed = rows.some((row: Json) => row.defendantId === file.defendantId);
        const read = (await asks.who.send("GET", `/v1/hearings/${id}`)).status === 200;
        const hasLeft = read && !file.seats.has(asks.who.me.agencyId);
        expect([asks.place, asks.name, read]).toEqual([asks.place, asks.name, isListed || hasLeft]);
      }
    }
  }
});

test("a court's numbers count all its cases for each of its own, whoever a file is closed to, and for nobody else", async () => {
  const path = "/v1/reports/case-throughput?from=2026-01-01&to=2026-05-01";
  for (const asks of readers()) {
    const answer = await asks.who.send("GET", path);
    if (!ofCourt.has(asks.name)) {
      expect([asks.name, answer.status]).toEqual([asks.name, 404]);
      continue;
    }
    const mine = files.flatMap(({ cases }) => cases.filter(({ court }) => court === asks.place));
    const expected = months.map(month => ({
      period: month,
      received: mine.filter(({ received }) => received === month).length,
      disposed: mine.filter(({ disposed }) => disposed === month).length,
      pendingAtEnd: mine.filter(
        ({ received, disposed }) => received <= month && (disposed === null || disposed > month),
      ).length,
    }));
    await settles(`the numbers for ${asks.place} ${asks.name}`, expected, async () =>
      (await asks.who.get(path)).rows.map(({ period, received, disposed, pendingAtEnd }: Json) => ({
        ...{ period, received, disposed, pendingAtEnd },
      })),
    );
  }
});

/** Reports are folded from events a moment later: waits until it is so, and shows both sides when it does not come to be. */
async function settles(what: string, expected: readonly unknown[], ask: () => Promise<unknown[]>): Promise<void> {
  const sorted = (rows: readonly unknown[]) => rows.map(row => JSON.stringify(row)).sort();
  let found: unknown[] = [];
  await eventually(what, async () => {
    found = await ask();
    return JSON.stringify(sorted(found)) === JSON.stringify(sorted(expected));
  }).catch(() => expect([what, sorted(found)]).toEqual([what, sorted(expected)]));
}
