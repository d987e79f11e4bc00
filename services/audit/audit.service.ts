import type { ServiceDefinition } from "../../libs/bus/serve.ts";
import { fail } from "../../libs/errors/errors.ts";
import { readSigningKey } from "../../libs/identity/keys.ts";
import type { AuditObject } from "../../libs/record/audit-row.ts";
import { auditAccess } from "./audit.access.ts";
import { auditContracts } from "./audit.contract.ts";
import { refusalRow } from "./audit.rules.ts";
import { auditModels } from "./audit.schema.ts";
import { type Found, readingStore } from "./audit.store.ts";
import { holderView, rowView } from "./audit.views.ts";
import { chainStore } from "./chain.store.ts";
import { checkpointing } from "./checkpoints.ts";
import { gathering } from "./gathering.ts";
import { Witness } from "./witness.ts";

const dayMs = 86_400_000;
const countedDaysMax = 400;

/** Who did what and who looked, in chains that show when somebody has been at them. */
export const audit: ServiceDefinition<typeof auditContracts> = {
  name: "audit",
  contracts: auditContracts,
  access: auditAccess,
  open({ config, db, publicKeys, trail, call }) {
    const models = auditModels(db);
    const store = chainStore(models);
    const read = readingStore(models);
    const checkpoints = checkpointing(
      store,
      new Witness(config.witnessFolder),
      readSigningKey(config, "audit"),
      publicKeys,
      config.checkpointSeconds,
    );

    return {
      handlers: {
        search: async ({ fileId, personId, agencyId, operation, ...window }, { saw }) => {
          const { rows, next } = await read.search({ fileId, personId, agencyId, operation }, window);
          saw(...filesOf({ rows, next }));
          return { items: rows.map(rowView), next };
        },
        mine: async ({ operation, ...window }, { person, saw }) => {
          const { agencyId } = person();
          const { rows, next } = await read.heldBy(agencyId, operation, window);
          const items = rows.map(row => holderView(row, agencyId));
          saw(...filesOf({ rows: items, next }));
          return { items, next };
        },
        counts: async ({ from, to }) => {
          const [first, last] = [new Date(from), new Date(to)];
          const days = (last.getTime() - first.getTime()) / dayMs;
          if (days <= 0 || days > countedDaysMax)
            fail("VALIDATION", {
              errors: [{ path: "to", message: `expected a date after \`from\`, by at most ${countedDaysMax} days` }],
            });
          return { items: await read.counts(first, last) };
        },
        myPrivateNotes: async (window, { person }) => {
          const { rows, next } = await read.privateNotesOf(person().id, window);
          return { items: rows.map(rowView), next };
        },
        checkpoints: async ({ after }) => ({ items: await store.checkpointsAfter("main", after) }),
        emergencyUses: async ({ grantIds }) => ({ items: await read.emergencyUses(grantIds) }),
        record: async ({ refusals }) => {
          await trail.writeOnce(refusals.map(refusalRow));
          return {};
        },
      },
      work: gathering(call, store, () => checkpoints.make()),
    };
  },
};

/** The files that rows are about, each once: whoever reads the audit of a file is in the audit of that file. */
function filesOf({
  rows,
}: {
  rows: readonly { readonly objects: Found["rows"][number]["objects"] }[];
  next: unknown;
}): AuditObject[] {
  const files = rows.flatMap(({ objects }) => objects.flatMap(({ fileId }) => fileId ?? []));
  return [...new Set(files)].map(fileId => ({ class: "logs", fileId, recordId: null, holderAgencyIds: [] }));
}
