import { randomUUID } from "node:crypto";
import { byTwo, change, member, password } from "../support/administration.ts";
import { type Json, send, sharedRig, signIn } from "../support/client.ts";
import { caseOf, fresh, makeWorld, person } from "../support/world.ts";

const rig = sharedRig();

test("a fourteenth court is data: it is added, staffed, sent a case, and its judge opens the file", async () => {
  const { administrator, police, courtId } = await makeWorld(rig, ["police", "lister"]);
  const name = `Fourteenth ${randomUUID()}`;
  const court = await administrator.create("/v1/agencies", { type: "court", name });
  expect((await police.get("/v1/agencies?type=court")).items.map((item: Json) => item.name)).toContain(name);

  // The ministry makes the first administrator; from then on the court looks after itself, with the ministry as second.
  const chief = (await member(rig, administrator, court.id, "ADM")).caller;
  const clerk = await member(rig, chief, court.id, "LST");
  const bench = `bench.${randomUUID()}`;
  const judge = { username: bench, name: "District Judge", roles: [], password };
  const { id: judgeId } = await chief.create(`/v1/agencies/${court.id}/people`, judge);
  await byTwo(chief, administrator, { kind: "grant-roles", personId: judgeId, roles: ["JUD"] });
  const onTheBench = await signIn(rig.url, bench, password);
  expect(await onTheBench.get("/v1/me")).toMatchObject({ roles: ["JUD"], agency: { id: court.id, type: "court" } });

  const defendant = await police.create(
    "/v1/defendants",
    person({ identifiers: [{ kind: "pnc", value: fresh.pnc() }] }),
  );
  const file = `/v1/defendants/${defendant.id}/file`;
  expect((await onTheBench.send("GET", file)).status).toBe(404);
  await police.create("/v1/cases", caseOf(defendant.id, court.id));
  const opened = await onTheBench.get(file);
  const cases = opened.parts.find(({ part }: Json) => part === "case" || part === "cases");
  expect(opened.involved.map((each: Json) => each.agencyId ?? each.id)).toContain(court.id);
  expect(cases?.items ?? opened.parts).not.toEqual([]);
  expect((await clerk.caller.send("GET", `/v1/defendants/${defendant.id}`)).status).toBe(200);

  // The other court has nothing to do with it.
  const elsewhere = await member(rig, administrator, courtId, "JUD");
  expect((await elsewhere.caller.send("GET", file)).status).toBe(404);

  // Teams, lists and an agreement of the new court, page by page.
  const team = await chief.create(`/v1/agencies/${court.id}/teams`, { name: "Tuesday list" });
  const renamed = await chief.send("PATCH", `/v1/teams/${team.id}`, { body: { name: "Friday list" }, ifMatch: 1 });
  expect([renamed.status, renamed.body.name, renamed.headers.get("etag")]).toEqual([200, "Friday list", '"2"']);
  expect((await change(chief, clerk.path, "teams", { teamIds: [team.id] })).teamIds).toEqual([team.id]);
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Json = await chief.get(`/v1/agencies/${court.id}/people?limit=1${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.items.map(({ id }: Json) => id));
    cursor = page.next;
  }
  expect(seen.sort()).toEqual([chief.me.id, clerk.caller.me.id, judgeId].sort());

  const agreement = await administrator.create("/v1/agreements", {
    parties: [court.id, police.me.agencyId],
    classes: ["identity", "case"],
    purpose: "Listing first hearings",
    legalBasis: "Crime and Disorder Act 1998, s. 115",
    from: "2026-01-01",
    to: "2027-01-01",
  });
  expect((await chief.get("/v1/agreements")).items).toEqual([agreement]);
  const ended = await change(administrator, `/v1/agreements/${agreement.id}`, "end");
  expect(ended.endedAt).toEqual(expect.any(String));
  expect((await chief.get(`/v1/agreements/${agreement.id}`)).endedAt).toBe(ended.endedAt);
});

test("a person who is put into a team says so in their next token, and one without a role is let into nothing", async () => {
  const { administrator, courtId } = await makeWorld(rig, ["lister"]);
  const { username } = await member(rig, administrator, courtId, "LST");
  const nobody = { username: `none.${randomUUID()}`, name: "No Role", roles: [], password };
  await administrator.create(`/v1/agencies/${courtId}/people`, nobody);
  const caller = await signIn(rig.url, nobody.username, password);
  expect((await caller.get("/v1/me")).roles).toEqual([]);
  expect((await caller.send("GET", "/v1/reports")).status).toBe(403);
  const inTeam = await signIn(rig.url, username, password);
  const team = await administrator.create(`/v1/agencies/${courtId}/teams`, { name: "Team" });
  await change(administrator, `/v1/people/${inTeam.me.id}`, "teams", { teamIds: [team.id] });
  const body = { username, password };
  const { accessToken } = (await send(rig.url, "POST", "/v1/sign-in", { body, key: null })).body;
  const { who } = JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString());
  expect(who.teamIds).toEqual([team.id]);
});
