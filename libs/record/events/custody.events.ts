import { z } from "zod";
import { informationClasses } from "../../access/matrix.ts";
import { day, id, ofCase } from "./shapes.ts";

/** The agency is the one that wrote it down. Where somebody is held is not told. */
const custody = z.strictObject({
  ...{ ...ofCase, agencyId: id, class: z.enum(informationClasses) },
  kind: z.enum(["remand", "sentence"]),
});

const of = <P extends z.ZodType>(payload: P) =>
  ({ owner: "cases", record: "custody", consumers: ["reports"], payload }) as const;

/** Times in custody, until release and the end of the licence. */
export const custodyEvents = {
  "custody.entered": of(custody.extend({ expectedReleaseOn: day.nullable() })),
  "custody.transferred": of(custody),
  "custody.release-expected": of(custody.extend({ expectedReleaseOn: day })),
  "custody.released": of(custody.extend({ reason: z.string().nullable(), licenceEndsOn: day.nullable() })),
  "custody.recalled": of(custody),
  "custody.licence-ended": of(custody),
};
