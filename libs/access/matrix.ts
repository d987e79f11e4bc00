import { type Role, roles } from "./roles.ts";

/**
 * Who may read, write and share what: information class by role.
 *
 * `R` read · `W` write · `S` may share onward · `own` only what one's own agency recorded · `r` limited view ·
 * `c` only when shared, consented or by statute · `agg` aggregates only · `author` its author · `grant` only what its
 * author released to the person by name · blank: nothing.
 * Every R is cut further by involvement with the file (decide.ts).
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
] as const satisfies readonly Role[];

const table = {
  identity:
    "R     |R   |RW  |R   |RW   |R    |R    |r  |RW     |RW     |r      |r      |r      |r      |r  |   |   |r  |",
  case: "R     |RW  |RW  |R   |RWS  |R    |RW   |r  |R      |R      |r      |r      |r      |r      |r  |   |   |   |",
  results:
    "RW    |RW  |R   |R   |R    |R    |R    |r  |R      |R      |r      |r      |r      |r      |r  |   |   |   |",
  supervision:
    "R     |R   |    |R   |R    |R    |R    |r  |RW     |RW     |r      |r      |r      |r      |r  |   |   |   |",
  antecedents:
    "R     |R   |    |r   |RWS  |R    |R    |r  |R      |R      |       |       |       |       |   |   |   |   |",
  spent: "R     |R   |    |    |RWS  |R    |R    |r  |R      |R      |       |       |       |       |   |   |   |   |",
  risk: "R     |R   |    |r   |c    |c    |R    |R  |RWS    |RWS    |c      |c      |c      |       |   |   |   |   |",
  compliance:
    "R     |R   |    |R   |r    |     |r    |r  |RWS    |RWS    |RW     |r      |RW own |       |r  |   |   |   |",
  "drug-tests":
    "c     |c   |    |c   |     |     |     |r  |RS     |RS     |RWS    |c      |       |       |   |   |   |   |",
  treatment:
    "      |    |    |    |     |     |     |   |c      |c      |RWS    |c      |       |       |   |   |   |   |",
  health:
    "c     |c   |    |c   |     |     |     |c  |c      |c      |c      |RWS    |       |       |   |   |   |   |",
  needs: "R     |R   |    |RW  |r    |     |r    |R  |RW     |RW     |RW     |RW     |RW     |       |r  |   |   |   |",
  "victim-contact":
    "r     |r   |    |r   |RWS  |r    |RW   |   |r      |r      |       |       |       |RWS    |r  |   |   |   |",
  "victim-statement":
    "R     |R   |    |    |RW   |     |RWS  |R  |r      |r      |       |       |       |RW     |   |   |   |   |",
  intelligence:
    "      |    |    |    |r    |RWS  |c    |   |c      |c      |       |       |       |       |c  |   |   |   |",
  "private-notes":
    "author|grant|   |grant|    |     |     |   |       |       |       |       |       |       |   |   |   |   |",
  "court-notes":
    "RW    |RW  |RW  |RW  |     |     |r    |   |r      |r      |       |       |       |       |   |   |   |   |",
  "agency-notes":
    "c     |c   |    |c   |W own|W own|W own|   |W own S|W own S|W own S|W own S|W own S|W own S|   |   |   |   |",
  youth: "R     |R   |r   |r   |R    |r    |R    |r  |r      |RWS    |c      |c      |c      |r      |r  |   |   |   |",
  equality:
    "agg   |agg |    |    |W    |     |agg  |   |W      |W      |W      |W      |W      |W      |agg|agg|   |   |",
  logs: "own   |    |    |own |own  |own  |own  |own|own    |own    |own    |own    |own    |own    |own|agg|   |R  |",
  reports:
    "R     |R   |R   |R   |R    |r    |R    |   |R      |R      |r      |r      |r      |r      |R  |R  |   |R  |",
  administration:
    "      |    |    |    |     |     |     |   |       |       |       |       |       |       |   |   |   |   |RW",
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
  const letters = text.replace(/\b(own|agg|author|grant)\b/g, "");
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

/** The cell of one class and one role. */
export function cellOf(cls: InformationClass, role: Role): Cell {
  return cells.get(`${cls}/${role}`) ?? { read: "none", write: false, share: false };
}

/** Whether any of the roles may do this with some record of the class: the question a function asks before it looks at records. */
export function mayDo(held: readonly Role[], cls: InformationClass, does: "read" | "write"): boolean {
  return held.some(role => (does === "write" ? cellOf(cls, role).write : cellOf(cls, role).read !== "none"));
}

/** The table as rows for documentation, one cell a role. */
export function matrixRows(): { cls: string; cells: string[] }[] {
  return Object.entries(table).map(([cls, row]) => ({
    cls,
    cells: roles.map(role => row.split("|")[columns.indexOf(role)]?.trim() ?? ""),
  }));
}
