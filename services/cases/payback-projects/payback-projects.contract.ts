import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";

const { id, day, text, name } = fields;
export const projectKinds = [
  "environmental",
  "graffiti-removal",
  "painting-and-decorating",
  "recycling",
  "community-building",
  "charity-shop",
  "food-bank",
  "other",
] as const;

const projectView = z.strictObject({
  id,
  version: z.int(),
  name: z.string(),
  ward: z.string(),
  kind: z.enum(projectKinds),
  courtId: id,
  agencyId: id,
  from: day,
  to: day.nullable(),
});

/** Projects on which unpaid work is done, and in which ward: reference data of a court, with nobody's name in it. */
export const paybackProjectsContracts = {
  recordProject: contract(
    "cases.recordProject",
    "Record a payback project of a court: its name, ward and kind, and from when to when",
    z.strictObject({
      name,
      ward: text(60),
      kind: z.enum(projectKinds),
      /** Whose it is; left out by a court, which records its own. */
      courtId: id.optional(),
      from: day,
      to: day.optional(),
    }),
    projectView,
  ),
  listProjects: contract(
    "cases.listProjects",
    "The payback projects of a court; of your own court, or those that your agency recorded, where none is named",
    z.strictObject({ courtId: id.optional() }),
    z.strictObject({ items: z.array(projectView) }),
  ),
  endProject: contract(
    "cases.endProject",
    "End a payback project: its last day",
    z.strictObject({ id, to: day }),
    projectView,
  ),
};
