import { emergenciesMax, emergencyUsesContract } from "../../../libs/access/emergency-uses.ts";
import type { Handlers } from "../../../libs/bus/actions.ts";
import type { Tools } from "../../../libs/bus/serve.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { dayOf } from "../../../libs/clock/day.ts";
import { addWorkingDays } from "../../../libs/clock/working-days.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { fileAccessContracts } from "./file-access.contract.ts";
import { assertMayBreakGlass, glassMinutes, keptIn, reviewWorkingDays } from "./file-access.rules.ts";
import type { KeptGlass } from "./file-access.schema.ts";
import { assertRoom, type FileAccessStore } from "./file-access.store.ts";
import { glassView } from "./file-access.views.ts";

type Contracts = Pick<typeof fileAccessContracts, "breakGlass" | "listBrokenGlass" | "reviewGlass">;

/** A file opened in an emergency, and the review that every such opening waits for. */
export function emergenciesHandlers(store: FileAccessStore, call: Tools["call"]): Handlers<Contracts> {
  return {
    breakGlass: async ({ id, reasonCode, text }, { person, command }) => {
      const asked = command();
      const { at } = asked;
      const { id: personId, agencyId } = person();
      const made = { id: asked.id, from: at, to: new Date(at.getTime() + glassMinutes * 60_000), personId, agencyId };
      const reviewDueOn = dayOf(addWorkingDays(at, reviewWorkingDays));
      const kept: KeptGlass = { ...made, reasonCode, text, reviewDueOn, review: null };
      const record = await store.change(
        id,
        asked,
        async () => {},
        current => {
          assertMayBreakGlass(person(), current, at);
          assertRoom(current, "glass");
          return { push: { glass: [kept] }, events: [{ type: "glass.broken", data: made }] };
        },
      );
      return glassView(id, keptIn(record.glass, asked.id), clock.today());
    },

    listBrokenGlass: async ({ state }) => {
      const reviewed = state === "reviewed";
      const items = (await store.listGlass(reviewed))
        .flatMap(({ _id, glass }) =>
          glass.filter(({ review }) => (review !== null) === reviewed).map(kept => glassView(_id, kept, clock.today())),
        )
        .slice(0, emergenciesMax);
      const answer = await call(emergencyUsesContract, { grantIds: items.map(({ id }) => id) });
      const { items: counted } = emergencyUsesContract.output.parse(answer);
      const uses = new Map(counted.map(({ grantId, ...used }) => [grantId, used]));
      return { items: items.map(item => ({ ...item, uses: uses.get(item.id) ?? { count: 0, latest: [] } })) };
    },

    reviewGlass: async ({ id, glassId, finding, text }, { person, command }) => {
      const asked = command();
      const { at, by } = asked;
      const record = await store.change(
        id,
        asked,
        async () => {},
        current => {
          const found = current.glass.find(kept => kept.id === glassId) ?? fail("NOT_FOUND");
          if (found.personId === person().id) fail("ACCESS_DENIED", { detail: "Nobody reviews their own emergency." });
          if (found.review) fail("RULE_BROKEN", { detail: "This was reviewed already." });
          const review = { finding, text, by: by.id, at };
          return {
            set: { glass: current.glass.map(kept => (kept === found ? { ...kept, review } : kept)) },
            events: [{ type: "glass.reviewed", data: { id: glassId, finding } }],
          };
        },
      );
      return glassView(id, keptIn(record.glass, glassId), clock.today());
    },
  };
}
