import { eventually, type Json } from "../../support/client.ts";
import type { RigFacts } from "../../support/rig.ts";
import { willing } from "../../support/sentenced.ts";
import { person, type Who, type World } from "../../support/world.ts";
import { atWork, type Ids, type Kind, listed, makers, worked } from "./named-things.ts";

/** One request that names things by id, what each names, and the same request with its own ids, which is done. */
export interface Naming {
  readonly who: Who | "administrator";
  /** How far the defendant has come before it. */
  readonly after: "listed" | "sentenced";
  /** Makes what it needs beside that, which is told by name too. */
  readonly needs?: (world: World, ids: Ids, rig: RigFacts) => Promise<Ids>;
  readonly input: (ids: Ids) => object;
  readonly names: Readonly<Record<string, Kind>>;
  /** What the request is done with, where the route changes a record that was read: its version. */
  readonly version?: (world: World, ids: Ids) => Promise<number>;
}

export const reason = "Asked for";
export const ofCase = ({ case: caseId, defendant: defendantId }: Ids) => ({ caseId, defendantId });
export const ofFile = ({ defendant: id }: Ids) => ({ id });
export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
export const caseVersion = async (world: World, ids: Ids) => (await world.judge.get(`/v1/cases/${ids.case}`)).version;
export const hearingVersion = async (world: World, ids: Ids) =>
  (await world.judge.get(`/v1/hearings/${ids.hearing}`)).version;
export const pleaded = async (world: World, ids: Ids): Promise<Ids> => {
  const pleas = [{ offenceId: ids.offence, plea: "guilty" }];
  await world.legalAdviser.post(`/v1/cases/${ids.case}/pleas`, { defendantId: ids.defendant, pleas });
  return {};
};
export const line = ({ offence: offenceId }: Ids) => ({ offenceId, code: "1015", text: "Fined", amountPence: 10_000 });
export const order = ({ probation: supervisedBy, treatment: providerAgencyId }: Ids) => ({
  ...{ supervisedBy, endsOn: "2027-06-10" },
  requirements: [{ type: "drug-rehabilitation", length: 6, willing, providerAgencyId }],
});
export const orderLine = ({ offence: offenceId }: Ids) => ({ offenceId, code: "1002", text: "Community order" });
export const orderNames = {
  "order.supervisedBy": "a probation or youth agency",
  "order.requirements[].providerAgencyId": "a provider",
} as const;
export const test = { takenAt: "2026-03-08T09:00:00Z", sample: "urine", outcome: "negative" };
export const need = { domain: "drugs", severity: 1, summary: "S" };
export const bed = { what: "A bed", dueAt: "2026-04-01T16:00:00Z" };
export const inAccess = (world: World, ids: Ids) => makers.inAccess(world, ids);
/** A meeting that was asked for, after these moves. */
export const meeting =
  (...moves: readonly ((ids: Ids) => object)[]) =>
  async (world: World, ids: Ids): Promise<Ids> => {
    const asked = { defendantId: ids.defendant, reason };
    const { id } = await world.judge.create(`/v1/cases/${ids.case}/meetings`, asked);
    for (const move of moves) await world.coordinator.post(`/v1/meetings/${id}/moves`, { move: move(ids) });
    return { meeting: id };
  };
export const convened = () => ({ name: "convene" });
export const held = ({ support }: Ids) => ({ name: "hold", attendees: [support], defendantAgreed: true });
/** An order of the same person in another case, where those who are not the court are not at the table. */
export const sibling = async (world: World, ids: Ids): Promise<Ids> => {
  const other = await atWork(world, await listed(world, ids.defendant), worked);
  return { siblingOrder: other.order ?? "" };
};
export const another = async (world: World): Promise<Ids> => ({ another: (await listed(world)).defendant ?? "" });
/** Somebody recorded under the same PNC ID, and so proposed as the same person. */
export const candidate = async (world: World, ids: Ids): Promise<Ids> => {
  const { identifiers } = await world.police.get(`/v1/defendants/${ids.defendant}`);
  const pnc = identifiers.find(({ kind }: Json) => kind === "pnc").value;
  const same = await world.police.create("/v1/defendants", person({ identifiers: [{ kind: "pnc", value: pnc }] }));
  await eventually("the proposal", async () => {
    const { candidates } = await world.police.get(`/v1/defendants/${ids.defendant}`);
    return candidates.length > 0;
  });
  return { another: same.id };
};
export const shared =
  (holder: Who, kind: "note" | "test" | "document", path: string) => async (world: World, ids: Ids) => {
    const made = await makers[kind](world, ids);
    return { ...made, ...(await makers.shared(world, world[holder], `${path}/${made[kind]}`, "shared")) };
  };
