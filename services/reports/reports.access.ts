import type { AccessRows } from "../../libs/access/rows.ts";

export const reportsAccess: AccessRows = {
  "reports.list": { class: "reports", does: "read" },
  "reports.run": { class: "reports", does: "read" },
};
