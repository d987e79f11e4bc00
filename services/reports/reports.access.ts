import { cellTextOf } from "../../libs/access/matrix.ts";
import { roles } from "../../libs/access/roles.ts";
import type { AccessRows } from "../../libs/access/rows.ts";

export const reportsAccess: AccessRows = {
  "reports.list": { class: "reports", does: "read" },
  "reports.run": { class: "reports", does: "read" },
  "reports.health": { roles: roles.filter(role => cellTextOf("reports", role) === "health") },
};
