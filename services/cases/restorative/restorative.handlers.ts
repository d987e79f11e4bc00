import type { Handlers } from "../../../libs/bus/actions.ts";
import { notYet } from "../../../libs/errors/errors.ts";
import type { CasesModels } from "../cases.schema.ts";
import type { Reading } from "../reading.ts";
import type { restorativeContracts } from "./restorative.contract.ts";
import type { restorativeStore } from "./restorative.store.ts";
import { restorativePart } from "./restorative.views.ts";

/** What the actions on restorative meetings do: change, then show what there is now. */
export function restorativeHandlers(
  { restorativeMeetings }: CasesModels,
  store: ReturnType<typeof restorativeStore>,
  read: Reading,
): Handlers<typeof restorativeContracts> {
  return {
    offerRestorative: async (input, { person, command }) =>
      notYet(read.show(restorativePart, await store.offerRestorative(input, person(), command()), person())),
    getRestorative: ({ id }, { person }) => read.item(restorativeMeetings, restorativePart, id, person()),
    moveRestorative: async (input, { person, command }) =>
      notYet(read.show(restorativePart, await store.moveRestorative(input, person(), command()), person())),
  };
}
