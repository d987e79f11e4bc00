import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { PaybackProject } from "./payback-projects.schema.ts";

type Days = Pick<PaybackProject, "from" | "to">;

/** The court whose project it is: a court's people record their own, others say whose. Fails with VALIDATION, ACCESS_DENIED. */
export function courtOfProject({ courtId: own }: Pick<Person, "courtId">, named: string | undefined): string {
  if (own === null)
    return (
      named ?? fail("VALIDATION", { errors: [{ path: "courtId", message: "expected the court whose project it is" }] })
    );
  if (named !== undefined && named !== own)
    fail("ACCESS_DENIED", { detail: "A court records its own projects, and no other's." });
  return own;
}

/** Fails with VALIDATION where a project would end before it began. */
export function assertDays({ from, to }: Days): void {
  if (to !== null && to < from)
    fail("VALIDATION", { errors: [{ path: "to", message: "expected no day before the project began" }] });
}

/** Whether work is done there on a day, for people of this court. */
export function isOpenTo(
  project: Pick<PaybackProject, "from" | "to" | "courtId"> | null,
  courtId: string | null,
  day: string,
): boolean {
  return project?.courtId === courtId && project.from <= day && (project.to === null || day <= project.to);
}
