import type { Handlers } from "../../../libs/bus/actions.ts";
import type { paybackProjectsContracts } from "./payback-projects.contract.ts";
import type { PaybackProject } from "./payback-projects.schema.ts";
import type { paybackProjectsStore } from "./payback-projects.store.ts";

const view = ({ _id: id, v: version, name, ward, kind, courtId, agencyId, from, to }: PaybackProject) => ({
  ...{ id, version, name, ward, kind, courtId, agencyId, from, to },
});

/** The ways to payback projects. */
export function paybackProjectsHandlers(
  store: ReturnType<typeof paybackProjectsStore>,
): Handlers<typeof paybackProjectsContracts> {
  return {
    recordProject: async (input, { person, command }) => view(await store.recordProject(input, person(), command())),
    listProjects: async (input, { person }) => ({ items: (await store.listProjects(input, person())).map(view) }),
    endProject: async (input, { person, command }) => view(await store.endProject(input, person(), command())),
  };
}
