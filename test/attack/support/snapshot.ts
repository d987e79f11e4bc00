import { routes } from "../../../gateway/routes/routes.ts";
import { catalogue } from "../../../services/reports/catalogue/index.ts";
import type { Answer, Caller, Json } from "../../support/client.ts";

const openPaths = ["/live", "/ready", "/openapi.json", "/.well-known/jwks.json"];
/** What reports need to be asked at all. */
const period = `day=2026-03-10&from=2026-03-01&to=${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}`;
const queries: readonly string[] = ["", `?${period}`, "?day=2026-03-10", `?${period.replace("day=2026-03-10&", "")}`];

/**
 * Every GET there is, with what is known put into its address: `known` says the id for each kind of thing, as routes
 * name it. A route to a kind that is not known is tried with the id of the defendant.
 */
export function everyGet(known: Readonly<Record<string, string>>): string[] {
  const filled = routes
    // What the audit shows grows by every look at it, these ones included; test/attack/audit.test.ts searches it.
    // How long the parts took to answer is never the same twice; nothing of a private note waits to be passed on.
    .filter(({ method, path }) => method === "get" && !path.startsWith("/v1/audit/") && path !== "/v1/system-health")
    .flatMap(({ path }) => {
      const [, , kind = ""] = path.split("/");
      if (kind === "reports" && path.includes("{"))
        return catalogue.flatMap(({ id }) => queries.map(query => path.replace("{id}", id) + query));
      const ids = [known[kind] ?? known.defendants ?? ""];
      return path.includes("{") ? ids.map(id => path.replace(/\{\w+\}/g, id)) : [path];
    });
  return [...openPaths, ...filled];
}

/** What may differ between two equal answers: when they were given, which they were, and how many there have been. */
const passing = ["date", "x-request-id", "ratelimit", "ratelimit-policy"];
export const requestId = "snapshot-request";

/** An answer as bytes: status, every header but the passing ones, and the body. */
export function bytesOf({ status, headers, text }: Answer): string {
  const lines = [...headers].filter(([name]) => !passing.includes(name)).map(([name, value]) => `${name}: ${value}`);
  return [status, ...lines.toSorted(), "", text].join("\n");
}

/** What each of these callers is answered to each of these paths: `police GET /v1/me` → bytes. */
export async function snapshot(
  callers: Readonly<Record<string, Caller>>,
  paths: readonly string[],
  ownIds: readonly string[],
): Promise<Map<string, string>> {
  const each = Object.entries(callers).map(async ([who, caller]) => {
    const answers: [string, string][] = [];
    for (const path of paths) {
      const answer = await caller.send("GET", path, { headers: { "x-request-id": requestId } });
      answers.push([`${who} GET ${path}`, steady(path, answer, ownIds)]);
    }
    return answers;
  });
  return new Map((await Promise.all(each)).flat());
}

/** What information governance has to do about everybody's files. */
const nationalLists = ["/v1/broken-glass", "/v1/subject-requests", "/v1/retention-reviews", "/v1/match-tasks"];

/** Leaves out what goes on meanwhile whatever the caller does: others' agencies and files, and up to when reports are complete. */
function steady(path: string, answer: Answer, ownIds: readonly string[]): string {
  if (path === "/v1/agencies" || nationalLists.includes(path))
    return JSON.stringify(
      answer.body?.items?.filter(({ id, defendantId, people = [{ id: defendantId ?? id }] }: Json) =>
        people.every((one: Json) => ownIds.includes(one.id)),
      ) ?? bytesOf(answer),
    );
  // An officer sees of every court whose keys are to be handed on.
  if (path === "/v1/private-notes/escrow")
    return JSON.stringify(
      answer.body?.items?.filter(({ courtId }: Json) => ownIds.includes(courtId)) ?? bytesOf(answer),
    );
  // How many pairs there are to decide on is everybody's doing.
  if (path === "/v1/worklists")
    return JSON.stringify(answer.body?.items?.filter(({ id }: Json) => id !== "unmatched-people") ?? bytesOf(answer));
  const bytes = bytesOf(answer);
  return path.startsWith("/v1/reports/") ? bytes.replace(/"asOf":"[^"]*"/, '"asOf":""') : bytes;
}

/** The places where two snapshots differ. */
export function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...before].flatMap(([place, bytes]) =>
    after.get(place) === bytes ? [] : [`${place}\n--- before\n${bytes}\n--- after\n${after.get(place)}`],
  );
}
