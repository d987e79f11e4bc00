import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { matrixColumns, matrixRows } from "../libs/access/matrix.ts";
import { roleNames, roles } from "../libs/access/roles.ts";
import { exemptionGrounds, subjectAccess } from "../libs/access/subject-access.ts";
import { errorTable } from "../libs/errors/errors.ts";
import { eventTable } from "../libs/record/event-table.ts";

/** The pages that are printed from code, so that they cannot differ from it. `npm run docs` writes them; a test compares. */
export function printedPages(): Record<string, string> {
  return { "access.md": accessPage(), "errors.md": errorsPage(), "events.md": eventsPage() };
}

function accessPage(): string {
  return page("Who may read, write and share what", [
    "Information class by role. `R` read · `W` write · `S` may share onward · `own` only what one's own agency recorded · `r` limited view · `c` only when shared, consented or by statute · `agg` aggregates only · `author` its author alone · blank: nothing.",
    "",
    "Every R is cut further: an agency reads a file only while it is involved with it, and the classes that follow the case only in its own cases; a bench with a live case reads the whole file. What is out of reach is *not found*, exactly as if it had never been. Test results under an order with a drug rehabilitation, testing or alcohol monitoring requirement reach the court and the supervisor by law.",
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
    "What the person whom a file is about is given when they ask (Data Protection Act 2018, s. 45; UK GDPR, Art. 15):",
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
