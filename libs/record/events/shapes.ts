import { z } from "zod";

/** The shapes that payloads are made of. */
export const id = z.uuid();
export const instant = z.coerce.date();
export const day = z.iso.date();
export const recipient = z.strictObject({ kind: z.enum(["agency", "team", "person"]), id });
/** What lies in a file; of a case and of its court, where it belongs to one. */
export const ofFile = { defendantId: id, caseId: id.nullable(), courtId: id.nullable() };
/** What belongs to one defendant on one case. */
export const ofCase = { defendantId: id, caseId: id, courtId: id };
/** What is under an order; the agency is the one that supervises it. */
export const ofOrder = { ...ofFile, orderId: id, agencyId: id };
