import { Chance } from "../faults/chance.ts";
import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { fresh, makeWorld, person, usualPeople, type Who, type World } from "../support/world.ts";
import { charged, invite, type Prepared, partOf, pathOf, recorded } from "./prepared.ts";
import { itemClasses } from "./tables/relations.ts";

const rig = sharedRig();
const chance = new Chance();
const day = "2026-03-10";
/** Of everyone in these files, so that one search is for all of them. */
const dateOfBirth = fresh.birth();
const visitors = ["probation", "treatment", "support", "police", "judge", "lister", "coordinator"] as const;

let home: World;
let other: World;
let files: readonly Prepared[];

beforeAll(async () => {
  process.stdout.write(`a world drawn by chance ${chance.seed}\n`);
  [home, other] = await Promise.all([makeWorld(rig, [...usualPeople, "defence"]), makeWorld(rig, visitors)]);
  files = await Promise.all(Array.from({ length: 6 }, drawFile));
}, 120_000);

/** A file in which chance decides who of the others is at the table, for what, what is shared and who may not. */
async function drawFile(): Promise<Prepared> {
  const draws = Object.values(other.agencies).map(agencyId => ({ agencyId, draw: chance.below(5) }));
  const [limit, shares, consents] = [chance.below(4), chance.below(2), chance.below(2)];
  const about = await charged(home, { dateOfBirth });
  const file = `/v1/defendants/${about.defendantId}`;
  for (const { agencyId, draw } of draws) {
    if (draw < 2) await invite(home, about.defendantId, agencyId, about.caseId);
    if (draw === 2) await invite(home, about.defendantId, agencyId, about.otherCaseId);
  }
  const prepared = await recorded(home, about);
  for (const { agencyId, draw } of draws) {
    const disclosure = { class: "risk", recipient: { kind: "agency", id: agencyId }, reason: "Agreed" };
    if (shares && draw > 0) await home.probation.create(`${file}/disclosures`, disclosure);
    const consent = { classes: ["drug-tests"], agencyIds: [agencyId], purpose: "Treatment" };
    if (consents && draw < 3) await home.treatment.create(`${file}/consents`, consent);
  }
  const reason = "Drawn";
  if (limit === 0) await home.judge.create(`${file}/seals`, { reason });
  if (limit === 1) await home.judge.create(`${file}/exclusions`, { personId: other.probation.me.id, reason });
  if (limit === 2)
    await home.judge.create(`${file}/restrictions`, {
      personIds: [other.judge.me.id, home.lister.me.id, other.treatment.me.id],
      reason,
    });
  return prepared;
}

const people = (): readonly (readonly [string, Caller])[] => [
  ...usualPeople.map(who => [`home ${who}`, home[who]] as const),
  ...visitors.map(who => [`other ${who}`, other[who]] as const),
];

/** What stands in the whole file for somebody; undefined when there is no file. */
async function listed(who: Caller, { defendantId }: Prepared): Promise<ReadonlySet<string> | undefined> {
  const { status, body } = await who.send("GET", `/v1/defendants/${defendantId}/file?limit=200`);
  if (status !== 200) return undefined;
  return new Set(body.parts.flatMap(({ items }: Json) => items.map(({ id }: Json) => id)));
}

test("what stands in the whole file is what its ids give, for everybody and every file", async () => {
  let met = 0;
  for (const file of files)
    await Promise.all(
      people().map(async ([name, who]) => {
        const whole = await listed(who, file);
        for (const cls of itemClasses) {
          const { status } = await who.send("GET", pathOf[cls](file.ids[cls]));
          const isThere = cls === "identity" ? whole !== undefined : whole?.has(file.ids[cls]);
          // Sharing a class with somebody who is not at the table gives the thing, and not the person.
          if (whole === undefined && cls !== "identity") continue;
          expect(`${name} ${cls} ${partOf[cls as "case"] ?? ""}: ${isThere}`).toBe(
            `${name} ${cls} ${partOf[cls as "case"] ?? ""}: ${status === 200}`,
          );
          met += status === 200 ? 1 : 0;
        }
      }),
    );
  expect(met).toBeGreaterThan(100);
});

test("the timeline tells of nothing that does not stand in the file", async () => {
  for (const file of files)
    await Promise.all(
      people().map(async ([, who]) => {
        const { status, body } = await who.send("GET", `/v1/defendants/${file.defendantId}/file?limit=200`);
        if (status !== 200) return;
        const there = new Set(body.parts.flatMap(({ items }: Json) => items.map(({ id }: Json) => id)));
        const told = body.timeline.items.map(({ recordId }: Json) => recordId);
        expect(told.filter((id: string) => id !== file.defendantId && !there.has(id))).toEqual([]);
      }),
    );
});

test("a search finds only whom the finder sees by id", async () => {
  const body = { surname: person().name.surname, dateOfBirth };
  for (const [name, who] of people()) {
    const { items } = await who.post("/v1/defendants/search", body, { key: null });
    for (const { defendantId } of files) {
      const { status } = await who.send("GET", `/v1/defendants/${defendantId}`);
      if (items.some(({ id }: Json) => id === defendantId)) expect(`${name} ${status}`).toBe(`${name} 200`);
    }
  }
});

describe("the reports of a court", () => {
  const runBy = (who: Caller, report: string, query: string) => who.send("GET", `/v1/reports/${report}?${query}`);

  test("the daily list names whom the reader sees by id, and nobody else", async () => {
    const inCourt: readonly Who[] = ["judge", "legalAdviser", "lister", "coordinator"];
    const visible = async (who: Caller) => {
      const seen = await Promise.all(files.map(file => who.send("GET", `/v1/defendants/${file.defendantId}`)));
      return files.filter((_, n) => seen[n]?.status === 200).map(({ defendantId }) => defendantId);
    };
    for (const name of inCourt) {
      const expected = (await visible(home[name])).sort();
      await eventually(`the list of ${name}`, async () => {
        const { rows } = (await runBy(home[name], "daily-court-list", `day=${day}`)).body;
        const there = rows.map(({ defendantId }: Json) => defendantId).sort();
        return JSON.stringify(there) === JSON.stringify(expected);
      });
    }
  });

  test("the list of one court is not there for another, and counts stop at its door", async () => {
    const foreign = await runBy(other.judge, "daily-court-list", `day=${day}&courtId=${home.courtId}`);
    expect(foreign.status).toBe(404);
    expect((await runBy(other.judge, "daily-court-list", `day=${day}`)).body.rows).toEqual([]);
    const throughput = async (who: Caller) => {
      const { status, body } = await runBy(who, "case-throughput", "from=2020-01-01&to=2029-01-01");
      expect(status).toBe(200);
      return body.rows.reduce((sum: number, { received }: Json) => sum + received, 0);
    };
    // Two cases for each of the six.
    await eventually("all cases counted", async () => (await throughput(home.judge)) === 12);
    expect(await throughput(other.judge)).toBe(0);
  });
});
