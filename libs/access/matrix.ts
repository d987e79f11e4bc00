import type { Role } from "./roles.ts";

/**
 * Who may read, write and share what: information class by role.
 *
 * `R` read · `W` write · `S` may share onward · `own` only what one's own agency recorded · `r` limited view ·
 * `c` only when shared, consented or by statute · `agg` aggregates only · `health` how the system does, in numbers that
 * are about nobody · `author` its author · `grant` only what its author released to the person by name · blank: nothing.
 * Every R is cut further by involvement with the file (decide.ts). SYSX is no role: it is the most that an agency's
 * system may do, whatever roles it acts with.
 */
const columns = [
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
  "SYSX",
] as const satisfies readonly (Role | "SYSX")[];
type Column = (typeof columns)[number];

const table = {
  identity:
    "R     |RW |RW|R  |RW   |R    |R    |r  |RW     |RW     |r      |r      |r      |r      |r  |   |  |r |  |RW",
  case: "R     |RW |RW|R  |RWS  |R    |RW   |r  |R      |R      |r      |r      |r      |r      |r  |   |  |  |  |RWS",
  results:
    "RW    |RW |R |R  |R    |R    |R    |r  |R      |R      |r      |r      |r      |r      |r  |   |  |  |  |RW",
  supervision:
    "R     |R  |  |R  |R    |R    |R    |r  |RW     |RW     |r      |r      |r      |r      |r  |   |  |  |  |RW",
  antecedents:
    "R     |R  |  |r  |RWS  |R    |R    |r  |R      |R      |       |       |       |       |   |   |  |  |  |RWS",
  spent: "R     |R  |  |   |RWS  |R    |R    |r  |R      |R      |       |       |       |       |   |   |  |  |  |RWS",
  risk: "R     |R  |  |r  |c    |c    |R    |R  |RWS    |RWS    |c      |c      |c      |       |   |   |  |  |  |RWS",
  compliance:
    "R     |R  |  |R  |r    |     |r    |r  |RWS    |RWS    |RW     |r      |RW own |       |r  |   |  |  |  |RWS",
  "drug-tests":
    "c     |c  |  |c  |     |     |     |r  |RS     |RS     |RWS    |c      |       |       |   |   |  |  |  |RWS",
  treatment:
    "      |   |  |   |     |     |     |   |c      |c      |RWS    |c      |       |       |   |   |  |  |  |RWS",
  health:
    "c     |c  |  |c  |     |     |     |c  |c      |c      |c      |RWS    |       |       |   |   |  |  |  |RWS",
  needs: "R     |R  |  |RW |r    |     |r    |R  |RW     |RW     |RW     |RW     |RW     |       |r  |   |  |  |  |RW",
  "victim-contact":
    "r     |r  |  |r  |RWS  |r    |RW   |   |r      |r      |       |       |       |RWS    |r  |   |  |  |  |",
  "victim-statement":
    "R     |R  |  |   |RW   |     |RWS  |R  |r      |r      |       |       |       |RW     |   |   |  |  |  |",
  intelligence:
    "      |   |  |   |r    |RWS  |c    |   |c      |c      |       |       |       |       |c  |   |  |  |  |",
  "private-notes":
    "author|grant|  |grant|     |     |     |   |       |       |       |       |       |       |   |   |  |  |  |",
  "court-notes":
    "RW    |RW |RW|RW |     |     |r    |   |r      |r      |       |       |       |       |   |   |  |  |  |",
  "agency-notes":
    "c     |c  |  |c  |W own|W own|W own|   |W own S|W own S|W own S|W own S|W own S|W own S|W own S|   |  |  |  |RW",
  youth: "R     |R  |r |r  |R    |r    |R    |r  |r      |RWS    |c      |c      |c      |r      |r  |   |  |  |  |RWS",
  equality:
    "agg   |agg|  |   |W    |     |agg  |   |W      |W      |W      |W      |W      |W      |agg|agg|  |  |  |W",
  logs: "own   |   |  |own|own  |own  |own  |own|own    |own    |own    |own    |own    |own    |own|agg|  |R |  |",
  reports:
    "R     |R  |R |R  |R    |r    |R    |   |R      |R      |r      |r      |r      |r      |R  |R  |health|R |  |R",
  administration:
    "      |   |  |   |     |     |     |   |       |       |       |       |       |       |   |   |  |  |RW|",
  "limited-access":
    "RW    |RW |  |   |     |     |     |   |       |       |       |       |       |       |   |   |  |RW|  |",
  reference:
    "R     |R  |R |R  |R    |R    |R    |R  |R      |R      |R      |R      |R      |R      |R  |R  |R |R |R |R",
  session:
    "RW    |RW |RW|RW |RW   |RW   |RW   |RW |RW     |RW     |RW     |RW     |RW     |RW     |RW |RW |RW|RW|RW|RW",
} as const;

export type InformationClass = keyof typeof table;
export const informationClasses = Object.keys(table) as [InformationClass, ...InformationClass[]];

/** One cell, read: how far a role may see, whether it may write, and whether it may share onward. */
export interface Cell {
  readonly read: "full" | "limited" | "shared" | "own" | "author" | "grant" | "none";
  readonly write: boolean;
  readonly share: boolean;
}

function parseCell(text: string): Cell {
  const own = /\bown\b/.test(text);
  const letters = text.replace(/\b(own|agg|health|author|grant)\b/g, "");
  const full = letters.includes("R");
  const limited = letters.includes("r") ? "limited" : letters.includes("c") ? "shared" : "none";
  const byName = text === "author" || text === "grant" ? text : undefined;
  const read = byName ?? (own ? "own" : full ? "full" : limited);
  return { read, write: letters.includes("W"), share: letters.includes("S") };
}

const cells = new Map(
  Object.entries(table).flatMap(([name, row]) =>
    row.split("|").map((text, index) => [`${name}/${columns[index]}`, parseCell(text.trim())] as const),
  ),
);

/** The cell of one class and one role, or of what a system may do at the most. */
export function cellOf(cls: InformationClass, role: Column): Cell {
  return cells.get(`${cls}/${role}`) ?? { read: "none", write: false, share: false };
}

/** Whether any of the roles may do this with some record of the class: the question a function asks before it looks at records. */
export function mayDo(held: readonly Role[], cls: InformationClass, does: "read" | "write"): boolean {
  return held.some(role => (does === "write" ? cellOf(cls, role).write : cellOf(cls, role).read !== "none"));
}

/** A cell as it stands in the table. */
export function cellTextOf(cls: InformationClass, role: Column): string {
  return cellText(table[cls], role);
}

function cellText(row: string, column: Column): string {
  return row.split("|")[columns.indexOf(column)]?.trim() ?? "";
}

export { columns as matrixColumns };

/** The table as rows for documentation, one cell a column. */
export function matrixRows(): { cls: string; cells: string[] }[] {
  return Object.entries(table).map(([cls, row]) => ({
    cls,
    cells: columns.map(column => cellText(row, column)),
  }));
}
