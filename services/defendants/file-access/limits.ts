import type { z } from "zod";
import { ended, isLive, type Period } from "../../../libs/access/facts.ts";
import type { Files } from "../../../libs/access/files.ts";
import type { Handlers } from "../../../libs/bus/actions.ts";
import type { Directory } from "../../../libs/bus/directory.ts";
import { fail } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { fileAccessContracts } from "./file-access.contract.ts";
import { assertPeriod, keptIn } from "./file-access.rules.ts";
import type { KeptReporting } from "./file-access.schema.ts";
import { assertRoom, type FileAccessStore } from "./file-access.store.ts";
import { limitView, limitViews, reportingView } from "./file-access.views.ts";

type Contracts = Pick<
  typeof fileAccessContracts,
  "exclude" | "restrict" | "seal" | "lift" | "limits" | "restrictReporting" | "freeReporting"
>;
type Input<K extends keyof Contracts> = z.output<Contracts[K]["input"]>;

/** Limits and reporting restrictions may last as long as the law lets them; this only keeps a slip of the year out. */
const limitDaysMax = 36_500;

/** Who may not see a file, or who alone may; and what may not be reported of it. */
export function limitsHandlers(store: FileAccessStore, files: Files, directory: Directory): Handlers<Contracts> {
  const openAtTable = (person: Person, id: string, caseId?: string) => files.openAtTable(person, id, caseId ?? null);

  /** Information governance reaches the limits of every file, and nothing else of it; everyone else those of a file they are at the table of. */
  async function openLimits(person: Person, id: string): Promise<void> {
    if (!person.roles.includes("IGO")) await openAtTable(person, id);
    else if (!(await store.find(id))) fail("NOT_FOUND");
  }

  async function limit(
    list: "exclusions" | "restrictions" | "seals",
    { id, reason, until, ...who }: Input<"seal"> & { personId?: string; personIds?: string[] },
    person: Person,
    command: Command,
  ) {
    const to = assertPeriod(command.at, until, limitDaysMax);
    const made = { id: command.id, from: command.at, to };
    const named = who.personIds ?? (who.personId ? [who.personId] : []);
    const event = {
      exclusions: { type: "exclusion.made" as const, data: { ...made, personId: who.personId ?? "" } },
      restrictions: { type: "restriction.made" as const, data: { ...made, personIds: who.personIds ?? [] } },
      seals: { type: "file.sealed" as const, data: made },
    }[list];
    const kept = { ...event.data, by: person.id, reason };
    const record = await store.narrow(
      id,
      command,
      async () => {
        await openLimits(person, id);
        if (named.length > 0) await directory.assertPeople(who.personId ? "personId" : "personIds", named);
      },
      current => {
        assertRoom(current, list);
        return { push: { [list]: [kept] }, events: [event] };
      },
    );
    const kinds = { exclusions: "exclusion", restrictions: "restriction", seals: "seal" } as const;
    return limitView(kinds[list], keptIn<typeof kept>(record[list], command.id));
  }

  return {
    exclude: (input, { person, command }) => limit("exclusions", input, person(), command()),
    restrict: (input, { person, command }) => limit("restrictions", input, person(), command()),
    seal: (input, { person, command }) => limit("seals", input, person(), command()),

    lift: async ({ id, limitId }, { person, command }) => {
      const asked = command();
      const { at } = asked;
      const record = await store.change(
        id,
        asked,
        () => openLimits(person(), id),
        current => {
          const { exclusions, restrictions, seals } = current;
          const found =
            [...exclusions, ...restrictions, ...seals].find(kept => kept.id === limitId) ?? fail("NOT_FOUND");
          if (!isLive(found, at)) fail("RULE_BROKEN", { detail: "This has ended already." });
          return {
            set: {
              exclusions: ended(exclusions, limitId, at),
              restrictions: ended(restrictions, limitId, at),
              seals: ended(seals, limitId, at),
            },
            events: [{ type: "limit.lifted", data: { id: limitId, to: at } }],
          };
        },
      );
      const all: readonly (Period & { id: string })[] = [...record.exclusions, ...record.restrictions, ...record.seals];
      return { id: limitId, to: (keptIn(all, limitId).to ?? fail("INTERNAL")).toISOString() };
    },

    limits: async ({ id }, { person }) => {
      await openLimits(person(), id);
      return { items: limitViews(await store.get(id)) };
    },

    restrictReporting: async ({ id, kind, caseId, until }, { person, command }) => {
      const asked = command();
      const { at } = asked;
      const made = { id: asked.id, from: at, to: assertPeriod(at, until, limitDaysMax), kind, caseId: caseId ?? null };
      const kept: KeptReporting = { ...made, by: person().id };
      const record = await store.narrow(
        id,
        asked,
        () => openAtTable(person(), id, caseId),
        current => {
          assertRoom(current, "reporting");
          return { push: { reporting: [kept] }, events: [{ type: "reporting.restricted", data: made }] };
        },
      );
      return reportingView(keptIn(record.reporting, asked.id));
    },

    freeReporting: async ({ id, restrictionId }, { person, command }) => {
      const asked = command();
      const { at } = asked;
      const record = await store.change(
        id,
        asked,
        () => openAtTable(person(), id),
        current => {
          if (!current.reporting.some(kept => kept.id === restrictionId && isLive(kept, at))) fail("NOT_FOUND");
          return {
            set: { reporting: ended(current.reporting, restrictionId, at) },
            events: [{ type: "reporting.freed", data: { id: restrictionId, to: at } }],
          };
        },
      );
      return { id: restrictionId, to: (keptIn(record.reporting, restrictionId).to ?? fail("INTERNAL")).toISOString() };
    },
  };
}
