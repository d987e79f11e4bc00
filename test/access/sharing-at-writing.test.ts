import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makePerson, makeWorld, type World } from "../support/world.ts";

const rig = sharedRig();
let world: World;
/** Chosen while it is written; told of it afterwards; and never told. */
let chosen: World;
let told: World;
let stranger: World;

beforeAll(async () => {
  world = await makeWorld(rig, ["judge", "legalAdviser", "coordinator", "police", "probation", "treatment"]);
  [chosen, told, stranger] = await Promise.all([
    makeWorld(rig, ["probation", "coordinator", "police"]),
    makeWorld(rig, ["probation", "coordinator"]),
    makeWorld(rig, ["probation", "coordinator"]),
  ]);
});

interface About {
  readonly defendantId: string;
  readonly caseId: string;
}
interface Kind {
  readonly holder: "probation" | "treatment";
  /** Whose role may read what others share of it. */
  readonly reader: "probation" | "coordinator";
  readonly path: string;
  readonly content: (about: About) => object;
}

const kinds: readonly (readonly [string, Kind["holder"], Kind["reader"], string, Kind["content"]])[] = [
  ["a note", "probation", "coordinator", "/v1/notes", about => ({ ...about, kind: "agency", text: "Moving north" })],
  [
    "a document",
    "probation",
    "probation",
    "/v1/documents",
    about => ({
      ...{ ...about, class: "risk", title: "Assessment", type: "text/plain" },
      contentBase64: Buffer.from("Low").toString("base64"),
    }),
  ],
  [
    "a drug test",
    "treatment",
    "probation",
    "/v1/drug-tests",
    about => ({ ...about, takenAt: "2026-03-08T09:00:00Z", sample: "urine", outcome: "negative" }),
  ],
];

const fileOf = ({ defendantId }: About) => `/v1/defendants/${defendantId}`;

async function charged(): Promise<About> {
  const { defendant, case: sent } = await chargedDefendant(world);
  const about = { defendantId: defendant.id, caseId: sent.id };
  for (const agencyId of [world.agencies.probation, world.agencies.treatment])
    await world.coordinator.post(`${fileOf(about)}/involvements`, {
      agencyId,
      caseId: about.caseId,
      reason: "support",
    });
  return about;
}

/** Why and until when an agency is involved, as the court sees it. */
async function involved(about: About, agencyId: string): Promise<Json[]> {
  const whole = await world.judge.get(`${fileOf(about)}/file`);
  return whole.involved
    .filter((row: Json) => row.agencyId === agencyId)
    .map(({ reason, caseId, to }: Json) => ({ reason, caseId, to }));
}
const there = { reason: "disclosure", caseId: null, to: null };
const whenInvolved = (about: About, agencyId: string, expected: readonly object[]) =>
  eventually("who is involved", async () => {
    const rows = await involved(about, agencyId);
    return JSON.stringify(rows) === JSON.stringify(expected);
  });

describe.each(kinds)("%s", (_kind, holder, reader, path, content) => {
  const agencyOf = (of: World) => of[reader].me.agencyId;
  let about: About;
  let atWriting: string;
  let afterwards: string;
  let kept: string;
  const write = (over: object, at = about) => world[holder].create(path, { ...content(at), ...over });
  const share = (item: string, agencyId: string, over: object = {}) =>
    world[holder].post(`${item}/disclosures`, {
      ...{ recipient: { kind: "agency", id: agencyId }, reason: "They take over", ...over },
    });

  beforeAll(async () => {
    about = await charged();
    const [first, second, third] = await Promise.all([
      write({ shareWith: [agencyOf(chosen)] }),
      write({ shareWith: [] }),
      write({}),
    ]);
    [atWriting, afterwards, kept] = [`${path}/${first.id}`, `${path}/${second.id}`, `${path}/${third.id}`];
    await share(afterwards, agencyOf(told));
  });

  test("brings the agency to the file as one that is shared afterwards does", async () => {
    for (const recipient of [chosen, told]) await whenInvolved(about, agencyOf(recipient), [there]);
    const mine = async (who: Caller, item: string) => {
      const { id, source, version, sharedWith, ...rest } = await who.get(item);
      return rest;
    };
    expect(await mine(chosen[reader], atWriting)).toEqual(await mine(told[reader], afterwards));
  });

  test("both read what was shared and whose it is, and no more", async () => {
    const seen = async (who: Caller, own: string, other: string) => {
      const file = fileOf(about);
      const paths = [file, `${file}/file`, own, other, kept, `/v1/cases/${about.caseId}`];
      const whole = await who.get(`${file}/file`);
      return {
        statuses: (await Promise.all(paths.map(each => who.send("GET", each)))).map(({ status }) => status),
        parts: whole.parts
          .filter(({ items }: Json) => items.length > 0)
          .map(({ part, items }: Json) => [part, items.length]),
        name: whole.defendant.name.surname,
      };
    };
    const ofChosen = await seen(chosen[reader], atWriting, afterwards);
    expect(ofChosen).toEqual(await seen(told[reader], afterwards, atWriting));
    expect(ofChosen.statuses).toEqual([200, 200, 200, 404, 404, 404]);
    expect(ofChosen.parts.map(([, count]: [string, number]) => count)).toEqual([1]);
  });

  test("nobody else gains anything: not a stranger, and not another agency beside the recipient", async () => {
    for (const who of [stranger[reader], chosen.police])
      for (const each of [fileOf(about), `${fileOf(about)}/file`, atWriting, afterwards])
        expect([403, 404]).toContain((await who.send("GET", each)).status);
    expect(await involved(about, agencyOf(stranger))).toEqual([]);
  });

  test("the recipient writes nothing and passes nothing on", async () => {
    const note = { defendantId: about.defendantId, kind: "agency", text: "Ours" };
    const recipient = { kind: "agency", id: agencyOf(stranger) };
    for (const who of [chosen[reader], told[reader]])
      expect((await who.send("POST", "/v1/notes", { body: note })).status).toBe(404);
    const body = { recipient, reason: "They too" };
    expect((await chosen[reader].send("POST", `${atWriting}/disclosures`, { body })).status).toBe(403);
  });

  test("the same request twice brings it once", async () => {
    const [own, key] = [await charged(), crypto.randomUUID()];
    const body = { ...content(own), shareWith: [agencyOf(chosen)] };
    const first = await world[holder].create(path, body, { key });
    expect(await world[holder].create(path, body, { key })).toEqual(first);
    await whenInvolved(own, agencyOf(chosen), [there]);
  });

  test("taken back, it is gone at once, and the agency follows the person no longer", async () => {
    const own = await charged();
    const { id } = await write({ shareWith: [agencyOf(chosen)] }, own);
    await whenInvolved(own, agencyOf(chosen), [there]);
    await world[holder].post(`${path}/${id}/disclosures/${id}:0/recall`, { reason: "In error" });
    expect((await chosen[reader].send("GET", `${path}/${id}`)).status).toBe(404);
    await eventually("the end of it", async () => (await involved(own, agencyOf(chosen)))[0]?.to !== null);
    await correct(own);
    expect((await chosen[reader].get(fileOf(own))).name.surname).toBe("O'Neill");
  });

  test("what was chosen at writing and is taken back leaves what was shared until an instant, until then", async () => {
    const own = await charged();
    const { id } = await write({ shareWith: [agencyOf(chosen)] }, own);
    const until = new Date(Date.now() + 6_000).toISOString();
    await share(`${path}/${id}`, agencyOf(chosen), { until });
    await whenInvolved(own, agencyOf(chosen), [there]);
    await world[holder].post(`${path}/${id}/disclosures/${id}:0/recall`, { reason: "For a while" });
    await whenInvolved(own, agencyOf(chosen), [{ ...there, to: until }]);
    const status = async () => (await chosen[reader].send("GET", `${path}/${id}`)).status;
    expect(await status()).toBe(200);
    await eventually("the end of it", async () => (await status()) === 404, 20_000);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
    await correct(own);
    expect((await chosen[reader].get(fileOf(own))).name.surname).toBe("O'Neill");
  }, 40_000);

  test("whoever is excluded stays out, and their colleague comes in", async () => {
    const own = await charged();
    const tag = crypto.randomUUID().slice(0, 8);
    const colleague = await makePerson(
      rig,
      world.administrator,
      agencyOf(chosen),
      { probation: "PRB", coordinator: "CO" }[reader],
      `colleague.${tag}`,
    );
    const exclusion = { personId: chosen[reader].me.id, reason: "Related" };
    await world.legalAdviser.create(`${fileOf(own)}/exclusions`, exclusion);
    const { id } = await write({ shareWith: [agencyOf(chosen)] }, own);
    await whenInvolved(own, agencyOf(chosen), [there]);
    for (const each of [fileOf(own), `${fileOf(own)}/file`, `${path}/${id}`]) {
      expect((await chosen[reader].send("GET", each)).status).toBe(404);
      expect((await colleague.send("GET", each)).status).toBe(200);
    }
  });

  test("a seal shuts the agency out, and lifted lets it back to what was shared", async () => {
    const own = await charged();
    const { id } = await write({ shareWith: [agencyOf(chosen)] }, own);
    await whenInvolved(own, agencyOf(chosen), [there]);
    const seal = await world.judge.create(`${fileOf(own)}/seals`, { reason: "A protected witness" });
    const statuses = () =>
      Promise.all([fileOf(own), `${path}/${id}`].map(async each => (await chosen[reader].send("GET", each)).status));
    expect(await statuses()).toEqual([404, 404]);
    const late = await world[holder].send("POST", path, { body: { ...content(own), shareWith: [agencyOf(told)] } });
    expect(late.status).toBe(404);
    expect(await involved(own, agencyOf(told))).toEqual([]);
    await world.judge.post(`${fileOf(own)}/limits/${seal.id}/lifting`, { reason: "The witness has spoken" });
    expect(await statuses()).toEqual([200, 200]);
  });

  test("with somebody who is no agency, nothing is written and nobody is brought", async () => {
    const own = await charged();
    const before = (await world.judge.get(`${fileOf(own)}/file`)).involved;
    for (const nobody of [crypto.randomUUID(), chosen[reader].me.id]) {
      const body = { ...content(own), shareWith: [agencyOf(chosen), nobody] };
      expect((await world[holder].send("POST", path, { body })).status).toBe(400);
    }
    expect((await world.judge.get(`${fileOf(own)}/file`)).involved).toEqual(before);
  });
});

async function correct(about: About): Promise<void> {
  const file = fileOf(about);
  const { version } = await world.police.get(file);
  const body = { name: { forenames: ["Mary"], surname: "Married" }, reason: "Married" };
  expect((await world.police.send("PATCH", file, { body, ifMatch: version })).status).toBe(200);
}
