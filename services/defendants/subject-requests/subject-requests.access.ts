import type { AccessRows } from "../../../libs/access/rows.ts";

export const subjectRequestsAccess: AccessRows = {
  "defendants.recordSubjectRequest": { roles: ["IGO"] },
  "defendants.listSubjectRequests": { roles: ["IGO"] },
  "defendants.getSubjectRequest": { roles: ["IGO"] },
  "defendants.moveSubjectRequest": { roles: ["IGO"] },
  "defendants.subjectPack": { roles: ["IGO"] },
  "defendants.maySubjectPack": { roles: ["IGO"] },
};
