import { routes } from "../../gateway/routes/routes.ts";
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
let files: readonly DrawnFile[];

/** A prepared file with what the draw made of it. */
interface DrawnFile extends Prepared {
  readonly documentId: string;
  readonly limit: "seal" | "exclusion" | "restriction" | null;
}
const limits = ["seal", "exclusion", "restriction", null] as const;

beforeAll(async () => {
  process.stdout.write(`a world drawn by chance ${chance.seed}\n`);
  [home, other] = await Promise.all([
    makeWorld(rig, [...usualPeople, "defence", "governance"]),
    makeWorld(rig, visitors),
  ]);
  files = await Promise.all(Array.from({ length: 6 }, (_, n) => drawFile(n === 0)));
}, 120_000);

/** A file in which chance decides who of the others is at the table, for what, what is shared and who may not; one at least is open. */
async function drawFile(isOpen: boolean): Promise<DrawnFile> {
  const draws = Object.values(other.agencies).map(agencyId => ({ agencyId, draw: chance.below(5) }));
  const [limit, shares, consents] = [isOpen ? null : chance.pick(limits), chance.below(2), chance.below(2)];
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
  const scan = { class: "risk", title: "Scan", type: "text/plain", contentBase64: "U2Nhbg==" };
  const { id: documentId } = await home.probation.create("/v1/documents", { ...idsOf(about), ...scan });
  const reason = "Drawn";
  if (limit === "seal") await home.judge.create(`${file}/seals`, { reason });
  if (limit === "exclusion") await home.judge.create(`${file}/exclusions`, { personId: other.probation.me.id, reason });
  if (limit === "restriction")
    await home.judge.create(`${file}/restrictions`, {
      personIds: [other.judge.me.id, home.lister.me.id, other.treatment.me.id],
      reason,
    });
  return { ...prepared, documentId, limit };
}
const idsOf = ({ defendantId, caseId }: Pick<Prepared, "defendantId" | "caseId">) => ({ defendantId, caseId });

const people = (): readonly (readonly [string, Caller])[] => [
  ...usualPeople.map(who => [`home ${who}`, home[who]] as const),
  ...visitors.map(who => [`other ${who}`, other[who]] as const),
];

/** What stands in the whole file for somebody; undefined when there is no file. */
async function listed(
  who: Caller,
  { defendantId }: Pick<Prepared, "defendantId">,
): Promise<ReadonlySet<string> | undefined> {
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

describe("what leaves in one piece", () => {
  const idsIn = (parts: readonly Json[]): string[] => parts.flatMap(({ items }) => items.map(({ id }: Json) => id));
  const everyone = async (look: (name: string, who: Caller, file: DrawnFile) => Promise<unknown>) => {
    for (const file of files) await Promise.all(people().map(([name, who]) => look(name, who, file)));
  };

  test("the bench's screen has of each part what the whole file has of it", async () => {
    let met = 0;
    await everyone(async (name, who, { defendantId }) => {
      const path = `/v1/defendants/${defendantId}`;
      const [view, whole] = [await who.send("GET", `${path}/sentencing-view`), await who.send("GET", `${path}/file`)];
      if (view.status !== 200) return;
      const parts = new Map<string, Json>(whole.body.parts.map((part: Json) => [part.part, part]));
      for (const { part, items } of view.body.blocks.flatMap((block: Json) => block.parts)) {
        expect([name, part, idsIn([{ items }]).sort()]).toEqual([name, part, idsIn([parts.get(part)]).sort()]);
        met += items.length;
      }
    });
    expect(met).toBeGreaterThan(50);
  });

  test("what was frozen at the sentence shows each reader of it what they read by id of what was frozen, and no more", async () => {
    let met = 0;
    for (const file of files) {
      const found = await home.legalAdviser.send("GET", `/v1/cases/${file.caseId}`);
      if (found.status !== 200) continue;
      const path = `/v1/snapshots/${found.body.defendants[0].sentence.snapshot.id}`;
      const shownTo = async (who: Caller) => {
        const { status, body } = await who.send("GET", path);
        return status === 200 ? idsIn(body.content.view.blocks.flatMap(({ parts }: Json) => parts)) : undefined;
      };
      const frozen = await shownTo(home.legalAdviser);
      await Promise.all(
        people().map(async ([name, who]) => {
          const shown = await shownTo(who);
          if (!shown || !frozen) return;
          const there = await listed(who, file);
          expect([name, shown.sort()]).toEqual([name, frozen.filter(id => there?.has(id)).sort()]);
          met += shown.length;
        }),
      );
    }
    expect(met).toBeGreaterThan(20);
  });

  test("content is given to whoever reads what it is the content of; of all downloads there is this one", async () => {
    expect(routes.flatMap(({ kind, path }) => (kind === "download" ? [path] : []))).toEqual([
      "/v1/documents/{id}/content",
    ]);
    await everyone(async (name, who, { documentId }) => {
      const [read, content] = await Promise.all(
        ["", "/content"].map(end => who.send("GET", `/v1/documents/${documentId}${end}`)),
      );
      // Of those who may see that there is an assessment of risk, co-ordinators see no more than that.
      const isLimited = read?.status === 200 && name.endsWith("coordinator");
      expect([name, content?.status]).toEqual([name, isLimited ? 403 : read?.status]);
      if (content?.status === 200) expect([name, content.text]).toEqual([name, "Scan"]);
    });
  });

  test("the person's pack has all of it but what the law keeps from them, which is counted in the log; a closed file gives none", async () => {
    for (const { defendantId, ids, documentId, limit } of files) {
      const request = { defendantId, kind: "access", details: "All that you hold about me" };
      const { id } = await home.governance.create("/v1/subject-requests", request);
      const move = { name: "show-identity", how: "Passport seen" };
      await home.governance.post(`/v1/subject-requests/${id}/moves`, { move });
      const { status, body } = await home.governance.send("GET", `/v1/subject-requests/${id}/pack`);
      if (limit === "seal" || limit === "restriction") {
        expect([limit, status]).toEqual([limit, 422]);
        continue;
      }
      // By hand: the court's own notes are the court's, and who is excluded is about somebody else.
      const { "court-notes": courtNote, identity, ...given } = ids;
      const inPack = new Set(idsIn(body.parts));
      expect([body.identity.id, body.defendantId]).toEqual([identity, identity]);
      expect([...Object.values(given), documentId].filter(item => !inPack.has(item))).toEqual([]);
      expect(inPack.has(courtNote)).toBe(false);
      const compared = body.parts.find(({ part }: Json) => part === "matches").items.length;
      const { log } = await home.governance.get(`/v1/subject-requests/${id}`);
      expect(log.at(-1).leftOut).toEqual([
        { class: "court-notes", count: 1, ground: "judicial-capacity" },
        ...(compared > 0 ? [{ class: "identity", count: compared, ground: "others-rights" }] : []),
        ...(limit === "exclusion" ? [{ class: "limited-access", count: 1, ground: "others-rights" }] : []),
      ]);
      // Whatever else is in it, somebody at the table has in the file: the treatment's own, the court's, probation's.
      const lists = await Promise.all(usualPeople.map(who => listed(home[who], { defendantId })));
      const held = new Set(lists.flatMap(list => [...(list ?? [])]));
      const others = body.parts.filter(({ part }: Json) => part !== "matches");
      expect(idsIn(others).filter(item => !held.has(item))).toEqual([]);
      for (const item of held) expect([item, inPack.has(item)]).toEqual([item, item !== courtNote]);
    }
  });
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
