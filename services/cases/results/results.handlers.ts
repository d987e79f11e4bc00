import type { Handlers } from "../../../libs/bus/actions.ts";
import { notYet } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Case } from "../cases.schema.ts";
import type { Reading } from "../reading.ts";
import type { snapshotsStore } from "../snapshots/snapshots.store.ts";
import type { resultsContracts } from "./results.contract.ts";
import type { resultsStore } from "./results.store.ts";

type Freezing = ReturnType<typeof snapshotsStore>["freezing"];

interface Named {
  readonly caseId: string;
  readonly defendantId: string;
}

/** What the actions on results do: change, then show what there is now. */
export function resultsHandlers(
  results: ReturnType<typeof resultsStore>,
  read: Reading,
  freezing: Freezing,
): Handlers<typeof resultsContracts> {
  const shown = async (written: Promise<Case>, named: Named, person: Person) =>
    notYet(read.results(await written, named, person));
  return {
    recordVerdicts: (input, { person, command }) =>
      shown(results.recordVerdicts(input, person(), command()), input, person()),
    getResults: async (input, { person }) => read.results(await results.find(input.caseId), input, person()),
    draftResults: (input, { person, command }) =>
      shown(results.draftResults(input, person(), command()), input, person()),
    shareResults: (input, asked) => {
      const [person, command] = [asked.person(), asked.command()];
      return shown(results.shareResults(input, person, command, freezing(asked, command)), input, person);
    },
    amendResults: (input, asked) => {
      const [person, command] = [asked.person(), asked.command()];
      return shown(results.amendResults(input, person, command, freezing(asked, command)), input, person);
    },
    moveCase: (input, { person, command }) => shown(results.moveCase(input, person(), command()), input, person()),
  };
}
