import type { Handlers } from "../../../libs/bus/actions.ts";
import { notYet } from "../../../libs/errors/errors.ts";
import type { CasesModels } from "../cases.schema.ts";
import type { Reading } from "../reading.ts";
import type { markersContracts } from "./markers.contract.ts";
import type { Marker } from "./markers.schema.ts";
import type { markersStore } from "./markers.store.ts";
import { markerPart } from "./markers.views.ts";

/** What the actions on markers do: change, then show what there is now. */
export function markersHandlers(
  { markers }: CasesModels,
  store: ReturnType<typeof markersStore>,
  read: Reading,
): Handlers<typeof markersContracts> {
  return {
    setMarker: async (input, { person, command }) => {
      const made = await store.setMarker(input, person(), command());
      return notYet(read.show(markerPart(made), made, person()));
    },
    getMarker: async ({ id }, { person }) => {
      const found = await markers.findById(id, { class: 1 }).lean<Pick<Marker, "class">>();
      return read.item(markers, markerPart(found), id, person());
    },
    moveMarker: async (input, { person, command }) => {
      const changed = await store.moveMarker(input, person(), command());
      return notYet(read.show(markerPart(changed), changed, person()));
    },
  };
}
