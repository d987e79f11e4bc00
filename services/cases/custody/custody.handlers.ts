import type { Handlers } from "../../../libs/bus/actions.ts";
import { notYet } from "../../../libs/errors/errors.ts";
import type { CasesModels } from "../cases.schema.ts";
import type { Reading } from "../reading.ts";
import type { custodyContracts } from "./custody.contract.ts";
import type { Custody } from "./custody.schema.ts";
import type { custodyStore } from "./custody.store.ts";
import { custodyPart } from "./custody.views.ts";

/** What the actions on custody do: change, then show what there is now. */
export function custodyHandlers(
  { custody }: CasesModels,
  store: ReturnType<typeof custodyStore>,
  read: Reading,
): Handlers<typeof custodyContracts> {
  return {
    recordCustody: async (input, { person, command }) => {
      const made = await store.recordCustody(input, person(), command());
      return notYet(read.show(custodyPart(made), made, person()));
    },
    getCustody: async ({ id }, { person }) => {
      const found = await custody.findById(id, { class: 1 }).lean<Pick<Custody, "class">>();
      return read.item(custody, custodyPart(found), id, person());
    },
    moveCustody: async (input, { person, command }) => {
      const changed = await store.moveCustody(input, person(), command());
      return notYet(read.show(custodyPart(changed), changed, person()));
    },
  };
}
