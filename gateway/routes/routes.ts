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

/** The actions behind a route: its own, what joins it, and what is asked while a long answer is sent. */
export function actionsOf({ contract, join = [], whileSending }: Route): string[] {
  return [contract, ...join.map(joined => joined.contract), ...(whileSending ? [whileSending] : [])].map(
    ({ action }) => action,
  );
}

/** Every action the gateway may ask for: those of the routes, each service's readiness, and who is revoked. */
export const routeActions: readonly string[] = [
  ...routes.flatMap(actionsOf),
  ...services.map(name => `${name}.ready`),
  ...serviceCalls.gateway,
];
