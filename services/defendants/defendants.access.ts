import type { AccessRows } from "../../libs/access/rows.ts";
import { equalityAccess } from "./equality/equality.access.ts";
import { fileAccessAccess } from "./file-access/file-access.access.ts";
import { matchingAccess } from "./matching/matching.access.ts";
import { retentionAccess } from "./retention/retention.access.ts";
import { subjectRequestsAccess } from "./subject-requests/subject-requests.access.ts";

export const defendantsAccess: AccessRows = {
  ...fileAccessAccess,
  ...subjectRequestsAccess,
  ...matchingAccess,
  ...equalityAccess,
  ...retentionAccess,
  "defendants.record": { class: "identity", does: "write" },
  "defendants.get": { class: "identity", does: "read" },
  "defendants.correct": { class: "identity", does: "write" },
  "defendants.addDetails": { class: "identity", does: "write" },
  "defendants.search": { class: "identity", does: "read" },
  "defendants.decideCandidate": { class: "identity", does: "write" },
  "defendants.invite": { roles: ["JUD", "LA", "CO", "PRB", "YOT"] },
  "defendants.sentencingView": { roles: ["JUD", "LA"] },
  "defendants.viewToFreeze": { roles: ["JUD", "LA"] },
  "defendants.file": { perRecord: true },
  "defendants.names": { perRecord: true },
  "defendants.mayFile": { perRecord: true },
  "defendants.involve": { services: ["cases", "notes"] },
  "defendants.dismiss": { services: ["cases", "notes"] },
};
