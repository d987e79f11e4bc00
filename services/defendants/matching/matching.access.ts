import type { AccessRows } from "../../../libs/access/rows.ts";

/**
 * The matching role is information governance: it answers for the register as a whole, sits at nobody's table, and
 * sees of a person no more than name and date of birth. Whoever may write both people's identity decides without it.
 */
export const matchingAccess: AccessRows = {
  "defendants.overrideMatch": { perRecord: true },
  "defendants.listMatchTasks": { roles: ["IGO"] },
  "defendants.decideMatchTask": { roles: ["IGO"] },
  "defendants.merge": { perRecord: true },
  "defendants.unmerge": { perRecord: true },
};
