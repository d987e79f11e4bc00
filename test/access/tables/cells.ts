import type { InformationClass } from "../../../libs/access/matrix.ts";
import type { Role } from "../../../libs/access/roles.ts";

/** The order of the letters in every row of these tables. */
export const roleOrder = [
  "JUD",
  "LA",
  "LST",
  "CO",
  "POL",
  "INT",
  "CPS",
  "DEF",
  "PRB",
  "YOT",
  "TRT",
  "HLT",
  "SUP",
  "VIC",
  "ASB",
  "REP",
  "OPS",
  "IGO",
  "ADM",
] as const satisfies readonly Role[];

/**
 * What a role may read of a class at the most, copied by hand from the agencies' table of who may read what:
 * F all of it · L the limited view · C only when shared, consented to or given by statute · O only what one's own
 * agency recorded · - nothing. Aggregates are nothing here: nobody reads a record by them.
 */
const letters: { readonly [C in InformationClass]?: string } = {
  //                   JUD LA LST CO  POL INT CPS DEF PRB YOT TRT HLT SUP VIC ASB REP OPS IGO ADM  | systems
  identity: "           F   F   F   F   F   F   F   L   F   F   L   L   L   L   L   -   -   L   -      F",
  case: "               F   F   F   F   F   F   F   L   F   F   L   L   L   L   L   -   -   -   -      F",
  results: "            F   F   F   F   F   F   F   L   F   F   L   L   L   L   L   -   -   -   -      F",
  supervision: "        F   F   -   F   F   F   F   L   F   F   L   L   L   L   L   -   -   -   -      F",
  antecedents: "        F   F   -   L   F   F   F   L   F   F   -   -   -   -   -   -   -   -   -      F",
  spent: "              F   F   -   -   F   F   F   L   F   F   -   -   -   -   -   -   -   -   -      F",
  risk: "               F   F   -   L   C   C   F   F   F   F   C   C   C   -   -   -   -   -   -      F",
  compliance: "         F   F   -   F   L   -   L   L   F   F   F   L   O   -   L   -   -   -   -      F",
  "drug-tests": "       C   C   -   C   -   -   -   L   F   F   F   C   -   -   -   -   -   -   -      F",
  treatment: "          -   -   -   -   -   -   -   -   C   C   F   C   -   -   -   -   -   -   -      F",
  health: "             C   C   -   C   -   -   -   C   C   C   C   F   -   -   -   -   -   -   -      F",
  needs: "              F   F   -   F   L   -   L   F   F   F   F   F   F   -   L   -   -   -   -      F",
  "victim-contact": "   L   L   -   L   F   L   F   -   L   L   -   -   -   F   L   -   -   -   -      -",
  "victim-statement": " F   F   -   -   F   -   F   F   L   L   -   -   -   F   -   -   -   -   -      -",
  intelligence: "       -   -   -   -   L   F   C   -   C   C   -   -   -   -   C   -   -   -   -      -",
  "private-notes": "    -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -      -",
  "court-notes": "      F   F   F   F   -   -   L   -   L   L   -   -   -   -   -   -   -   -   -      -",
  "agency-notes": "     C   C   -   C   O   O   O   -   O   O   O   O   O   O   O   -   -   -   -      F",
  youth: "              F   F   L   L   F   L   F   L   L   F   C   C   C   L   L   -   -   -   -      F",
};

export type Letter = "F" | "L" | "C" | "O" | "-";
export const cellClasses = Object.keys(letters) as InformationClass[];

/** The letter of one class and one role (`SYSX`: of an agency's system, at the most). */
export function letterOf(cls: InformationClass, role: Role | "SYSX"): Letter {
  const row = letters[cls]?.trim().split(/\s+/) ?? [];
  return (row[role === "SYSX" ? roleOrder.length : roleOrder.indexOf(role)] ?? "-") as Letter;
}
