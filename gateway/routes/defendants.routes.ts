import { defendantsContracts as defendants } from "../../services/defendants/defendants.contract.ts";
import { notesContracts as notes } from "../../services/notes/notes.contract.ts";
import type { Route } from "./route.ts";

export const defendantsRoutes: readonly Route[] = [
  { method: "post", path: "/v1/defendants", kind: "create", contract: defendants.record },
  { method: "post", path: "/v1/defendants/search", kind: "search", contract: defendants.search },
  { method: "get", path: "/v1/defendants/{id}", kind: "read", contract: defendants.get },
  { method: "patch", path: "/v1/defendants/{id}", kind: "change", contract: defendants.correct },
  { method: "post", path: "/v1/defendants/{id}/details", kind: "append", contract: defendants.addDetails },
  {
    method: "post",
    path: "/v1/defendants/{id}/candidates/{candidateId}/decision",
    kind: "append",
    contract: defendants.decideCandidate,
  },
  { method: "post", path: "/v1/defendants/{id}/involvements", kind: "append", contract: defendants.invite },
  {
    method: "get",
    path: "/v1/defendants/{id}/file",
    kind: "read",
    contract: defendants.file,
    join: [
      { field: "privateNotes", contract: notes.mine, roles: ["JUD"], from: "id", to: "defendantId" },
      // For every holder of these roles, so that an empty list says nothing.
      {
        field: "releasedNotes",
        contract: notes.released,
        roles: ["JUD", "LA", "CO"],
        from: "id",
        to: "defendantId",
      },
    ],
  },
];
