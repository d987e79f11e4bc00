import { type Json, sharedRig } from "../support/client.ts";
import { chargedDefendant, makeWorld, usualPeople, type Who, type World } from "../support/world.ts";

/** Restorative meetings: the defendant's side among needs, the victim's in the contact with the victim, and nothing from one to the other. */
const rig = sharedRig();
let world: World;
let defendantId: string;
let caseId: string;
let ofDefendant: string;

const offer = (who: Who, body: object = {}) => world[who].send("POST", `${ofDefendant}/restorative-meetings`, { body });
const move = (who: Who, id: string, name: string, more: object = {}) =>
  world[who].send("POST", `/v1/restorative-meetings/${id}/moves`, { body: { move: { name, ...more } } });
const asked = (restorativeId: string) => world.victims.create(`${ofDefendant}/victim-contacts`, { restorativeId });
const answered = (id: string, name: string) =>
  world.victims.post(`/v1/victim-contacts/${id}/moves`, { move: { name } });

beforeAll(async () => {
  world = await makeWorld(rig, [...usualPeople, "victims", "defence"]);
}, 60_000);
beforeEach(async () => {
  const { defendant, case: sent } = await chargedDefendant(world);
  defendantId = defendant.id;
  caseId = sent.id;
  ofDefendant = `/v1/cases/${caseId}/defendants/${defendantId}`;
  for (const agency of ["probation", "victim", "defence"] as const)
    await world.coordinator.post(`/v1/defendants/${defendantId}/involvements`, {
      ...{ agencyId: world.agencies[agency], caseId, reason: "support" },
    });
});

test("those who write needs offer it, and nobody else", async () => {
  const { status, body } = await offer("probation", { offeredAt: "2026-03-03T09:00:00Z" });
  expect([status, body.status, body.offeredAt]).toEqual([201, "offered", "2026-03-03T09:00:00.000Z"]);
  for (const who of ["judge", "legalAdviser", "lister", "police", "victims", "defence"] as const)
    expect([who, (await offer(who)).status]).toEqual([who, 403]);
  expect((await offer("treatment")).status).toBe(404);
  expect((await offer("probation", { victim: "Jane of Kirkdale" })).status).toBe(400);
});

test("it is held when both sides have agreed, and what came of it is told", async () => {
  const { body: made } = await offer("probation");
  expect((await move("probation", made.id, "hold", { form: "conference" })).status).toBe(422);
  await move("probation", made.id, "agree");
  const contact = await asked(made.id);
  const early = await move("probation", made.id, "hold", { form: "conference" });
  await answered(contact.id, "decline");
  const refused = await move("probation", made.id, "hold", { form: "conference" });
  // Not asked, not answered and refused are told alike.
  expect([early.status, refused.status, refused.body.detail]).toEqual([422, 422, early.body.detail]);
  await answered(contact.id, "take-up");
  expect((await move("coordinator", made.id, "hold", { form: "conference" })).status).toBe(403);
  const { body: held } = await move("probation", made.id, "hold", { form: "shuttle" });
  expect([held.status, held.form]).toEqual(["held", "shuttle"]);
  const { body: over } = await move("probation", made.id, "conclude", { outcome: "apology" });
  expect([over.status, over.outcome, over.log.map((entry: Json) => entry.move)]).toEqual([
    ...["concluded", "apology"],
    ["agree", "hold", "conclude"],
  ]);
});

test("a victim's answer about another meeting counts for that one only", async () => {
  const [{ body: one }, { body: other }] = [await offer("probation"), await offer("probation")];
  for (const { id } of [one, other]) await move("probation", id, "agree");
  const contact = await asked(other.id);
  await answered(contact.id, "take-up");
  expect((await move("probation", one.id, "hold", { form: "letter" })).status).toBe(422);
  expect((await move("probation", other.id, "hold", { form: "letter" })).status).toBe(200);
});

test("what the victim says leaves no trace on the defendant's side: same record, same version, same words", async () => {
  const { body: made } = await offer("probation");
  await move("probation", made.id, "agree");
  const seen = async (who: Who) => {
    const [item, file] = await Promise.all([
      world[who].send("GET", `/v1/restorative-meetings/${made.id}`),
      world[who].get(`/v1/defendants/${defendantId}/file?limit=200`),
    ]);
    const part = file.parts.find((found: Json) => found.part === "restorative-meetings");
    const timeline = file.timeline.items.filter((entry: Json) => entry.part === "restorative-meetings");
    return { item: { ...item.body, requestId: "" }, part, timeline };
  };
  const sides = ["defence", "probation", "judge"] as const;
  const before = await Promise.all(sides.map(seen));
  const contact = await asked(made.id);
  await answered(contact.id, "decline");
  expect(await Promise.all(sides.map(seen))).toEqual(before);
  await move("probation", made.id, "call-off");
  const { text } = await world.defence.send("GET", `/v1/defendants/${defendantId}/file?limit=200`);
  expect(text).not.toMatch(/victim-contact/);
  expect(text).not.toContain(contact.id);
});

test("victims' services see the victim's side and which meeting it is about, not the defendant's", async () => {
  const { body: made } = await offer("probation");
  const contact = await asked(made.id);
  expect([contact.restorativeId, contact.status]).toEqual([made.id, "offered"]);
  expect((await world.victims.send("GET", `/v1/restorative-meetings/${made.id}`)).status).toBe(403);
  const limited = await world.probation.get(`/v1/victim-contacts/${contact.id}`);
  expect("restorativeId" in limited).toBe(false);
  const other = await chargedDefendant(world);
  const elsewhere = `/v1/cases/${other.case.id}/defendants/${other.defendant.id}/victim-contacts`;
  const { status, body } = await world.police.send("POST", elsewhere, { body: { restorativeId: made.id } });
  expect([status, body.errors?.[0]?.path]).toEqual([400, "restorativeId"]);
});
