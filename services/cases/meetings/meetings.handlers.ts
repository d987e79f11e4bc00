import type { Handlers } from "../../../libs/bus/actions.ts";
import { notYet } from "../../../libs/errors/errors.ts";
import type { CasesModels } from "../cases.schema.ts";
import type { Reading } from "../reading.ts";
import type { meetingsContracts } from "./meetings.contract.ts";
import type { MeetingsStore } from "./meetings.store.ts";
import { meetingsPart } from "./meetings.views.ts";

/** The ways to problem-solving meetings. */
export function meetingsHandlers(
  models: CasesModels,
  store: MeetingsStore,
  read: Reading,
): Handlers<typeof meetingsContracts> {
  return {
    requestMeeting: async (input, { person, command }) =>
      notYet(read.show(meetingsPart, await store.requestMeeting(input, person(), command()), person())),
    getMeeting: ({ id }, { person }) => read.item(models.meetings, meetingsPart, id, person()),
    moveMeeting: async (input, { person, command }) =>
      notYet(read.show(meetingsPart, await store.moveMeeting(input, person(), command()), person())),
  };
}
