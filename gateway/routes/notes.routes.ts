import { notesContracts as notes } from "../../services/notes/notes.contract.ts";
import type { Route } from "./route.ts";

export const notesRoutes: readonly Route[] = [
  { method: "post", path: "/v1/notes", kind: "create", contract: notes.add },
  { method: "get", path: "/v1/notes/{id}", kind: "read", contract: notes.get },
  { method: "post", path: "/v1/notes/{id}/disclosures", kind: "append", contract: notes.share },
  { method: "post", path: "/v1/notes/{id}/disclosures/{disclosureId}/recall", kind: "append", contract: notes.recall },
  // No private note has an address of its own: they are reached by the file and the token's subject, nothing else.
  { method: "post", path: "/v1/defendants/{defendantId}/private-notes", kind: "create", contract: notes.addPrivate },
  { method: "get", path: "/v1/defendants/{defendantId}/private-notes", kind: "read", contract: notes.mine },
];
