import { serviceCalls, services } from "../../libs/bus/call-graph.ts";
import { agenciesRoutes } from "./agencies.routes.ts";
import { auditRoutes } from "./audit.routes.ts";
import { casesRoutes } from "./cases.routes.ts";
import { defendantsRoutes } from "./defendants.routes.ts";
import { notesRoutes } from "./notes.routes.ts";
import { reportsRoutes } from "./reports.routes.ts";
import type { Route } from "./route.ts";

/** Every way in. */
export const routes: readonly Route[] = [
  ...agenciesRoutes,
  ...defendantsRoutes,
  ...casesRoutes,
  ...notesRoutes,
  ...reportsRoutes,
  ...auditRoutes,
];

/** Every action the gateway may ask for: those of the routes, what joins them, each service's readiness, and who is revoked. */
export const routeActions: readonly string[] = [
  ...routes.flatMap(({ contract, join }) => [contract.action, ...(join ?? []).map(joined => joined.contract.action)]),
  ...services.map(name => `${name}.ready`),
  ...serviceCalls.gateway,
];
