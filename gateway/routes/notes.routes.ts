import { documentBodyBytesMax } from "../../services/notes/documents/documents.contract.ts";
import { notesContracts as notes } from "../../services/notes/notes.contract.ts";
import type { Route } from "./route.ts";

export const notesRoutes: readonly Route[] = [
  { method: "post", path: "/v1/notes", kind: "create", contract: notes.add },
  { method: "get", path: "/v1/notes/{id}", kind: "read", contract: notes.get },
  { method: "get", path: "/v1/notes/{id}/disclosures", kind: "read", contract: notes.sharing },
  { method: "post", path: "/v1/notes/{id}/disclosures", kind: "append", contract: notes.share },
  { method: "post", path: "/v1/notes/{id}/disclosures/{disclosureId}/recall", kind: "append", contract: notes.recall },
  {
    method: "post",
    path: "/v1/documents",
    kind: "create",
    contract: notes.addDocument,
    bodyBytesMax: documentBodyBytesMax,
  },
  { method: "get", path: "/v1/documents/{id}", kind: "read", contract: notes.getDocument },
  {
    method: "get",
    path: "/v1/documents/{id}/content",
    kind: "download",
    contract: notes.readDocument,
    whileSending: notes.mayReadDocument,
  },
  { method: "get", path: "/v1/documents/{id}/disclosures", kind: "read", contract: notes.documentSharing },
  { method: "post", path: "/v1/documents/{id}/disclosures", kind: "append", contract: notes.shareDocument },
  {
    method: "post",
    path: "/v1/documents/{id}/disclosures/{disclosureId}/recall",
    kind: "append",
    contract: notes.recallDocument,
  },
  // No private note has an address of its own: they are reached by the file and the token's subject. A note's id is
  // looked for among that subject's own notes on that file, and nowhere else.
  { method: "post", path: "/v1/defendants/{defendantId}/private-notes", kind: "create", contract: notes.addPrivate },
  { method: "get", path: "/v1/defendants/{defendantId}/private-notes", kind: "read", contract: notes.mine },
  {
    method: "get",
    path: "/v1/defendants/{defendantId}/private-notes/history",
    kind: "read",
    contract: notes.privateHistory,
  },
  {
    method: "patch",
    path: "/v1/defendants/{defendantId}/private-notes/{noteId}",
    kind: "change",
    contract: notes.editPrivate,
  },
  {
    method: "post",
    path: "/v1/defendants/{defendantId}/private-notes/{noteId}/pin",
    kind: "append",
    contract: notes.pinPrivate,
  },
  {
    method: "post",
    path: "/v1/defendants/{defendantId}/private-notes/{noteId}/withdrawal",
    kind: "change",
    contract: notes.withdrawPrivate,
  },
  { method: "post", path: "/v1/private-notes/search", kind: "search", contract: notes.searchPrivate },
  {
    method: "post",
    path: "/v1/defendants/{defendantId}/private-notes/releases",
    kind: "create",
    contract: notes.releasePrivate,
  },
  {
    method: "get",
    path: "/v1/defendants/{defendantId}/private-notes/releases",
    kind: "read",
    contract: notes.privateReleases,
  },
  {
    method: "post",
    path: "/v1/defendants/{defendantId}/private-notes/releases/{releaseId}/recall",
    kind: "append",
    contract: notes.recallRelease,
  },
  { method: "get", path: "/v1/defendants/{defendantId}/released-notes", kind: "read", contract: notes.released },
  { method: "post", path: "/v1/private-notes/escrow", kind: "create", contract: notes.proposeEscrow },
  { method: "get", path: "/v1/private-notes/escrow", kind: "read", contract: notes.escrows },
  { method: "post", path: "/v1/private-notes/escrow/{id}/approval", kind: "append", contract: notes.approveEscrow },
  { method: "post", path: "/v1/private-notes/escrow/{id}/confirmation", kind: "append", contract: notes.confirmEscrow },
];
