import { reportsContracts as reports } from "../../services/reports/reports.contract.ts";
import type { Route } from "./route.ts";

export const reportsRoutes: readonly Route[] = [
  { method: "get", path: "/v1/reports", kind: "read", contract: reports.list },
  { method: "get", path: "/v1/system-health", kind: "read", contract: reports.health },
  { method: "get", path: "/v1/reports/{id}", kind: "read", contract: reports.run },
];
