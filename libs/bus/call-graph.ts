/** The processes of Tracker. Each is started by this name and has its own bus user, database and keys. */
export const parts = ["gateway", "defendants", "cases", "notes", "agencies", "reports", "audit"] as const;
export type Part = (typeof parts)[number];
export type Service = Exclude<Part, "gateway">;
export const services: readonly Service[] = ["defendants", "cases", "notes", "agencies", "reports", "audit"];

/**
 * Which actions an action may call, with the token of the person who asked. Together with the gateway's routes and
 * `serviceCalls` this is all the traffic there is: bus permissions and token audiences are made from it.
 */
export const personCalls: Readonly<Record<string, readonly string[]>> = {
  "defendants.file": ["cases.part", "notes.part"],
  "defendants.mayFile": ["cases.endedSharing", "notes.endedSharing"],
  "defendants.sentencingView": ["cases.part", "notes.part", "cases.listProvision"],
  "defendants.viewToFreeze": ["cases.part", "notes.part", "cases.listProvision"],
  "cases.sentence": ["defendants.viewToFreeze"],
  "cases.shareResults": ["defendants.viewToFreeze"],
  "cases.amendResults": ["defendants.viewToFreeze"],
  "defendants.subjectPack": ["cases.partForSubject", "notes.partForSubject"],
  "reports.run": ["defendants.names", "cases.reach", "notes.reach"],
  "cases.listWorklists": ["defendants.listMatchTasks"],
  "cases.openWorklist": ["defendants.names", "defendants.listMatchTasks", "agencies.colleagues"],
  "cases.listReminders": ["defendants.names", "defendants.listMatchTasks", "agencies.colleagues"],
  "cases.moveTask": ["defendants.listMatchTasks", "agencies.colleagues"],
};

/** What a service may call on its own account, as `svc:<name>`. */
export const serviceCalls: Readonly<Record<Part, readonly string[]>> = {
  gateway: ["agencies.revocations", "audit.record"],
  defendants: [
    "agencies.describe",
    "agencies.describePeople",
    "agencies.describeTeams",
    "audit.emergencyUses",
    "cases.confirmAccess",
    "notes.confirmAccess",
    "cases.eraseFile",
    "notes.eraseFile",
    "cases.retentionFacts",
    "notes.retentionFacts",
  ],
  cases: [
    "defendants.involve",
    "defendants.dismiss",
    "defendants.narrowed",
    "defendants.events",
    "defendants.heads",
    "agencies.describe",
    "agencies.describePeople",
    "agencies.describeTeams",
  ],
  notes: [
    "defendants.involve",
    "defendants.dismiss",
    "defendants.narrowed",
    "defendants.events",
    "defendants.heads",
    "agencies.describe",
    "agencies.describePeople",
    "agencies.describeTeams",
  ],
  agencies: [],
  reports: [
    "defendants.events",
    "defendants.heads",
    "cases.events",
    "cases.heads",
    "notes.events",
    "notes.heads",
    ...services.map(name => `${name}.ready`),
  ],
  audit: services.map(name => `${name}.auditRows`),
};

/** The actions a token for `action` must be good for: itself and all that it leads to. */
export function audienceOf(action: string): string[] {
  const reached = new Set([action]);
  for (const next of reached) for (const called of personCalls[next] ?? []) reached.add(called);
  return [...reached];
}

/** The actions that `part` may send requests for, on anybody's account; the gateway's routes are given to it. */
export function mayRequest(part: Part, routeActions: readonly string[]): string[] {
  if (part === "gateway") return [...new Set([...routeActions, ...serviceCalls.gateway])].sort();
  const onBehalf = Object.entries(personCalls)
    .filter(([action]) => serviceOf(action) === part)
    .flatMap(([, called]) => called);
  return [...new Set([...onBehalf, ...serviceCalls[part]])].sort();
}

/** `cases.part` belongs to `cases`. */
export function serviceOf(action: string): string {
  return action.split(".", 1)[0] ?? "";
}
