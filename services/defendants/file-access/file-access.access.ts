import type { AccessRows } from "../../../libs/access/rows.ts";

export const fileAccessAccess: AccessRows = {
  // Which class is shared, consented to or asked for is decided when the file is opened.
  "defendants.share": { perRecord: true },
  "defendants.recall": { perRecord: true },
  "defendants.consent": { perRecord: true },
  "defendants.withdraw": { perRecord: true },
  "defendants.ask": { perRecord: true },
  "defendants.answer": { perRecord: true },
  "defendants.sharing": { perRecord: true },
  "defendants.exclude": { class: "limited-access", does: "write" },
  "defendants.restrict": { class: "limited-access", does: "write" },
  "defendants.seal": { roles: ["JUD"] },
  "defendants.lift": { class: "limited-access", does: "write" },
  "defendants.limits": { class: "limited-access", does: "read" },
  "defendants.leave": { perRecord: true },
  "defendants.restrictReporting": { roles: ["JUD", "LA"] },
  "defendants.freeReporting": { roles: ["JUD", "LA"] },
  "defendants.breakGlass": { class: "identity", does: "read" },
  "defendants.listBrokenGlass": { roles: ["IGO"] },
  "defendants.reviewGlass": { roles: ["IGO"] },
  "defendants.explain": { perRecord: true },
  "defendants.explainFor": { roles: ["IGO"] },
  "defendants.narrowed": { services: ["cases", "notes"] },
};
