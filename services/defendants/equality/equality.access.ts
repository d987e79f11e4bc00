import type { AccessRows } from "../../../libs/access/rows.ts";

/** There is a way to write and none to read. */
export const equalityAccess: AccessRows = {
  "defendants.declareEquality": { class: "equality", does: "write" },
};
