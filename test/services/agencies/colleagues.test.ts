import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InProcess } from "../../../deploy/demo/bulk/in-process.ts";
import { makeSecrets } from "../../../deploy/secrets.ts";

const secrets = mkdtempSync(join(tmpdir(), "colleagues-"));
afterAll(() => rmSync(secrets, { recursive: true, force: true }));

const [ours, theirs] = [randomUUID(), randomUUID()];
const somebody = (agencyId: string, username: string, name: string, over: object = {}) => ({
  ...{ _id: randomUUID(), agencyId, username, name, roles: ["PRB"], ...over },
});
const ann = somebody(ours, "ann", "Ann Ash");
const ben = somebody(ours, "ben", "Ben Box");
const gone = somebody(ours, "gone", "Gail Gone", { disabledAt: new Date(0) });
const stranger = somebody(theirs, "stranger", "Sam Stranger");
const system = { _id: randomUUID(), agencyId: ours, name: "Our system", roles: ["PRB"] };
let tracker: InProcess;

beforeAll(() => {
  makeSecrets(secrets);
  tracker = new InProcess(secrets);
  tracker.modelOf("agencies", "agency").hold([ours, theirs].map(_id => ({ _id, type: "probation", name: _id })));
  tracker.modelOf("agencies", "person").hold([ann, ben, gone, stranger]);
  tracker.modelOf("agencies", "client").hold([system]);
});

const asked = async (who: string, ids: readonly string[]) =>
  tracker.ask(await tracker.person(who), "agencies.colleagues", { ids });

test("whoever asks is told the names of their own agency, also of those who have left", async () => {
  expect(await asked("ann", [ben._id, gone._id, ann._id])).toEqual({
    people: expect.arrayContaining([
      { id: ann._id, name: "Ann Ash" },
      { id: ben._id, name: "Ben Box" },
      { id: gone._id, name: "Gail Gone" },
    ]),
  });
});

test("nobody of another agency, no system, and nobody who never was: one answer for all of them", async () => {
  for (const id of [stranger._id, system._id, ours, randomUUID()])
    expect(await asked("ann", [id])).toEqual({ people: [] });
  expect(await asked("stranger", [ann._id, ben._id, gone._id])).toEqual({ people: [] });
  expect(await asked("stranger", [ann._id, stranger._id])).toEqual({
    people: [{ id: stranger._id, name: "Sam Stranger" }],
  });
});

test("not more than five hundred at once, and nothing that is no id", async () => {
  await expect(
    asked(
      "ann",
      Array.from({ length: 501 }, () => ben._id),
    ),
  ).rejects.toMatchObject({ type: "VALIDATION" });
  await expect(asked("ann", ["not an id"])).rejects.toMatchObject({ type: "VALIDATION" });
});
