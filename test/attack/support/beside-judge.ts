import { randomUUID } from "node:crypto";
import { type Recorder, recordAnswers } from "../../support/canary.ts";
import type { Caller } from "../../support/client.ts";
import { another, officer, privateNotesOf } from "../../support/private-notes.ts";
import type { RigFacts } from "../../support/rig.ts";
import { makeWorld, type World } from "../../support/world.ts";
import { fillFile } from "./filled.ts";

/** Everybody who is not the author, by what they are. */
export type Others = Readonly<Record<string, Caller>>;
/** Those of them who may open the author's file as the author does, and those to whom a note may be released. */
export const ownCourtRoles: readonly string[] = ["second judge", "legalAdviser", "coordinator", "lister"];
export const grantableRoles: readonly string[] = ["second judge", "legalAdviser", "coordinator"];

/** A judge with a full file, and one person of every other kind beside; every byte they are sent is kept. */
export async function besideJudge(facts: RigFacts) {
  const recorder: Recorder = await recordAnswers(facts.url);
  const rig = { ...facts, url: recorder.url };
  const world = await makeWorld(rig);
  const others = await everybodyElse(rig, world);
  const known = await fillFile(world);
  return {
    rig,
    recorder,
    world,
    author: world.judge,
    others,
    known,
    notes: privateNotesOf(world.judge, known.defendants ?? ""),
    other(who: string): Caller {
      const found = others[who];
      if (!found) throw new Error(`there is no ${who}`);
      return found;
    },
    close: () => recorder.close(),
  };
}

async function everybodyElse(rig: RigFacts, world: World): Promise<Others> {
  const stranger = await makeWorld(rig, ["judge"]);
  const { judge: _author, administrator, courtId, agencies, ...rest } = world;
  const agencyOf = async (type: string): Promise<string> =>
    (await administrator.create("/v1/agencies", { type, name: `${type} ${randomUUID()}` })).id;
  const add = (agencyId: string, role: string) => another(rig, world, agencyId, role);
  return {
    ...rest,
    "second judge": await add(courtId, "JUD"),
    stranger: stranger.judge,
    administrator,
    ownAdministrator: await add(courtId, "ADM"),
    officer: await officer(rig, world),
    operations: await add(await agencyOf("supplier"), "OPS"),
    analyst: await add(administrator.me.agencyId, "REP"),
    intelligence: await add(agencies.police, "INT"),
    defence: await add(await agencyOf("defence"), "DEF"),
  };
}
