import { catalogue } from "../../services/reports/catalogue/index.ts";
import { type Caller, eventually, sharedRig } from "../support/client.ts";
import { privateNotesOf } from "../support/private-notes.ts";
import { chargedDefendant, makeWorld } from "../support/world.ts";
import { bytesOf, requestId } from "./support/snapshot.ts";

/** A judge's private notes, and every report there is. */
const rig = sharedRig();
const files = 10;
const notesEach = 100;
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const queries = ["?day=2026-03-10", `?from=2026-03-01&to=${tomorrow}`];

/** Every report in every form, as bytes; up to when it is complete moves on whatever anybody writes. */
async function everyReport(callers: readonly Caller[]): Promise<string[]> {
  const answers: string[] = [];
  for (const caller of callers)
    for (const { id } of catalogue)
      for (const query of queries) {
        const headers = { "x-request-id": requestId };
        const answer = await caller.send("GET", `/v1/reports/${id}${query}`, { headers });
        answers.push(`${id}${query}\n${bytesOf(answer).replace(/"asOf":"[^"]*"/, '"asOf":""')}`);
      }
  return answers;
}

test("A4: a thousand private notes change no byte of any report", async () => {
  const world = await makeWorld(rig, ["judge", "legalAdviser", "lister", "coordinator", "police"]);
  const charged = await Promise.all(Array.from({ length: files }, () => chargedDefendant(world)));
  for (const { defendant, case: sent } of charged)
    await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
      day: "2026-03-10",
      session: "morning",
      room: "1",
      type: "mention",
      defendantIds: [defendant.id],
    });
  const readers = [world.judge, world.legalAdviser, world.coordinator];
  const before = await eventually("all of it in the reports", async () => {
    const [one, two] = [await everyReport(readers), await everyReport(readers)];
    const isComplete = charged.every(({ defendant }) => two.join().includes(defendant.id));
    return isComplete && one.join() === two.join() && two;
  });
  expect(before.filter(bytes => bytes.includes("\n200\n")).length).toBeGreaterThan(3);

  const written = await Promise.all(
    charged.map(async ({ defendant }) => {
      const { write } = privateNotesOf(world.judge, defendant.id);
      for (let n = 0; n < notesEach; n++) await write(`Note ${n} of many`);
      return (await privateNotesOf(world.judge, defendant.id).list()).length;
    }),
  );
  expect(written).toEqual(Array(files).fill(notesEach));
  expect(await everyReport(readers)).toEqual(before);
}, 120_000);
