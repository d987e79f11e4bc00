import type { Part } from "../bus/call-graph.ts";
import { fail } from "../errors/errors.ts";
import type { Subject } from "../identity/subject.ts";
import { type InformationClass, mayDo } from "./matrix.ts";
import type { Role } from "./roles.ts";

/**
 * Who may call an action at all; which records it reaches is decided record by record. Every action has one row:
 * `class`+`does` by the matrix · `roles` by name · `signedIn` one's own session and reference data ·
 * `perRecord` composes records of many classes · `services` on their own account · `open` before signing in.
 */
export type AccessRow =
  | { readonly class: InformationClass; readonly does: "read" | "write" }
  | { readonly roles: readonly Role[] }
  | { readonly signedIn: true }
  | { readonly perRecord: true }
  | { readonly services: readonly Part[] }
  | { readonly open: true };

export type AccessRows = Readonly<Record<string, AccessRow>>;

/** Throws UNAUTHENTICATED or ACCESS_DENIED unless `row` lets `subject` in. */
export function admit(row: AccessRow, subject: Subject): void {
  if ("open" in row) return;
  if (subject.kind === "anonymous") fail("UNAUTHENTICATED");
  if (!isAdmitted(row, subject)) fail("ACCESS_DENIED");
}

function isAdmitted(
  row: Exclude<AccessRow, { open: true }>,
  subject: Exclude<Subject, { kind: "anonymous" }>,
): boolean {
  if ("services" in row) return subject.kind === "service" && row.services.some(name => name === subject.name);
  if (subject.kind === "service") return false;
  if ("signedIn" in row || "perRecord" in row) return true;
  return "roles" in row
    ? subject.roles.some(role => row.roles.includes(role))
    : mayDo(subject.roles, row.class, row.does);
}
