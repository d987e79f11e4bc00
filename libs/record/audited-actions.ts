import type { InformationClass } from "../access/matrix.ts";
import type { Operation } from "./audit-row.ts";
import type { RecordKind } from "./event-table.ts";
import type { Shape } from "./shown.ts";

/** How one action stands in the audit. */
export interface Audited {
  readonly operation: Operation;
  readonly class: InformationClass | null;
  /** Where its answer says what was shown or changed (shown.ts). */
  readonly shows: Shape;
  /** Fields of its input that name the agencies that are told. */
  readonly tells?: readonly string[];
}

const row = (
  operation: Operation,
  cls: InformationClass | null,
  shows: Shape = "said",
  tells: readonly string[] = [],
): Audited => ({ operation, class: cls, shows, tells });

/**
 * Every action with its operation (DPA 2018, s. 62). `none`: it shows and changes nothing of anybody's, or what it
 * changes has rows by its events. A refusal of any action is recorded, also of these.
 */
export const auditedActions: Readonly<Record<string, Audited | "none">> = {
  "agencies.signIn": row("authentication", null, "tokens"),
  "agencies.refresh": row("authentication", null, "tokens"),
  "agencies.clientToken": row("authentication", null, "tokens"),
  "agencies.signOut": row("authentication", null),
  "agencies.startSecondFactor": row("authentication", null),
  "agencies.confirmSecondFactor": row("authentication", null),
  "agencies.me": "none",
  "agencies.list": "none",
  "agencies.revocations": "none",
  "agencies.signInAgain": row("authentication", null, "tokens"),
  "agencies.changePassword": row("authentication", null),
  "agencies.listPeople": row("consultation", "administration"),
  "agencies.listClients": row("consultation", "administration"),
  "agencies.listTeams": row("consultation", "administration"),
  "agencies.listApprovals": row("consultation", "administration"),
  "agencies.listAgreements": row("consultation", "administration"),
  "agencies.getApproval": row("consultation", "administration"),
  "agencies.getAgreement": row("consultation", "administration"),
  "agencies.getPerson": row("consultation", "administration", "directory"),
  "agencies.getClient": row("consultation", "administration", "directory"),
  "agencies.getTeam": row("consultation", "administration", "directory"),
  "agencies.disablePerson": row("administration", "administration", "directory"),
  "agencies.enablePerson": row("administration", "administration", "directory"),
  "agencies.changeRoles": row("administration", "administration", "directory"),
  "agencies.changeTeams": row("administration", "administration", "directory"),
  "agencies.suspendClient": row("administration", "administration", "directory"),
  "agencies.resumeClient": row("administration", "administration", "directory"),
  "agencies.createTeam": row("administration", "administration", "directory"),
  "agencies.renameTeam": row("administration", "administration", "directory"),
  "agencies.closeTeam": row("administration", "administration", "directory"),
  "agencies.resetPassword": row("administration", "administration"),
  "agencies.rotateSecret": row("administration", "administration"),
  "agencies.changeKey": row("administration", "administration"),
  "agencies.propose": row("administration", "administration"),
  "agencies.decideApproval": row("administration", "administration"),
  "agencies.recordAgreement": row("administration", "administration"),
  "agencies.endAgreement": row("administration", "administration"),
  "agencies.describe": "none",
  "agencies.describePeople": "none",
  "agencies.create": row("administration", "administration", "directory"),
  "agencies.createPerson": row("administration", "administration", "directory"),
  "agencies.createClient": row("administration", "administration", "directory"),

  "defendants.record": row("collection", "identity", "record"),
  "defendants.get": row("consultation", "identity", "record"),
  "defendants.correct": row("alteration", "identity", "record"),
  "defendants.addDetails": row("alteration", "identity", "record"),
  "defendants.search": row("consultation", "identity", "items"),
  "defendants.decideCandidate": row("alteration", "identity", "record"),
  "defendants.invite": row("disclosure", "identity", "file", ["agencyId"]),
  "defendants.file": row("consultation", "identity", "defendant"),
  "defendants.names": row("consultation", "identity", "names"),
  "defendants.involve": "none",
  "defendants.narrowed": "none",
  "defendants.share": row("disclosure", null, "file"),
  "defendants.recall": row("alteration", "limited-access", "file"),
  "defendants.consent": row("alteration", "limited-access", "file", ["agencyIds"]),
  "defendants.withdraw": row("alteration", "limited-access", "file"),
  "defendants.ask": row("collection", "limited-access", "file", ["agencyId"]),
  "defendants.answer": row("disclosure", null, "file"),
  "defendants.sharing": row("consultation", "limited-access", "file"),
  "defendants.exclude": row("alteration", "limited-access", "file"),
  "defendants.restrict": row("alteration", "limited-access", "file"),
  "defendants.seal": row("alteration", "limited-access", "file"),
  "defendants.lift": row("alteration", "limited-access", "file"),
  "defendants.limits": row("consultation", "limited-access", "file"),
  "defendants.leave": row("alteration", "limited-access", "file"),
  "defendants.restrictReporting": row("alteration", "limited-access", "file"),
  "defendants.freeReporting": row("alteration", "limited-access", "file"),
  "defendants.breakGlass": row("alteration", "limited-access", "file"),
  "defendants.listBrokenGlass": row("consultation", "limited-access"),
  "defendants.reviewGlass": row("alteration", "limited-access", "file"),
  "defendants.recordSubjectRequest": row("collection", "identity", "file"),
  "defendants.listSubjectRequests": row("consultation", "identity"),
  "defendants.getSubjectRequest": row("consultation", "identity"),
  "defendants.moveSubjectRequest": row("alteration", "identity"),
  "defendants.subjectPack": row("disclosure", "identity"),
  "defendants.explainFor": row("consultation", "limited-access", "file"),
  "defendants.explain": row("consultation", "limited-access", "file"),

  "cases.receive": row("collection", "case", "record", ["courtId"]),
  "cases.get": row("consultation", "case", "record"),
  "cases.listHearing": row("collection", "case", "record"),
  "cases.getHearing": row("consultation", "case", "record"),
  "cases.recordHearing": row("alteration", "case", "record"),
  "cases.plead": row("alteration", "results", "record"),
  "cases.requestReport": row("collection", "risk", "record", ["agencyId"]),
  "cases.deliverReport": row("alteration", "risk", "record"),
  "cases.getReport": row("consultation", "risk", "record"),
  "cases.sentence": row("alteration", "results", "record"),
  "cases.getOrder": row("consultation", "supervision", "record"),
  "cases.addObligation": row("collection", "compliance", "record"),
  "cases.recordOutcome": row("alteration", "compliance", "record"),
  "cases.getObligation": row("consultation", "compliance", "record"),
  "cases.recordCourtOutcome": row("alteration", "compliance", "record"),
  "cases.correctOutcome": row("alteration", "compliance", "record"),
  "cases.getEnforcement": row("consultation", "supervision", "record"),
  "cases.moveEnforcement": row("alteration", "supervision", "record"),
  "cases.getReview": row("consultation", "supervision", "record"),
  "cases.moveReview": row("alteration", "supervision", "record"),
  "cases.serveProgressReport": row("alteration", "compliance", "record"),
  "cases.getProgressReport": row("consultation", "compliance", "record"),
  "cases.recordResponse": row("collection", "compliance", "record"),
  "cases.getResponse": row("consultation", "compliance", "record"),
  "cases.requestMeeting": row("collection", "needs", "record"),
  "cases.getMeeting": row("consultation", "needs", "record"),
  "cases.moveMeeting": row("alteration", "needs", "record"),
  "cases.moveReferral": row("alteration", "needs", "record"),
  "cases.scheduleTest": row("collection", "drug-tests", "record"),
  "cases.moveTest": row("alteration", "drug-tests", "record"),
  "cases.refer": row("collection", "needs", "record", ["providerAgencyId"]),
  "cases.getReferral": row("consultation", "needs", "record"),
  "cases.recordTest": row("collection", "drug-tests", "record", ["shareWith"]),
  "cases.getTest": row("consultation", "drug-tests", "record"),
  "cases.identifyNeed": row("collection", "needs", "record"),
  "cases.getNeed": row("consultation", "needs", "record"),
  "cases.shareTest": row("disclosure", "drug-tests"),
  "cases.recallTest": row("alteration", "drug-tests"),
  "cases.confirmAccess": "none",
  "cases.partForSubject": row("disclosure", null, "file"),
  "cases.part": row("consultation", null, "parts"),

  "notes.add": row("collection", "agency-notes", "record", ["shareWith"]),
  "notes.get": row("consultation", "agency-notes", "record"),
  "notes.share": row("disclosure", "agency-notes"),
  "notes.recall": row("alteration", "agency-notes"),
  "notes.confirmAccess": "none",
  "notes.partForSubject": row("disclosure", null, "file"),
  "notes.part": row("consultation", null, "parts"),
  "notes.addPrivate": row("collection", "private-notes", "file"),
  "notes.mine": row("consultation", "private-notes", "file"),
  "notes.privateHistory": row("consultation", "private-notes", "file"),
  "notes.editPrivate": row("alteration", "private-notes", "file"),
  "notes.pinPrivate": row("alteration", "private-notes", "file"),
  "notes.withdrawPrivate": row("alteration", "private-notes", "file"),
  "notes.searchPrivate": row("consultation", "private-notes"),
  "notes.releasePrivate": row("disclosure", "private-notes", "file"),
  "notes.privateReleases": row("consultation", "private-notes", "file"),
  "notes.recallRelease": row("alteration", "private-notes", "file"),
  "notes.released": row("consultation", "private-notes", "file"),
  "notes.proposeEscrow": row("administration", "administration"),
  "notes.escrows": row("consultation", "administration"),
  "notes.approveEscrow": row("administration", "administration"),
  "notes.confirmEscrow": row("administration", "administration"),

  "reports.list": "none",
  "reports.run": row("consultation", "reports", "rows"),

  "audit.search": row("consultation", "logs"),
  "audit.mine": row("consultation", "logs"),
  "audit.counts": row("consultation", "logs"),
  "audit.myPrivateNotes": row("consultation", "private-notes"),
  "audit.checkpoints": "none",
  "audit.record": "none",
};

/** What every service answers to others on their own account, and to the readiness check. */
const commonActions = /^[a-z]+\.(events|heads|ready|auditRows)$/;

/** The row of an action; undefined when nobody has said how it stands in the audit. */
export function auditedAction(action: string): Audited | "none" | undefined {
  return commonActions.test(action) ? "none" : auditedActions[action];
}

/** Whether asking for this is a look at somebody's data, for which a purpose may have to be given. */
export function isLook(action: string): boolean {
  const audited = auditedAction(action);
  return typeof audited === "object" && (audited.operation === "consultation" || audited.operation === "disclosure");
}

/** The information class of each kind of record, for the rows of its changes. */
export const recordClasses: Readonly<Record<RecordKind, InformationClass>> = {
  defendant: "identity",
  "file-access": "identity",
  "subject-request": "identity",
  case: "case",
  hearing: "case",
  "pre-sentence-report": "risk",
  order: "supervision",
  obligation: "compliance",
  enforcement: "supervision",
  review: "supervision",
  "progress-report": "compliance",
  response: "compliance",
  meeting: "needs",
  referral: "needs",
  "drug-test": "drug-tests",
  need: "needs",
  note: "agency-notes",
  agency: "administration",
  person: "administration",
  client: "administration",
  team: "administration",
  approval: "administration",
  escrow: "administration",
  agreement: "administration",
};
