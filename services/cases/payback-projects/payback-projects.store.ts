import type { z } from "zod";
import type { Directory } from "../../../libs/bus/directory.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import { withoutBookkeeping } from "../../../libs/record/record.ts";
import type { CasesModels } from "../cases.schema.ts";
import type { paybackProjectsContracts } from "./payback-projects.contract.ts";
import { assertDays, courtOfProject } from "./payback-projects.rules.ts";
import type { PaybackProject } from "./payback-projects.schema.ts";

type Input<K extends keyof typeof paybackProjectsContracts> = z.output<(typeof paybackProjectsContracts)[K]["input"]>;
const projectsMax = 500;

/** The payback projects of courts, by ward. */
export function paybackProjectsStore({ projects }: CasesModels, committer: Committer, directory: Directory) {
  return {
    async recordProject(
      { courtId: named, to: given, ...about }: Input<"recordProject">,
      person: Person,
      command: Command,
    ): Promise<PaybackProject> {
      const courtId = courtOfProject(person, named);
      const to = given ?? null;
      assertDays({ from: about.from, to });
      await directory.assertAgencies("courtId", [courtId], ["court"]);
      const { ward, kind, from } = about;
      const { agencyId } = person;
      const { record } = await committer.create<PaybackProject>(
        projects,
        { ...about, courtId, agencyId, to },
        [{ type: "project.recorded", data: { courtId, agencyId, ward, kind, from, to } }],
        command,
      );
      return record;
    },

    listProjects({ courtId }: Input<"listProjects">, person: Person): Promise<PaybackProject[]> {
      const own = person.courtId === null ? { agencyId: person.agencyId } : { courtId: person.courtId };
      return projects
        .find(courtId === undefined ? own : { courtId }, withoutBookkeeping)
        .sort({ ward: 1, name: 1, _id: 1 })
        .limit(projectsMax)
        .lean<PaybackProject[]>();
    },

    /** The agency that recorded it ends it, or the court whose it is; to others it is not there. */
    async endProject({ id, to }: Input<"endProject">, person: Person, command: Command): Promise<PaybackProject> {
      const authorize = async (stored: PaybackProject | null) => {
        if (stored?.agencyId !== person.agencyId && stored?.courtId !== (person.courtId ?? "")) fail("NOT_FOUND");
      };
      const { record } = await committer.change<PaybackProject>(projects, id, command, authorize, stored => {
        if (stored.to !== null) fail("RULE_BROKEN", { detail: `The project ended on ${stored.to} already.` });
        assertDays({ from: stored.from, to });
        const { courtId, agencyId, ward, kind, from } = stored;
        return { set: { to }, events: [{ type: "project.ended", data: { courtId, agencyId, ward, kind, from, to } }] };
      });
      return record;
    },
  };
}
