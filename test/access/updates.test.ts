import { z } from "zod";
import { routes } from "../../gateway/routes/routes.ts";
import { cellOf } from "../../libs/access/matrix.ts";

/** Access to a record is decided by these fields of it, or by what follows from them. */
const decidedBy = [
  ...["agencyId", "courtId", "caseId", "defendantId", "defendantIds", "personId", "class", "kind"],
  ...["disclosures", "occurredAt", "dateOfBirth", "convictedOn"],
];

/** The updates that may name one, and why whoever may make the update may make it on both sides of it. */
const named: Readonly<Record<string, readonly string[]>> = {
  // Makes the file a youth's, or no longer: the police read that class in full.
  "defendants.correct": ["dateOfBirth"],
  // Makes a conviction spent, or no longer: the agency that recorded it reads both.
  "cases.correctConviction": ["convictedOn"],
  // Not a change of the field: whom of a case's defendants it is about, and whom a seat is given to.
  "cases.plead": ["defendantId"],
  "cases.sentence": ["defendantId"],
  "defendants.invite": ["agencyId", "caseId"],
};

test("A20: no update moves a record to where its writer would not be let, since none names what access is decided by", () => {
  const updates = routes.filter(({ kind }) => kind === "change" || kind === "append");
  expect(updates.length).toBeGreaterThan(40);
  const found = updates.flatMap(({ path, contract: { action, input } }) => {
    const fields = input instanceof z.ZodObject ? Object.keys(input.shape) : [];
    const deciding = fields.filter(field => decidedBy.includes(field) && !path.includes(`{${field}}`));
    return deciding.length > 0 ? [[action, deciding]] : [];
  });
  expect(Object.fromEntries(found)).toEqual(named);
  expect([cellOf("youth", "POL").read, cellOf("spent", "POL").read, cellOf("antecedents", "POL").read]).toEqual([
    "full",
    "full",
    "full",
  ]);
});
