import { addressed, idFields, routed } from "./support/id-fields.ts";
import type { Naming } from "./support/naming.ts";
import { namingRequests } from "./support/naming-requests.ts";

/** Fields that name nothing here to be refused, and why not. */
const elsewhere: Readonly<Record<string, string>> = {
  "agencies.clientToken clientId": "who signs in: attack/machine-clients.test.ts",
  "agencies.clientToken actingFor": "for whom a system acts: attack/machine-clients.test.ts",
  "agencies.listPeople cursor": "a place in a list of the asker's own",
  "agencies.listClients cursor": "a place in a list of the asker's own",
  "agencies.listTeams cursor": "a place in a list of the asker's own",
  "agencies.listApprovals cursor": "a place in a list of the asker's own",
  "agencies.listAgreements cursor": "a place in a list of the asker's own",
  "agencies.recordAgreement parties[]": "agencies, whose list is open to all: attack/administration.test.ts",
  "audit.search fileId": "a filter over rows that the officer may read anyhow",
  "audit.search personId": "a filter over rows that the officer may read anyhow",
  "audit.search agencyId": "a filter over rows that the officer may read anyhow",
  "cases.listProjects courtId": "a court, whose list is open to all who use it: flows/unpaid-work.test.ts",
  "cases.listWorklists courtId": "a list of the asker's own, cut to a court: flows/worklists.test.ts",
  "cases.openWorklist courtId": "a list of the asker's own, cut to a court: flows/worklists.test.ts",
  "cases.listReminders courtId": "a list of the asker's own, cut to a court: flows/worklists.test.ts",
  "cases.moveTask recordId": "an item of the asker's own list: flows/tasks.test.ts",
  "cases.moveTask assigneeId": "a colleague who works with the item: flows/tasks.test.ts",
  "defendants.moveSubjectRequest move.correctedRecordId":
    "an officer's word, never looked up, so that it tells nothing",
};

const fieldsOf = (action: string, { names }: Naming) => Object.keys(names).map(field => `${action} ${field}`);
const named = Object.entries(namingRequests).flatMap(([name, naming]) => fieldsOf(name.split(" ")[0] ?? "", naming));

test("every field of every route that takes an id says what it names, and nothing else does", () => {
  const fields = idFields.filter(field => routed.has(field.split(" ")[0] ?? "") && !addressed.has(field));
  expect([...new Set([...named, ...Object.keys(elsewhere)])].sort()).toEqual([...new Set(fields)].sort());
});
