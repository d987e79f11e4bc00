/**
 * Who sees what of a file, by how their agency stands to it, written by hand. Everything in these files was recorded
 * by other agencies: F all of it · L the limited view · - not there.
 *
 * The columns: JUD LA LST CO  POL INT CPS DEF PRB YOT TRT HLT SUP VIC ASB REP OPS IGO ADM
 */
export const itemClasses = [
  "identity",
  "case",
  "supervision",
  "compliance",
  "risk",
  "drug-tests",
  "needs",
  "agency-notes",
  "court-notes",
] as const;
export type ItemClass = (typeof itemClasses)[number];
export type Row = Readonly<Record<ItemClass, string>>;

const nothing = "- - - -  - - - - - - - - - - - - - - -";

const atTheTable: Row = {
  identity: "      F F F F  F F F L F F L L L L L - - L -",
  case: "          F F F F  F F F L F F L L L L L - - - -",
  supervision: "   F F - F  F F F L F F L L L L L - - - -",
  compliance: "    F F - F  L - L L F F F L - - L - - - -",
  risk: "          F F - L  - - F F F F - - - - - - - - -",
  "drug-tests": "  - - - -  - - - L F F F - - - - - - - -",
  needs: "         F F - F  L - L F F F F F F - L - - - -",
  "agency-notes": "- - - -  - - - - - - - - - - - - - - -",
  "court-notes": " F F F F  - - L - L L - - - - - - - - -",
};

const nobody: Row = {
  identity: nothing,
  case: nothing,
  supervision: nothing,
  compliance: nothing,
  risk: nothing,
  "drug-tests": nothing,
  needs: nothing,
  "agency-notes": nothing,
  "court-notes": nothing,
};

export const relations = {
  "at the table for this case": atTheTable,
  "named in a restriction": atTheTable,
  // Identity and needs follow the person; the bench reads the whole file; everybody else their own cases.
  "at the table for another case of the same person": {
    identity: "      F F F F  F F F L F F L L L L L - - L -",
    case: "          F F - -  - - - - - - - - - - - - - - -",
    supervision: "   F F - -  - - - - - - - - - - - - - - -",
    compliance: "    F F - -  - - - - - - - - - - - - - - -",
    risk: "          F F - -  - - - - - - - - - - - - - - -",
    "drug-tests": "  - - - -  - - - - - - - - - - - - - - -",
    needs: "         F F - F  L - L F F F F F F - L - - - -",
    "agency-notes": "- - - -  - - - - - - - - - - - - - - -",
    "court-notes": " F F - -  - - - - - - - - - - - - - - -",
  },
  "left after all was recorded": atTheTable,
  // The person and the case were there when they left; what came later is not.
  "left before the rest was recorded": {
    ...nobody,
    identity: "      F F F F  F F F L F F L L L L L - - L -",
    case: "          F F F F  F F F L F F L L L L L - - - -",
  },
  // Case, compliance, risk, drug tests and notes are shared with every agency; nobody may share the others.
  "shared with, and not at the table": {
    identity: "      - - - -  - - - - - - - - - - - - - - -",
    case: "          F F F F  F F F L F F L L L L L - - - -",
    supervision: "   - - - -  - - - - - - - - - - - - - - -",
    compliance: "    F F - F  L - L L F F F L - - L - - - -",
    risk: "          F F - L  F F F F F F F F F - - - - - -",
    "drug-tests": "  F F - F  - - - L F F F F - - - - - - -",
    needs: "         - - - -  - - - - - - - - - - - - - - -",
    "agency-notes": "F F - F  - - - - - - - - - - - - - - -",
    "court-notes": " - - - -  - - - - - - - - - - - - - - -",
  },
  // As at the table, and what is shared; the defence is served, so it reads as far as the judge.
  "shared with, at the table": {
    identity: "      F F F F  F F F L F F L L L L L - - L -",
    case: "          F F F F  F F F F F F L L L L L - - - -",
    supervision: "   F F - F  F F F L F F L L L L L - - - -",
    compliance: "    F F - F  L - L F F F F L - - L - - - -",
    risk: "          F F - L  F F F F F F F F F - - - - - -",
    "drug-tests": "  F F - F  - - - F F F F F - - - - - - -",
    needs: "         F F - F  L - L F F F F F F - L - - - -",
    "agency-notes": "F F - F  - - - F - - - - - - - - - - -",
    "court-notes": " F F F F  - - L - L L - - - - - - - - -",
  },
  "no relation": nobody,
  "at the table, and others are named in a restriction": nobody,
  "at the table and excluded": nobody,
  "named in a restriction and excluded": nobody,
  "at the table of a sealed file": {
    ...nobody,
    identity: "      F F - -  - - - - - - - - - - - - - - -",
    case: "          F F - -  - - - - - - - - - - - - - - -",
    supervision: "   F F - -  - - - - - - - - - - - - - - -",
    compliance: "    F F - -  - - - - - - - - - - - - - - -",
    risk: "          F F - -  - - - - - - - - - - - - - - -",
    needs: "         F F - -  - - - - - - - - - - - - - - -",
    "court-notes": " F F - -  - - - - - - - - - - - - - - -",
  },
  // As at the table, and what needs consent or disclosure; others' own notes stay theirs.
  "no relation, with the glass broken": {
    identity: "      F F F F  F F F L F F L L L L L - - L -",
    case: "          F F F F  F F F L F F L L L L L - - - -",
    supervision: "   F F - F  F F F L F F L L L L L - - - -",
    compliance: "    F F - F  L - L L F F F L - - L - - - -",
    risk: "          F F - L  F F F F F F F F F - - - - - -",
    "drug-tests": "  F F - F  - - - L F F F F - - - - - - -",
    needs: "         F F - F  L - L F F F F F F - L - - - -",
    "agency-notes": "F F - F  - - - - - - - - - - - - - - -",
    "court-notes": " F F F F  - - L - L L - - - - - - - - -",
  },
} as const satisfies Readonly<Record<string, Row>>;
export type Relation = keyof typeof relations;

/** A note that the reader's own agency wrote, read by that agency and by the others at the same table. */
export const ownNotes = {
  writes: "- - - -  W W W - W W W W W W W - - - -",
  reads: " - - - -  F F F - F F F F F F F - - - -",
};
