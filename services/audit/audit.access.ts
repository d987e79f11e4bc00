import { cellOf } from "../../libs/access/matrix.ts";
import { roles } from "../../libs/access/roles.ts";
import type { AccessRows } from "../../libs/access/rows.ts";

/** Roles whose cell of the class `logs` is R, and those whose cell is `own`. */
const readers = roles.filter(role => cellOf("logs", role).read === "full");
const owners = roles.filter(role => cellOf("logs", role).read === "own");

export const auditAccess: AccessRows = {
  "audit.search": { roles: readers },
  "audit.mine": { roles: owners },
  // `agg`: numbers only. Whoever may read the rows may count them.
  "audit.counts": { roles: ["REP", ...readers] },
  "audit.myPrivateNotes": { class: "private-notes", does: "read" },
  "audit.checkpoints": { signedIn: true },
  "audit.emergencyUses": { services: ["defendants"] },
  "audit.record": { services: ["gateway"] },
};
