import { findInCollections, makeCanary } from "../support/canary.ts";
import { type Caller, eventually, type Json, sharedRig } from "../support/client.ts";
import { officer } from "../support/private-notes.ts";
import { chargedDefendant, makeWorld, person, type World } from "../support/world.ts";

/** How a file is held, reviewed and erased: by two officers, after what holds it is over, and for good. */
const rig = sharedRig();
const reviews = "/v1/retention-reviews";
let world: World;
let one: Caller;
let two: Caller;

beforeAll(async () => {
  world = await makeWorld(rig, [
    ...(["judge", "legalAdviser", "lister", "coordinator"] as const),
    ...(["police", "probation", "treatment"] as const),
  ]);
  [one, two] = [await officer(rig, world), await officer(rig, world)];
}, 60_000);

const open = (by: Caller, defendantId: string): Promise<Json> => by.create(reviews, { defendantId });
const move = (by: Caller, { id }: Json, what: object) =>
  by.send("POST", `${reviews}/${id}/moves`, { body: { move: what } });
const propose = { name: "propose", ground: "recorded-in-error" };
const recorded = (forenames: string[], over: object = {}): Promise<Json> =>
  world.police.create("/v1/defendants", person({ name: { forenames, surname: "Erasable" }, ...over }));

test("nothing is erased while a case lives, while it is held, before its time, by one alone, or by anybody else", async () => {
  const { defendant } = await chargedDefendant(world);
  const charged = await open(one, defendant.id);
  const refused = await move(one, charged, propose);
  expect([refused.status, refused.body.detail]).toEqual([422, expect.stringContaining("live-case")]);

  const free = await recorded([makeCanary()]);
  const review = await open(one, free.id);
  expect((await move(one, review, { name: "approve" })).status).toBe(422);
  expect((await move(one, review, { name: "propose", ground: "retention-period" })).status).toBe(422);
  const held = await move(one, review, { name: "hold", reference: "CLAIM/2026/17" });
  expect(held.status).toBe(200);
  const blocked = await move(one, review, propose);
  expect([blocked.status, blocked.body.detail]).toEqual([422, expect.stringContaining("litigation")]);
  expect((await move(two, review, { name: "release", holdId: held.body.holds[0].id })).status).toBe(200);
  expect((await move(one, review, propose)).status).toBe(200);
  const alone = await move(one, review, { name: "approve" });
  expect([alone.status, alone.body.detail]).toEqual([422, expect.stringContaining("Another officer")]);
  for (const other of [world.judge, world.police, world.probation]) {
    expect((await other.send("GET", reviews)).status).toBe(403);
    expect((await move(other, review, { name: "approve" })).status).toBe(403);
  }
  // What holds it may begin after the proposal.
  const again = await move(two, review, { name: "hold", reference: "CLAIM/2026/18" });
  expect((await move(two, review, { name: "approve" })).status).toBe(422);
  expect((await move(two, review, { name: "release", holdId: again.body.holds[1].id })).status).toBe(200);
  expect((await move(two, review, { name: "decline" })).body.state).toBe("due");
  expect((await world.police.get(`/v1/defendants/${free.id}`)).name.surname).toBe("Erasable");
}, 120_000);

test("custody, treatment that goes on and an order beside a sentence hold a file, each by itself", async () => {
  const { defendant, case: sent } = await chargedDefendant(world);
  const about = { defendantId: defendant.id, caseId: sent.id };
  const ofDefendant = `/v1/cases/${sent.id}/defendants/${defendant.id}`;
  const review = await open(one, defendant.id);
  const heldBy = async () => {
    const { body } = await move(one, review, propose);
    return ["in-custody", "open-treatment", "live-order"].filter(kind => body.detail?.includes(`${kind} (`));
  };
  expect(await heldBy()).toEqual([]);
  const held = await world.police.create(`${ofDefendant}/custody`, { kind: "remand", establishment: "HMP Liverpool" });
  expect(await heldBy()).toEqual(["in-custody"]);
  await world.police.post(`/v1/custody/${held.id}/moves`, { move: { name: "release", reason: "bail" } });
  const need = { ...about, providerAgencyId: world.agencies.treatment, need: "drugs", basis: "voluntary" };
  const referral = await world.coordinator.create("/v1/referrals", need);
  const appointment = { name: "set-first-appointment", appointmentAt: "2026-04-01T10:00:00Z" };
  for (const next of [{ name: "receive" }, { name: "accept" }, appointment, { name: "start" }])
    await world.treatment.post(`/v1/referrals/${referral.id}/moves`, { move: next });
  const episode = await world.treatment.create(`/v1/referrals/${referral.id}/treatment-episodes`, {
    ...{ modality: "prescribing", plannedEndOn: "2999-01-01" },
  });
  expect(await heldBy()).toEqual(["open-treatment"]);
  const end = { move: { name: "end", exitReason: "completed" } };
  await world.treatment.post(`/v1/treatment-episodes/${episode.id}/moves`, end);
  expect(await heldBy()).toEqual([]);
  const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
    ...{ day: "2026-03-10", session: "morning", room: "1", type: "sentence", defendantIds: [defendant.id] },
  });
  const [{ id: offenceId }] = sent.defendants[0].offences;
  const pleas = [{ offenceId, plea: "guilty" }];
  await world.legalAdviser.post(`/v1/cases/${sent.id}/pleas`, { defendantId: defendant.id, pleas });
  const line = { offenceId, code: "3047", text: "Restrained", terms: { prohibitions: ["Not to phone"] } };
  await world.legalAdviser.post(`${ofDefendant}/results/draft`, { hearingId: hearing.id, lines: [line] });
  const { version } = await world.judge.get(`/v1/cases/${sent.id}`);
  await world.legalAdviser.post(`${ofDefendant}/results/sharing`, {}, { ifMatch: version });
  await eventually("the order to be made", async () => (await heldBy()).join() === "live-order");
}, 120_000);

test("two officers erase a file: no word of it lies anywhere, it answers that it was erased, and nothing comes into it again", async () => {
  const words = Array.from({ length: 5 }, makeCanary);
  const [first = "", second = "", noted = "", titled = "", filed = ""] = words;
  const known = await recorded([first]);
  const at = `/v1/defendants/${known.id}`;
  const corrected = await world.police.send("PATCH", at, {
    body: { name: { forenames: [second], surname: "Erasable" }, reason: "Misheard" },
    ifMatch: known.version,
  });
  expect(corrected.status).toBe(200);
  const note = await world.police.create("/v1/notes", { defendantId: known.id, kind: "agency", text: noted });
  const document = await world.police.create("/v1/documents", {
    defendantId: known.id,
    class: "agency-notes",
    title: titled,
    type: "text/plain",
    contentBase64: Buffer.from(filed).toString("base64"),
  });
  const before = await eventually("the file's words at rest", async () => {
    const { places } = await findInCollections(rig, words);
    const all = places.join(" ");
    return [second, noted, titled, filed].every(word => all.includes(word)) && all;
  });
  // Of what was corrected only the key's holder can tell.
  expect(before).not.toContain(first);

  const review = await open(one, known.id);
  expect((await move(one, review, propose)).status).toBe(200);
  expect((await move(two, review, { name: "approve" })).status).toBe(200);
  const done = await eventually(
    "the erasure",
    async () => {
      const found = await two.get(`${reviews}/${review.id}`);
      return found.state === "erased" && found;
    },
    60_000,
  );
  expect(done).toMatchObject({ ground: "recorded-in-error", proposedBy: one.me.id, decidedBy: two.me.id });
  expect((await findInCollections(rig, words)).places).toEqual([]);

  for (const path of [at, `/v1/notes/${note.id}`, `/v1/documents/${document.id}`, `${at}/file`])
    expect([path, (await world.police.send("GET", path)).status]).toEqual([path, 410]);
  expect((await world.probation.send("GET", at)).status).toBe(404);
  const more = { defendantId: known.id, kind: "agency", text: "More" };
  expect((await world.police.send("POST", "/v1/notes", { body: more })).status).toBe(410);
  expect((await one.send("POST", reviews, { body: { defendantId: known.id } })).status).toBe(410);
  expect((await move(two, review, { name: "approve" })).status).toBe(422);
}, 180_000);
