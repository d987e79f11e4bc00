import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { legalBasisOf } from "../libs/access/legal-basis.ts";
import { informationClasses, matrixColumns, matrixRows } from "../libs/access/matrix.ts";
import { roleNames, roles } from "../libs/access/roles.ts";
import { statutes } from "../libs/access/statutes.ts";
import { exemptionGrounds, subjectAccess } from "../libs/access/subject-access.ts";
import { errorTable } from "../libs/errors/errors.ts";
import { eventTable } from "../libs/record/event-table.ts";

/** The pages that are printed from code, so that they cannot differ from it. `npm run docs` writes them; a test compares. */
export function printedPages(): Record<string, string> {
  return { "access.md": accessPage(), "errors.md": errorsPage(), "events.md": eventsPage() };
}

function accessPage(): string {
  return page("Who may read, write and share what", [
    "Information class by role. `R` read · `W` write · `S` may share onward · `own` only what one's own agency recorded · `r` limited view · `c` only when shared, consented or by statute · `agg` aggregates only · `health` how the system does, in numbers that are about nobody · `author` its author · `grant` only what its author released to the person by name · blank: nothing.",
    "",
    "Every cell is cut further, in this order (`libs/access/decide.ts`, the only place that decides):",
    "",
    "1. **Exclusion**: a named person may not, whatever else is allowed.",
    "2. **Seal**: the bench and its legal advisers only.",
    "3. **Restriction**: named people only. Breaking the glass lifts this and nothing above it.",
    "4. **The matrix** below: class by role. A system is cut to the column SYSX as well. What happened before the eighteenth birthday is a youth record: no more of it than the row `youth` gives.",
    "5. **Why this agency, this file**: it is at the table (for identity and needs the file, otherwise the case; a bench with one case reads the whole file); or it was, and then sees what it saw then and nothing newer; or the agency that holds a thing shares it; or the person consents; or a statute gives it; or somebody has broken the glass, for an hour, to read.",
    "6. **A fair hearing**: what the court is shown, the defence in that case reads once it is served on them, and never more than the judge. Private notes are shown to nobody; intelligence reaches neither.",
    "",
    "What is out of reach is *not found*, exactly as if it had never been. `GET /v1/defendants/{id}/explanation` says which of these decided, with the cell and the fact.",
    "",
    "A change that takes something away from somebody (recall, withdrawal, exclusion, restriction, seal, end of an involvement) is answered when every service has it. A service that was not told for five seconds shows nothing about any file until it has asked.",
    "",
    table(
      ["Class", ...matrixColumns],
      matrixRows().map(({ cls, cells }) => [cls, ...cells]),
    ),
    "",
    table(
      ["Role", "Who"],
      roles.map(role => [role, roleNames[role]]),
    ),
    "",
    "## What the law gives by itself",
    "",
    table(
      ["Row", "Class", "Roles", "Source"],
      Object.entries(statutes).map(([name, { class: cls, roles: given, source }]) => [
        name,
        cls,
        given.join(", "),
        source,
      ]),
    ),
    "",
    "## By what law each class is processed",
    "",
    "Each item of a file carries this, whether it tells a fact or an opinion, and as whom the person stands in it (Data Protection Act 2018, Part 3).",
    "",
    table(
      ["Class", "Legal basis"],
      informationClasses.map(cls => [cls, legalBasisOf(cls)]),
    ),
    "",
    "## What the person a file is about is given",
    "",
    "When they ask (Data Protection Act 2018, s. 45; UK GDPR, Art. 15):",
    "",
    table(
      ["Class", "For the person it is about", "Source"],
      Object.entries(subjectAccess).map(([cls, row]) =>
        row.rule === "exempt"
          ? [cls, `kept from them: ${row.ground}`, exemptionGrounds[row.ground].source]
          : [cls, row.rule === "included" ? "given" : "no file holds it", ""],
      ),
    ),
  ]);
}

function errorsPage(): string {
  const rows = Object.entries(errorTable).map(([type, [status, title, remedy]]) => [
    `\`urn:tracker:error:${type}\``,
    String(status),
    title,
    remedy,
  ]);
  return page("Errors", [
    "Every refusal is `application/problem+json` (RFC 9457). Match the `type`; the rest is for people. `errors[]` names fields by path, `requestId` names the request in the logs.",
    "",
    table(["Type", "Status", "What", "What to do"], rows),
  ]);
}

function eventsPage(): string {
  const rows = Object.entries(eventTable).map(([type, { owner, record, consumers }]) => [
    `\`${type}\``,
    owner,
    record,
    consumers.join(", ") || "nobody yet",
  ]);
  return page("Events", [
    "What happened, as services tell each other. A payload holds ids and coded values, never a name or a text; it is defined in `libs/record/event-table.ts`.",
    "",
    table(["Event", "Told by", "About", "Heard by"], rows),
  ]);
}

function page(title: string, lines: readonly string[]): string {
  return [`# ${title}`, "", "Printed from code by `npm run docs`.", "", ...lines, ""].join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map(row => `| ${row.join(" | ")} |`).join("\n");
}

/** The pages that stand in docs/ now. */
export function standingPage(name: string): string {
  return readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(printedPages())) {
    writeFileSync(fileURLToPath(new URL(name, import.meta.url)), text);
    process.stdout.write(`docs/${name}\n`);
  }
}
