import type { Handlers } from "../../../libs/bus/actions.ts";
import { notYet } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Reading } from "../reading.ts";
import type { hearingsContracts } from "./hearings.contract.ts";
import type { Hearing } from "./hearings.schema.ts";
import type { hearingsStore } from "./hearings.store.ts";

/** What the actions on hearings do: change, then show the hearing. */
export function hearingsHandlers(
  hearings: ReturnType<typeof hearingsStore>,
  read: Reading,
): Handlers<typeof hearingsContracts> {
  const shown = async (written: Promise<Hearing>, person: Person) => notYet(read.showHearing(await written, person));
  return {
    moveHearing: (input, { person, command }) => shown(hearings.moveHearing(input, person(), command()), person()),
    rescheduleHearing: (input, { person, command }) =>
      shown(hearings.rescheduleHearing(input, person(), command()), person()),
    adjournHearing: (input, { person, command }) =>
      shown(hearings.adjournHearing(input, person(), command()), person()),
    recordAttendance: (input, { person, command }) =>
      shown(hearings.recordAttendance(input, person(), command()), person()),
    classifyTrial: (input, { person, command }) => shown(hearings.classifyTrial(input, person(), command()), person()),
  };
}
