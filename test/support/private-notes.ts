import { randomUUID } from "node:crypto";
import type { Caller, Json } from "./client.ts";
import type { RigFacts } from "./rig.ts";
import { makePerson, type World } from "./world.ts";

/** Another person at one of the world's agencies. */
export const another = (rig: RigFacts, world: World, agencyId: string, role: string): Promise<Caller> =>
  makePerson(rig, world.administrator, agencyId, role, `${role.toLowerCase()}.${randomUUID().slice(0, 12)}`);

/** An officer of information governance, at the ministry. */
export const officer = (rig: RigFacts, world: World): Promise<Caller> =>
  another(rig, world, world.administrator.me.agencyId, "IGO");

/** One judge's private notes on one file, by the API. */
export function privateNotesOf(judge: Caller, defendantId: string) {
  const path = `/v1/defendants/${defendantId}/private-notes`;
  const itemsOf = async (of: string): Promise<Json[]> => (await judge.get(of)).items;
  return {
    path,
    write: (text: string): Promise<Json> => judge.create(path, { text }),
    edit: (note: Json, text: string) =>
      judge.send("PATCH", `${path}/${note.id}`, { body: { text }, ifMatch: note.version }),
    pin: (note: Json, pinned: boolean): Promise<Json> => judge.post(`${path}/${note.id}/pin`, { pinned }),
    withdraw: (note: Json) => judge.send("POST", `${path}/${note.id}/withdrawal`, { body: {}, ifMatch: note.version }),
    list: () => itemsOf(path),
    history: () => itemsOf(`${path}/history`),
    search: async (text: string): Promise<Json[]> =>
      (await judge.post("/v1/private-notes/search", { text }, { key: null })).items,
    release: (to: Caller, over: object = {}): Promise<Json> =>
      judge.create(`${path}/releases`, { personId: to.me.id, until: inDays(30), ...over }),
    releases: () => itemsOf(`${path}/releases`),
    recall: (release: Json): Promise<Json> => judge.post(`${path}/releases/${release.id}/recall`, {}),
  };
}

/** What a person is shown of others' private notes on a file: the texts. */
export const releasedTo = async (caller: Caller, defendantId: string): Promise<string[]> =>
  (await caller.get(`/v1/defendants/${defendantId}/released-notes`)).items.map((note: Json) => note.text);

export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
