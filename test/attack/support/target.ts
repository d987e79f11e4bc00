import { randomUUID } from "node:crypto";
import type { Answer, Ask, Json } from "../../support/client.ts";
import type { RigFacts } from "../../support/rig.ts";
import { chargedDefendant, makeWorld, type World } from "../../support/world.ts";
import { canary } from "./problem.ts";
import { Stored } from "./stored.ts";

/** Nobody else's, so that nobody is proposed as the same person. */
export const newSurname = () => `Only${randomUUID().replace(/[^a-z]/g, "")}`;

/** Every field that may stand in a defendant, with a good value. */
export const whole = () => ({
  name: { title: "Ms", forenames: ["Mary"], surname: canary },
  dateOfBirth: "1990-04-12",
  dateOfBirthEstimated: false,
  sex: "female",
  languages: ["Welsh"],
  interpreter: false,
  aliases: [{ type: "alias", forenames: ["Molly"], surname: "Neil" }],
  addresses: [{ type: "home", lines: ["1 Road"], postcode: "L5 9XP", from: "2024-01-01", to: "2025-01-01" }],
  identifiers: [{ kind: "pnc", value: "2002/0073319Z" }],
});

/** A body with one field replaced: `aliases[0].surname`. */
export function replaced<T extends object>(body: T, path: string, value: unknown): T {
  const copy = structuredClone(body);
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  const last = steps.pop() ?? "";
  const holder = steps.reduce<Json>((inside, step) => inside[step], copy);
  holder[last] = value;
  return copy;
}

/** A court with one charged defendant, for requests that must leave nothing behind. */
export interface Target {
  readonly world: World;
  readonly defendant: Json;
  readonly sent: Json;
  readonly stored: Stored;
  record(body: unknown, ask?: Ask): Promise<Answer>;
  recordRaw(text: string, headers?: Record<string, string>): Promise<Answer>;
  search(body: unknown): Promise<Answer>;
  /** How many documents there are of this court's agencies, by collection. */
  count(): Promise<Record<string, number>>;
  expectNothingStored(): Promise<void>;
}

export async function makeTarget(rig: RigFacts): Promise<Target> {
  const world = await makeWorld(rig, ["police", "judge", "lister", "legalAdviser", "treatment"]);
  const name = { forenames: ["A"], surname: newSurname() };
  const { defendant, case: sent } = await chargedDefendant(world, { name });
  const stored = await Stored.open(rig);
  const count = () => stored.countOf(Object.values(world.agencies));
  const before = await count();
  return {
    world,
    defendant,
    sent,
    stored,
    count,
    record: (body, ask = {}) => world.police.send("POST", "/v1/defendants", { body, ...ask }),
    recordRaw: (rawBody, headers = {}) => world.police.send("POST", "/v1/defendants", { rawBody, headers }),
    search: body => world.police.send("POST", "/v1/defendants/search", { body }),
    async expectNothingStored() {
      expect(await count()).toEqual(before);
      expect(await stored.placesOf(canary)).toEqual([]);
      expect((await world.police.get(`/v1/defendants/${defendant.id}`)).version).toBe(defendant.version);
    },
  };
}
