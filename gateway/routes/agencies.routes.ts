import { agenciesContracts as agencies } from "../../services/agencies/agencies.contract.ts";
import type { Route } from "./route.ts";

export const agenciesRoutes: readonly Route[] = [
  { method: "post", path: "/v1/sign-in", kind: "session", contract: agencies.signIn, open: true },
  { method: "post", path: "/v1/sign-in/refresh", kind: "session", contract: agencies.refresh, open: true },
  { method: "post", path: "/v1/sign-in/client", kind: "session", contract: agencies.clientToken, open: true },
  { method: "post", path: "/v1/sign-out", kind: "session", contract: agencies.signOut },
  { method: "get", path: "/v1/me", kind: "read", contract: agencies.me },
  { method: "post", path: "/v1/me/second-factor", kind: "append", contract: agencies.startSecondFactor },
  { method: "post", path: "/v1/me/second-factor/confirm", kind: "append", contract: agencies.confirmSecondFactor },
  { method: "get", path: "/v1/agencies", kind: "read", contract: agencies.list },
  { method: "post", path: "/v1/agencies", kind: "create", contract: agencies.create },
  { method: "post", path: "/v1/agencies/{agencyId}/people", kind: "create", contract: agencies.createPerson },
  { method: "post", path: "/v1/agencies/{agencyId}/clients", kind: "create", contract: agencies.createClient },
];
