import { defendantsContracts as defendants } from "../../services/defendants/defendants.contract.ts";
import { notesContracts as notes } from "../../services/notes/notes.contract.ts";
import type { Join, Route } from "./route.ts";

const file = "/v1/defendants/{id}";

/** Who may see a file, as people decide it. */
const fileAccessRoutes: readonly Route[] = [
  { method: "get", path: `${file}/sharing`, kind: "read", contract: defendants.sharing },
  { method: "get", path: `${file}/explanation`, kind: "read", contract: defendants.explain },
  { method: "post", path: `${file}/disclosures`, kind: "create", contract: defendants.share },
  { method: "post", path: `${file}/disclosures/{disclosureId}/recall`, kind: "append", contract: defendants.recall },
  { method: "post", path: `${file}/consents`, kind: "create", contract: defendants.consent },
  { method: "post", path: `${file}/consents/{consentId}/withdrawal`, kind: "append", contract: defendants.withdraw },
  { method: "post", path: `${file}/information-requests`, kind: "create", contract: defendants.ask },
  {
    method: "post",
    path: `${file}/information-requests/{requestId}/answer`,
    kind: "append",
    contract: defendants.answer,
  },
  { method: "get", path: `${file}/limits`, kind: "read", contract: defendants.limits },
  { method: "post", path: `${file}/exclusions`, kind: "create", contract: defendants.exclude },
  { method: "post", path: `${file}/restrictions`, kind: "create", contract: defendants.restrict },
  { method: "post", path: `${file}/seals`, kind: "create", contract: defendants.seal },
  { method: "post", path: `${file}/limits/{limitId}/lifting`, kind: "append", contract: defendants.lift },
  { method: "post", path: `${file}/involvements/{involvementId}/end`, kind: "append", contract: defendants.leave },
  { method: "post", path: `${file}/reporting-restrictions`, kind: "create", contract: defendants.restrictReporting },
  {
    method: "post",
    path: `${file}/reporting-restrictions/{restrictionId}/lifting`,
    kind: "append",
    contract: defendants.freeReporting,
  },
  { method: "post", path: `${file}/broken-glass`, kind: "create", contract: defendants.breakGlass },
  { method: "post", path: `${file}/broken-glass/{glassId}/review`, kind: "append", contract: defendants.reviewGlass },
  { method: "post", path: "/v1/access-explanations", kind: "search", contract: defendants.explainFor },
  { method: "get", path: "/v1/broken-glass", kind: "read", contract: defendants.listBrokenGlass },
];

/** Whether two records are of one person. */
const matchingRoutes: readonly Route[] = [
  { method: "post", path: `${file}/overrides`, kind: "append", contract: defendants.overrideMatch },
  { method: "post", path: `${file}/merge`, kind: "append", contract: defendants.merge },
  { method: "post", path: `${file}/unmerge`, kind: "append", contract: defendants.unmerge },
  { method: "get", path: "/v1/match-tasks", kind: "read", contract: defendants.listMatchTasks },
  { method: "post", path: "/v1/match-tasks/{id}/decision", kind: "append", contract: defendants.decideMatchTask },
];

const request = "/v1/subject-requests/{id}";

/** What the people files are about may ask of those who keep them. */
const subjectRequestsRoutes: readonly Route[] = [
  { method: "post", path: "/v1/subject-requests", kind: "create", contract: defendants.recordSubjectRequest },
  { method: "get", path: "/v1/subject-requests", kind: "read", contract: defendants.listSubjectRequests },
  { method: "get", path: request, kind: "read", contract: defendants.getSubjectRequest },
  { method: "post", path: `${request}/moves`, kind: "append", contract: defendants.moveSubjectRequest },
  {
    method: "get",
    path: `${request}/pack`,
    kind: "read",
    contract: defendants.subjectPack,
    whileSending: defendants.maySubjectPack,
  },
];

const review = "/v1/retention-reviews/{id}";

/** How long files are kept, and what two officers decide about them. */
const retentionRoutes: readonly Route[] = [
  { method: "get", path: "/v1/retention-reviews", kind: "read", contract: defendants.listRetention },
  { method: "post", path: "/v1/retention-reviews", kind: "create", contract: defendants.openRetention },
  { method: "get", path: review, kind: "read", contract: defendants.getRetention },
  { method: "post", path: `${review}/moves`, kind: "append", contract: defendants.moveRetention },
];

/** What the gateway lays beside a file, for these roles; nothing behind it sees both together. */
const besideTheFile: readonly Join[] = [
  { field: "privateNotes", contract: notes.mine, roles: ["JUD"], from: "id", to: "defendantId" },
  // For every holder of these roles, so that an empty list says nothing.
  {
    field: "releasedNotes",
    contract: notes.released,
    roles: ["JUD", "LA", "CO"],
    from: "id",
    to: "defendantId",
  },
];

export const defendantsRoutes: readonly Route[] = [
  { method: "post", path: "/v1/defendants", kind: "create", contract: defendants.record },
  { method: "post", path: "/v1/defendants/search", kind: "search", contract: defendants.search },
  { method: "get", path: "/v1/defendants/{id}", kind: "read", contract: defendants.get },
  { method: "patch", path: "/v1/defendants/{id}", kind: "change", contract: defendants.correct },
  { method: "post", path: "/v1/defendants/{id}/details", kind: "append", contract: defendants.addDetails },
  {
    method: "post",
    path: "/v1/defendants/{id}/equality-declarations",
    kind: "create",
    contract: defendants.declareEquality,
  },
  {
    method: "post",
    path: "/v1/defendants/{id}/candidates/{candidateId}/decision",
    kind: "append",
    contract: defendants.decideCandidate,
  },
  { method: "post", path: "/v1/defendants/{id}/involvements", kind: "append", contract: defendants.invite },
  ...fileAccessRoutes,
  ...subjectRequestsRoutes,
  ...retentionRoutes,
  ...matchingRoutes,
  {
    method: "get",
    path: "/v1/defendants/{id}/sentencing-view",
    kind: "read",
    contract: defendants.sentencingView,
    join: besideTheFile,
    whileSending: defendants.mayFile,
  },
  {
    method: "get",
    path: "/v1/defendants/{id}/file",
    kind: "read",
    contract: defendants.file,
    join: besideTheFile,
    whileSending: defendants.mayFile,
  },
];
