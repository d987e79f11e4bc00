import type { AccessRows } from "../../libs/access/rows.ts";

export const notesAccess: AccessRows = {
  // Which class a note has depends on its kind; each is decided when the file is opened.
  "notes.add": { perRecord: true },
  "notes.get": { perRecord: true },
  "notes.part": { perRecord: true },
  "notes.partForSubject": { roles: ["IGO"] },
  "notes.share": { perRecord: true },
  "notes.recall": { perRecord: true },
  "notes.confirmAccess": { services: ["defendants"] },
  "notes.addPrivate": { roles: ["JUD"] },
  "notes.mine": { roles: ["JUD"] },
  "notes.editPrivate": { roles: ["JUD"] },
  "notes.pinPrivate": { roles: ["JUD"] },
  "notes.withdrawPrivate": { roles: ["JUD"] },
  "notes.privateHistory": { roles: ["JUD"] },
  "notes.searchPrivate": { roles: ["JUD"] },
  "notes.releasePrivate": { roles: ["JUD"] },
  "notes.privateReleases": { roles: ["JUD"] },
  "notes.recallRelease": { roles: ["JUD"] },
  "notes.released": { class: "private-notes", does: "read" },
  "notes.proposeEscrow": { roles: ["IGO"] },
  "notes.approveEscrow": { roles: ["IGO"] },
  "notes.confirmEscrow": { roles: ["JUD"] },
  "notes.escrows": { roles: ["IGO", "JUD"] },
};
