import { setTimeout as pass } from "node:timers/promises";
import { byTwo, change, member } from "../support/administration.ts";
import { type Caller, sharedRig } from "../support/client.ts";
import { readSlowly } from "../support/slow-reader.ts";
import { caseOf, chargedDefendant, fresh, makeWorld, type World } from "../support/world.ts";

/** A right that ends while a long answer is on its way to a slow reader. */
const rig = sharedRig();
const cutOffMs = 5_000;
const content = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(4 * 1024 * 1024 - 9, 0xe9)]);
let world: World;
let national: Caller;
let defendantId: string;
let caseId: string;
let file: string;
let document: string;

beforeAll(async () => {
  world = await makeWorld(rig, ["judge", "legalAdviser", "police", "probation", "treatment"]);
  national = (await member(rig, world.administrator, world.administrator.me.agencyId, "ADM")).caller;
  const charged = await chargedDefendant(world);
  [defendantId, caseId] = [charged.defendant.id, charged.case.id];
  file = `/v1/defendants/${defendantId}`;
  for (const agencyId of [world.agencies.probation, world.agencies.treatment])
    await world.judge.post(`${file}/involvements`, { agencyId, caseId, reason: "support" });
  const { id } = await world.probation.create("/v1/documents", {
    ...{ defendantId, caseId, class: "agency-notes", title: "Scan", type: "application/pdf" },
    contentBase64: content.toString("base64"),
  });
  document = `/v1/documents/${id}`;
});

/** The file has more in it than the system takes into its buffers for somebody who reads nothing. */
const longNotes = 120;
const fillFile = () =>
  Promise.all(
    Array.from({ length: longNotes }, () =>
      world.probation.create("/v1/notes", { defendantId, caseId, kind: "agency", text: "n".repeat(20_000) }),
    ),
  );

/** How much of the whole file such a reader gets, of how much. */
async function readFileDuring(reader: Caller, meanwhile: () => Promise<unknown>) {
  const { text } = await reader.send("GET", `${file}/file`);
  const reading = await readSlowly(rig.url, `${file}/file`, reader.token);
  await pass(500);
  await meanwhile();
  await pass(cutOffMs);
  const { bytes, isWhole } = await reading.rest();
  return { isWhole, isLong: text.length > 2_000_000, isLess: bytes.length < text.length };
}

/** What a reader of the document gets who takes the rest five seconds after `meanwhile`. */
async function readDuring(reader: Caller, meanwhile: () => Promise<unknown>) {
  const reading = await readSlowly(rig.url, `${document}/content`, reader.token);
  await meanwhile();
  await pass(cutOffMs); // The time that is promised, and all of it.
  const { bytes, isWhole } = await reading.rest();
  return { isWhole, isAll: bytes.equals(content), isLess: bytes.length < content.length };
}
const cut = { isWhole: false, isAll: false, isLess: true };
const newMember = (agencyId: string) => member(rig, world.administrator, agencyId, "PRB");
test("nothing ends: a slow reader gets all of it, byte for byte", async () => {
  expect(await readDuring(world.probation, async () => {})).toEqual({ isWhole: true, isAll: true, isLess: false });
}, 30_000);

test("the person is disabled", async () => {
  const { caller, path } = await newMember(world.agencies.probation);
  expect(await readDuring(caller, () => change(world.administrator, path, "disable"))).toEqual(cut);
}, 30_000);

test("the person signs out", async () => {
  const { caller } = await newMember(world.agencies.probation);
  const signOut = () => caller.post("/v1/sign-out", {}, { key: null });
  expect(await readDuring(caller, signOut)).toEqual(cut);
}, 30_000);

test("the person is excluded from the file", async () => {
  const { caller } = await newMember(world.agencies.probation);
  const exclude = () =>
    world.legalAdviser.create(`${file}/exclusions`, { personId: caller.me.id, reason: "Related to the victim" });
  expect(await readDuring(caller, exclude)).toEqual(cut);
}, 30_000);

test("it was shared, and is taken back", async () => {
  const shared = { recipient: { kind: "agency", id: world.courtId }, reason: "Sentence" };
  const { id } = await world.probation.post(`${document}/disclosures`, shared);
  const recall = () => world.probation.post(`${document}/disclosures/${id}/recall`, { reason: "Over" });
  expect(await readDuring(world.judge, recall)).toEqual(cut);
  expect((await world.judge.send("GET", document)).status).toBe(404);
}, 30_000);

describe("a whole file, which is one answer", () => {
  const cutFile = { isWhole: false, isLong: true, isLess: true };
  beforeAll(fillFile, 60_000);

  test("arrives where nothing is taken away", async () => {
    expect(await readFileDuring(world.probation, async () => {})).toEqual({ ...cutFile, isWhole: true, isLess: false });
  }, 30_000);

  test("ends when the reader is excluded from it", async () => {
    const { caller } = await newMember(world.agencies.probation);
    const body = { personId: caller.me.id, reason: "Related to the victim" };
    const exclude = () => world.legalAdviser.create(`${file}/exclusions`, body);
    expect(await readFileDuring(caller, exclude)).toEqual(cutFile);
  }, 30_000);

  const shared = () => ({ recipient: { kind: "agency", id: world.agencies.probation }, reason: "Agreed" });
  const inError = { reason: "In error" };

  test("ends when a test is taken back that was shared with the reader", async () => {
    const { caller } = await newMember(world.agencies.probation);
    const taken = { defendantId, caseId, takenAt: "2026-03-08T09:00:00Z", sample: "urine", outcome: "negative" };
    const found = await world.treatment.create("/v1/drug-tests", taken);
    const { id } = await world.treatment.post(`/v1/drug-tests/${found.id}/disclosures`, shared());
    const recall = () => world.treatment.post(`/v1/drug-tests/${found.id}/disclosures/${id}/recall`, inError);
    expect(await readFileDuring(caller, recall)).toEqual(cutFile);
  }, 30_000);

  test("ends when everything of a class is", async () => {
    const { caller } = await newMember(world.agencies.probation);
    const { id } = await world.treatment.create(`${file}/disclosures`, { ...shared(), class: "drug-tests" });
    const recall = () => world.treatment.post(`${file}/disclosures/${id}/recall`, inError);
    expect(await readFileDuring(caller, recall)).toEqual(cutFile);
  }, 30_000);

  test("ends when the reader is excluded from the file of somebody who is charged together with the person", async () => {
    const { caller } = await newMember(world.agencies.probation);
    const { defendant: other } = await chargedDefendant(world);
    const sent = caseOf(defendantId, world.courtId);
    const [one] = sent.defendants;
    const together = [one, { ...one, defendantId: other.id, asn: fresh.asn() }];
    const { id } = await world.police.create("/v1/cases", { ...sent, defendants: together });
    for (const about of [defendantId, other.id]) {
      const joining = { agencyId: world.agencies.probation, caseId: id, reason: "support" };
      await world.judge.post(`/v1/defendants/${about}/involvements`, joining);
    }
    expect((await caller.send("GET", `${file}/file`)).text).toContain(other.id);
    const body = { personId: caller.me.id, reason: "Related to the victim" };
    const exclude = () => world.legalAdviser.create(`/v1/defendants/${other.id}/exclusions`, body);
    expect(await readFileDuring(caller, exclude)).toEqual(cutFile);
    expect((await caller.send("GET", `${file}/file`)).text).not.toContain(other.id);
  }, 30_000);

  test("ends when it is sealed", async () => {
    const { caller } = await newMember(world.agencies.probation);
    let limitId = "";
    const seal = async () => {
      limitId = (await world.judge.create(`${file}/seals`, { reason: "A protected witness" })).id;
    };
    expect(await readFileDuring(caller, seal)).toEqual(cutFile);
    await world.judge.post(`${file}/limits/${limitId}/lifting`, { reason: "Over" });
  }, 30_000);
});

test("the agency is suspended", async () => {
  const { caller } = await newMember(world.agencies.probation);
  const suspend = () =>
    byTwo(national, world.administrator, { kind: "suspend-agency", agencyId: world.agencies.probation });
  expect(await readDuring(caller, suspend)).toEqual(cut);
}, 30_000);
