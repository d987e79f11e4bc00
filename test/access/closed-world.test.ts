import { routes } from "../../gateway/routes/routes.ts";
import { type Cell, cellOf, informationClasses } from "../../libs/access/matrix.ts";
import type { AccessRow } from "../../libs/access/rows.ts";
import { agenciesAccess } from "../../services/agencies/agencies.access.ts";
import { auditAccess } from "../../services/audit/audit.access.ts";
import { casesAccess } from "../../services/cases/cases.access.ts";
import { defendantsAccess } from "../../services/defendants/defendants.access.ts";
import { notesAccess } from "../../services/notes/notes.access.ts";
import { reportsAccess } from "../../services/reports/reports.access.ts";
import { cellClasses, type Letter, letterOf, roleOrder } from "./tables/cells.ts";
import { moreWays } from "./tables/more-ways.ts";
import { ways as waysToFiles } from "./tables/ways.ts";

const ways = [...waysToFiles, ...moreWays];
const access = {
  ...agenciesAccess,
  ...auditAccess,
  ...casesAccess,
  ...defendantsAccess,
  ...notesAccess,
  ...reportsAccess,
};

function inWords(row: AccessRow): string {
  if ("class" in row) return `${row.class} ${row.does}`;
  if ("roles" in row) return `roles ${row.roles.join(" ")}`;
  if ("services" in row) return `services ${row.services.join(" ")}`;
  if ("signedIn" in row) return "signed in";
  return "perRecord" in row ? "per record" : "open";
}

test("every route stands in the table with its action, and nothing else does", () => {
  const standing = ways.flatMap(([route, action]) => (route === null ? [] : [`${route} → ${action}`]));
  const there = routes.map(({ method, path, contract }) => `${method.toUpperCase()} ${path} → ${contract.action}`);
  expect(there.sort()).toEqual(standing.sort());
});

test("every action stands in the table with who may call it, and nothing else does", () => {
  const standing = new Set(ways.map(([, action, who]) => `${action}: ${who}`));
  const there = Object.entries(access).map(([action, row]) => `${action}: ${inWords(row)}`);
  expect(there.sort()).toEqual([...standing].sort());
});

test("every cell of the matrix is the letter that the agencies agreed", () => {
  const letters: Readonly<Record<Cell["read"], Letter>> = {
    full: "F",
    limited: "L",
    shared: "C",
    own: "O",
    author: "-",
    grant: "-",
    none: "-",
  };
  for (const cls of cellClasses)
    for (const role of [...roleOrder, "SYSX"] as const)
      expect(`${cls} × ${role}: ${letters[cellOf(cls, role).read]}`).toBe(`${cls} × ${role}: ${letterOf(cls, role)}`);
});

test("every class has its letters, or holds no record about a defendant", () => {
  const without = informationClasses.filter(cls => !cellClasses.includes(cls));
  expect(without.sort()).toEqual(
    ["administration", "equality", "limited-access", "logs", "reference", "reports", "session"].sort(),
  );
});
