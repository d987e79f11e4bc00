import type { Handlers } from "../../../libs/bus/actions.ts";
import { iso } from "../iso.ts";
import type { provisionContracts } from "./provision.contract.ts";
import type { Provision } from "./provision.schema.ts";
import type { provisionStore } from "./provision.store.ts";

const view = ({ _id: id, v: version, statedAt, withdrawnAt, ...said }: Provision) => ({
  ...{ id, version, courtId: said.courtId, agencyId: said.agencyId, requirementType: said.requirementType },
  ...{ placesFree: said.placesFree, nextStartOn: said.nextStartOn },
  ...{ statedAt: statedAt.toISOString(), withdrawnAt: iso(withdrawnAt) },
});

/** The ways to what agencies can provide at a court. */
export function provisionHandlers(store: ReturnType<typeof provisionStore>): Handlers<typeof provisionContracts> {
  return {
    stateProvision: async (input, { person, command }) => view(await store.stateProvision(input, person(), command())),
    withdrawProvision: async (input, { person, command }) =>
      view(await store.withdrawProvision(input, person(), command())),
    listProvision: input => store.listProvision(input),
  };
}
