import { decideRead, type Held } from "../../libs/access/decide.ts";
import { type FileAccess, noFacts } from "../../libs/access/facts.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { cellClasses, roleOrder } from "../access/tables/cells.ts";

/**
 * `npm run bench:decisions`: how many reads one process decides in a second, on the facts of a long file: thirty
 * involvements, ten disclosures, three consents, an exclusion and a restriction. It prints; the aim is 100,000.
 */
const rounds = 5;
const decisions = 400_000;
const agencies = Array.from({ length: 10 }, (_, n) => `agency-${n}`);
const cases = Array.from({ length: 6 }, (_, n) => `case-${n}`);
const from = new Date("2026-01-01T00:00:00Z");
const left = new Date("2026-02-01T00:00:00Z");
const now = new Date("2026-03-10T10:00:00Z");
const at = <T>(list: readonly T[], n: number): T => {
  const found = list[n % list.length];
  if (found === undefined) throw new Error("an empty list");
  return found;
};

const file: FileAccess = {
  ...noFacts,
  _id: "file",
  v: 60,
  involvements: Array.from({ length: 30 }, (_, n) => ({
    id: `involvement-${n}`,
    agencyId: at(agencies, n),
    caseId: at(cases, Math.floor(n / 5)),
    reason: "order" as const,
    from,
    to: n % 3 === 0 ? left : null,
  })),
  disclosures: Array.from({ length: 10 }, (_, n) => ({
    id: `disclosure-${n}`,
    byAgencyId: at(agencies, n),
    recipient: { kind: "agency" as const, id: at(agencies, n + 3) },
    class: at(cellClasses, n),
    caseId: null,
    from,
    to: null,
  })),
  consents: Array.from({ length: 3 }, (_, n) => ({
    id: `consent-${n}`,
    classes: ["health" as const, "treatment" as const],
    agencyIds: [at(agencies, n), at(agencies, n + 1)],
    from,
    to: null,
  })),
  exclusions: [{ id: "exclusion", personId: "somebody", from, to: null }],
  restrictions: [{ id: "restriction", personIds: ["person"], from, to: left }],
  adultFrom: "2026-01-15",
};

const people = roleOrder.map(
  (role, n): Person => ({
    kind: "person",
    id: "person",
    agencyId: at(agencies, n),
    agencyType: role === "JUD" ? "court" : "probation",
    courtId: null,
    roles: [role],
    teamIds: [],
    sessionId: "session",
    signedInAtSeconds: 0,
  }),
);
const things = Array.from(
  { length: 97 },
  (_, n): Held => ({
    class: at(cellClasses, n),
    agencyId: at(agencies, n),
    caseId: at(cases, n),
    occurredAt: n % 4 === 0 ? from : left,
    recordedAt: left,
    disclosures: [],
  }),
);

let seen = 0;
for (let round = 1; round <= rounds; round++) {
  const startedAt = performance.now();
  for (let n = 0; n < decisions; n++) if (decideRead(at(people, n), file, at(things, n), now).view) seen++;
  const seconds = (performance.now() - startedAt) / 1_000;
  process.stdout.write(
    `round ${round}: ${Math.round(decisions / seconds).toLocaleString("en-GB")} decisions a second\n`,
  );
}
process.stdout.write(`${Math.round((seen / (rounds * decisions)) * 100)} % of them gave something to see\n`);
