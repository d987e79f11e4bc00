import { randomUUID } from "node:crypto";
import { routes } from "../../gateway/routes/routes.ts";
import { type Answer, type Caller, type Json, sharedRig } from "../support/client.ts";
import { makeWorld, usualPeople, type World } from "../support/world.ts";
import { withId } from "./support/id-fields.ts";
import { everything, type Ids, peopleOf, refusedAs } from "./support/named-things.ts";
import { namingRequests, prepared } from "./support/naming-requests.ts";

const rig = sharedRig();
const people = [...usualPeople, "governance", "health"] as const;
let home: World;
let ofHome: Ids;
let other: Ids;
let foreign: Ids;

beforeAll(async () => {
  // One after the other: many new passwords at once are work for a busy machine.
  const mine = await makeWorld(rig, people);
  const theirs = await makeWorld(rig, usualPeople);
  home = mine;
  const [here, there] = await Promise.all([peopleOf(mine), peopleOf(theirs)]);
  ofHome = here;
  const [second, far] = await Promise.all([everything(mine), everything(theirs)]);
  const broken = { reasonCode: "risk-to-life", text: "On the bridge" };
  const glass = await mine.health.create(`/v1/defendants/${second.defendant}/broken-glass`, broken);
  other = { ...second, glass: glass.id };
  foreign = { ...there, ...far };
}, 180_000);

const requests = Object.entries(namingRequests).map(([name, naming]) => [name, naming] as const);

describe.each(requests)("A11: %s", (name, { who, input, names, version, ...rest }) => {
  const route = routes.find(({ contract }) => contract.action === name.split(" ")[0]);
  let ids: Ids;
  let ifMatch: number | undefined;

  beforeAll(async () => {
    ids = await prepared(home, ofHome, { who, input, names, ...rest }, rig);
    ifMatch = await version?.(home, ids);
  }, 60_000);

  function ask(asked: Json): Promise<Answer> {
    const { method = "get", path = "" } = route ?? {};
    const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, found]) => found));
    const address = path.replace(/\{(\w+)\}/g, (_all, found) => asked[found]);
    const others = Object.fromEntries(Object.entries(asked).filter(([field]) => !inPath.has(field)));
    const query = method === "get" ? `?${new URLSearchParams(others as Record<string, string>)}` : "";
    const caller: Caller = home[who];
    return caller.send(method.toUpperCase(), `${address}${query}`, {
      ...(method !== "get" && { body: others }),
      ...(ifMatch !== undefined && { ifMatch }),
    });
  }

  const idOf = (thing: string) => {
    const [where = "", what = ""] = thing.split(".");
    const id = ({ own: ids, other, foreign } as Readonly<Record<string, Ids>>)[where]?.[what];
    return id;
  };

  test.each(Object.entries(names))("%s names %s", async (field, kind) => {
    const never = told(await ask(withId(input(ids), field, randomUUID())));
    expect(kind === "only asked about" ? [200] : [400, 403, 404, 422]).toContain(never.status);
    for (const thing of refusedAs[kind]) {
      const id = idOf(thing);
      if (id === undefined) continue;
      expect({ thing, ...told(await ask(withId(input(ids), field, id))) }).toEqual({ thing, ...never });
    }
  });

  test("with its own ids it is done", async () => {
    const { status, text } = await ask(input(ids));
    expect(`${status} ${status < 300 ? "" : text}`).toMatch(/^20[01] $/);
  });
});

/** All that an answer tells, without what differs between any two requests. */
function told({ status, headers, text }: Answer) {
  const kept = [...headers].filter(([name]) => !/^(date|x-request-id|ratelimit.*|retry-after)$/.test(name));
  return { status, headers: kept, body: text.replace(/"requestId":"[^"]*"/, "") };
}
