import type { AccessRows } from "../../../libs/access/rows.ts";

export const retentionAccess: AccessRows = {
  "defendants.listRetention": { roles: ["IGO"] },
  "defendants.getRetention": { roles: ["IGO"] },
  "defendants.openRetention": { roles: ["IGO"] },
  "defendants.moveRetention": { roles: ["IGO"] },
};
