import { z } from "zod";
import { fields } from "../../libs/contract/contract.ts";
import { sourceSchema } from "../../libs/contract/views.ts";

/** One thing of a file by itself: its id, version and source, and what its kind shows. */
export const itemView = z.looseObject({ id: fields.id, version: z.int(), source: sourceSchema });
