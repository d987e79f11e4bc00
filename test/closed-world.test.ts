import { permissionsOf } from "../deploy/nats/permissions.ts";
import { routes } from "../gateway/routes/routes.ts";
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
const common = (action: string) => /\.(events|heads|ready|auditRows)$/.test(action);

test("every action has an access row, and every row an action", () => {
  expect(Object.keys(access).sort()).toEqual(actions);
});

test("every action is reached by a route or by a call in the graph, and nothing else is", () => {
  const routed = routes.flatMap(({ contract, join }) => [contract.action, ...(join ? [join.contract.action] : [])]);
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
      "audit.record",
      "defendants.involve",
      "defendants.narrowed",
      "notes.confirmAccess",
      "cases.confirmAccess",
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

test("no route names a private note: they have no address", () => {
  const toNotes = routes.filter(({ contract, join }) =>
    /notes\.(mine|addPrivate)/.test(`${contract.action} ${join?.contract.action}`),
  );
  expect(toNotes.map(({ path }) => path).sort()).toEqual([
    "/v1/defendants/{defendantId}/private-notes",
    "/v1/defendants/{defendantId}/private-notes",
    "/v1/defendants/{id}/file",
  ]);
});

test("a token for the file is good for the three actions it needs, and not for the private notes", () => {
  expect(audienceOf("defendants.file")).toEqual(["defendants.file", "cases.part", "notes.part"]);
  expect(audienceOf("cases.get")).toEqual(["cases.get"]);
});

test("only the gateway may ask for private notes", () => {
  const asking = parts.filter(part =>
    mayRequest(
      part,
      routes.flatMap(({ contract, join }) => [contract.action, ...(join ? [join.contract.action] : [])]),
    ).some(action => /^notes\.(mine|addPrivate)$/.test(action)),
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
