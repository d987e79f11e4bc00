import { auditContracts as audit } from "../../services/audit/audit.contract.ts";
import type { Route } from "./route.ts";

export const auditRoutes: readonly Route[] = [
  { method: "post", path: "/v1/audit/search", kind: "search", contract: audit.search },
  { method: "get", path: "/v1/audit/mine", kind: "read", contract: audit.mine },
  { method: "get", path: "/v1/audit/counts", kind: "read", contract: audit.counts },
  { method: "get", path: "/v1/audit/my-private-notes", kind: "read", contract: audit.myPrivateNotes },
  { method: "get", path: "/v1/audit/checkpoints", kind: "read", contract: audit.checkpoints },
];
