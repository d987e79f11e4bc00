import type { Handlers } from "../../../libs/bus/actions.ts";
import { notYet } from "../../../libs/errors/errors.ts";
import type { CasesModels } from "../cases.schema.ts";
import { obligationPart } from "../obligations/obligations.views.ts";
import type { Reading } from "../reading.ts";
import type { treatmentContracts } from "./treatment.contract.ts";
import type { treatmentStore } from "./treatment.store.ts";
import { treatmentDetailPart, treatmentPart } from "./treatment.views.ts";

/** What the actions on treatment do: change, then show what there is now. */
export function treatmentHandlers(
  models: CasesModels,
  treatment: ReturnType<typeof treatmentStore>,
  read: Reading,
): Handlers<typeof treatmentContracts> {
  return {
    startTreatment: async (input, { person, command }) =>
      notYet(read.show(treatmentPart, await treatment.startTreatment(input, person(), command()), person())),
    getTreatment: ({ id }, { person }) => read.item(models.episodes, treatmentPart, id, person()),
    getTreatmentDetail: ({ id }, { person }) => read.item(models.episodes, treatmentDetailPart, id, person()),
    moveTreatment: async (input, { person, command }) =>
      notYet(read.show(treatmentPart, await treatment.moveTreatment(input, person(), command()), person())),
    addTreatmentSession: async (input, { person, command }) => {
      const made = await treatment.addTreatmentSession(input, person(), command());
      return notYet(read.show(obligationPart(made), made, person()));
    },
  };
}
