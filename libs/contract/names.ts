import { z } from "zod";
import { reportingKinds } from "../access/reporting-kinds.ts";
import type { Asked } from "../bus/actions.ts";
import { contract, fields } from "./contract.ts";

const idsMax = 500;

export const reportingView = z.strictObject({
  id: z.string(),
  kind: z.enum(reportingKinds),
  caseId: fields.id.nullable(),
});
const namedSchema = z.strictObject({ id: fields.id, name: z.string(), reportingRestrictions: z.array(reportingView) });
export type Named = z.output<typeof namedSchema>;

/** What the owner of identities tells whoever lists people whom it knows by ids alone. */
export const namesContract = contract(
  "defendants.names",
  "The names of defendants, for those whose identity you may see",
  z.strictObject({ ids: z.array(fields.id).max(idsMax) }),
  z.strictObject({ names: z.array(namedSchema) }),
);

/** Of any number of people those whom the reader may see, with what may not be reported of them. */
export async function namesFor(asked: Asked, ids: readonly string[]): Promise<Named[]> {
  const found: Named[] = [];
  for (let at = 0; at < ids.length; at += idsMax)
    found.push(...(await asked.call(namesContract, { ids: ids.slice(at, at + idsMax) })).names);
  return found;
}
