import { permissionsOf } from "../deploy/nats/permissions.ts";
import { actionsOf, routes } from "../gateway/routes/routes.ts";
import { mayDo } from "../libs/access/matrix.ts";
import { roles } from "../libs/access/roles.ts";
import { audienceOf, mayRequest, parts, personCalls, serviceCalls } from "../libs/bus/call-graph.ts";
import { auditedActions } from "../libs/record/audited-actions.ts";
import { agenciesAccess } from "../services/agencies/agencies.access.ts";
import { agenciesContracts } from "../services/agencies/agencies.contract.ts";
import { auditAccess } from "../services/audit/audit.access.ts";
import { auditContracts } from "../services/audit/audit.contract.ts";
import { casesAccess } from "../services/cases/cases.access.ts";
import { casesContracts } from "../services/cases/cases.contract.ts";
import { defendantsAccess } from "../services/defendants/defendants.access.ts";
import { defendantsContracts } from "../services/defendants/defendants.contract.ts";
import { notesAccess } from "../services/notes/notes.access.ts";
import { notesContracts } from "../services/notes/notes.contract.ts";
import { privateNotesContracts } from "../services/notes/private-notes.contract.ts";
import { reportsAccess } from "../services/reports/reports.access.ts";
import { reportsContracts } from "../services/reports/reports.contract.ts";

const access = {
  ...agenciesAccess,
  ...casesAccess,
  ...defendantsAccess,
  ...notesAccess,
  ...reportsAccess,
  ...auditAccess,
};
const contracts = [
  agenciesContracts,
  casesContracts,
  defendantsContracts,
  notesContracts,
  reportsContracts,
  auditContracts,
].flatMap(each => Object.values(each));
const actions = contracts.map(({ action }) => action).sort();
const privateActions = Object.values(privateNotesContracts).map(({ action }) => action);
const common = (action: string) => /\.(events|heads|ready|auditRows)$/.test(action);

test("every action has an access row, and every row an action", () => {
  expect(Object.keys(access).sort()).toEqual(actions);
});

test("every action is reached by a route or by a call in the graph, and nothing else is", () => {
  const routed = routes.flatMap(actionsOf);
  const called = [...Object.values(personCalls).flat(), ...Object.values(serviceCalls).flat()].filter(
    action => !common(action),
  );
  expect([...new Set([...routed, ...called])].sort()).toEqual(actions);
});

test("every action says how it stands in the audit, and nothing else does", () => {
  expect(Object.keys(auditedActions).sort()).toEqual(actions);
});

test("no route reaches an action that is for services, and no two routes are the same", () => {
  const services = Object.entries(access).flatMap(([action, row]) => ("services" in row ? [action] : []));
  expect(services.sort()).toEqual(
    [
      "agencies.describe",
      "agencies.describePeople",
      "agencies.describeTeams",
      "audit.emergencyUses",
      "audit.record",
      "defendants.dismiss",
      "defendants.involve",
      "defendants.narrowed",
      "notes.confirmAccess",
      "cases.confirmAccess",
      "cases.eraseFile",
      "cases.retentionFacts",
      "notes.eraseFile",
      "notes.retentionFacts",
    ].sort(),
  );
  expect(routes.filter(({ contract }) => services.includes(contract.action))).toEqual([]);
  const ways = routes.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, "{}")}`);
  expect(new Set(ways).size).toBe(ways.length);
});

test("open without a token are the ways to sign in, and nothing more", () => {
  expect(routes.filter(({ open }) => open).map(({ path }) => path)).toEqual([
    "/v1/sign-in",
    "/v1/sign-in/refresh",
    "/v1/sign-in/client",
  ]);
  const open = Object.entries(access).flatMap(([action, row]) => ("open" in row ? [action] : []));
  expect(open.sort()).toEqual([
    "agencies.clientToken",
    "agencies.refresh",
    "agencies.revocations", // The gateway's own question; no route leads to it.
    "agencies.signIn",
  ]);
  expect(routes.filter(({ contract }) => contract.action === "agencies.revocations")).toEqual([]);
});

test("a private note is reached through its file and the token's subject, and what passes it on names no note", () => {
  const toNotes = routes.filter(route => actionsOf(route).some(action => privateActions.includes(action)));
  expect(toNotes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    "get /v1/defendants/{defendantId}/private-notes",
    "get /v1/defendants/{defendantId}/private-notes/history",
    "get /v1/defendants/{defendantId}/private-notes/releases",
    "get /v1/defendants/{defendantId}/released-notes",
    "get /v1/defendants/{id}/file",
    "get /v1/defendants/{id}/sentencing-view",
    "get /v1/private-notes/escrow",
    "patch /v1/defendants/{defendantId}/private-notes/{noteId}",
    "post /v1/defendants/{defendantId}/private-notes",
    "post /v1/defendants/{defendantId}/private-notes/releases",
    "post /v1/defendants/{defendantId}/private-notes/releases/{releaseId}/recall",
    "post /v1/defendants/{defendantId}/private-notes/{noteId}/pin",
    "post /v1/defendants/{defendantId}/private-notes/{noteId}/withdrawal",
    "post /v1/private-notes/escrow",
    "post /v1/private-notes/escrow/{id}/approval",
    "post /v1/private-notes/escrow/{id}/confirmation",
    "post /v1/private-notes/search",
  ]);
});

test("private notes are written, read and released by judges only; what was released is read by three roles", () => {
  const rows = Object.fromEntries(privateActions.map(action => [action, access[action]]));
  const judges = { roles: ["JUD"] };
  expect(rows).toEqual({
    "notes.addPrivate": judges,
    "notes.mine": judges,
    "notes.editPrivate": judges,
    "notes.pinPrivate": judges,
    "notes.withdrawPrivate": judges,
    "notes.privateHistory": judges,
    "notes.searchPrivate": judges,
    "notes.releasePrivate": judges,
    "notes.privateReleases": judges,
    "notes.recallRelease": judges,
    "notes.released": { class: "private-notes", does: "read" },
    "notes.proposeEscrow": { roles: ["IGO"] },
    "notes.approveEscrow": { roles: ["IGO"] },
    "notes.confirmEscrow": judges,
    "notes.escrows": { roles: ["IGO", "JUD"] },
  });
  const readers = roles.filter(role => mayDo([role], "private-notes", "read"));
  expect(readers).toEqual(["JUD", "LA", "CO"]);
  expect(roles.filter(role => mayDo([role], "private-notes", "write"))).toEqual([]);
});

test("a token for the file is good for the three actions it needs, and not for the private notes", () => {
  expect(audienceOf("defendants.file")).toEqual(["defendants.file", "cases.part", "notes.part"]);
  expect(audienceOf("cases.get")).toEqual(["cases.get"]);
});

test("only the gateway may ask for private notes", () => {
  const asking = parts.filter(part =>
    mayRequest(part, routes.flatMap(actionsOf)).some(action => privateActions.includes(action)),
  );
  expect(asking).toEqual(["gateway"]);
});

test.each(parts.filter(part => part !== "gateway"))(
  "the bus lets %s hear its own requests only, and ring its own bells only",
  part => {
    const { publish, subscribe } = permissionsOf(part);
    expect(subscribe.filter(subject => subject.startsWith("MOL.REQ")).sort()).toEqual([
      `MOL.REQ.${part}.*`,
      `MOL.REQB.${part}.>`,
    ]);
    expect(publish.filter(subject => subject.startsWith("evt."))).toEqual([`evt.${part}.>`]);
    expect(
      [...publish, ...subscribe].filter(
        subject => subject === ">" || subject.startsWith("MOL.>") || subject.startsWith("$JS.API.STREAM"),
      ),
    ).toEqual([]);
  },
);
