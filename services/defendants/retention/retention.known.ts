import type { Connection } from "mongoose";
import type { Tools } from "../../../libs/bus/serve.ts";
import {
  heldFacts,
  joinedFacts,
  retentionFactsContract,
  type ServiceFacts,
} from "../../../libs/retention/retention.facts.ts";
import { type DueClass, dueClasses } from "../../../libs/retention/retention.rules.ts";
import type { Defendant, DefendantsModels } from "../defendants.schema.ts";
import type { FileAccessRecord } from "../file-access/file-access.schema.ts";
import type { FileAccessStore } from "../file-access/file-access.store.ts";
import type { Known } from "./retention.rules.ts";

const owners = ["cases", "notes"] as const;

/** Puts together what all services know of a person's files that their keeping depends on. */
export function knowing(
  db: Connection,
  { defendants, subjectRequests, matches }: DefendantsModels,
  access: Pick<FileAccessStore, "findMany">,
  call: Tools["call"],
) {
  async function factsOf(fileId: string): Promise<ServiceFacts[]> {
    const asked = owners.map(async owner => {
      const contract = retentionFactsContract(owner);
      return contract.output.parse(await call(contract, { fileId }));
    });
    return Promise.all([...asked, heldFacts(db, fileId)]);
  }

  return async (file: FileAccessRecord): Promise<Known> => {
    const linked = file.linked.filter(({ to }) => to === null).map(({ otherId }) => otherId);
    const fileIds = [file._id, ...linked];
    const among = { $in: fileIds };
    const [all, people, files, openRequests, restricting, undecided] = await Promise.all([
      Promise.all(fileIds.map(factsOf)),
      defendants.find({ _id: among }, { dateOfBirth: 1 }).lean<Pick<Defendant, "_id" | "dateOfBirth">[]>(),
      access.findMany(fileIds),
      subjectRequests.countDocuments({ defendantId: among, state: { $in: ["received", "identity-shown"] } }),
      subjectRequests.countDocuments({ defendantId: among, restricting: true }),
      matches.countDocuments({ people: among, state: { $in: ["proposed", "to-place"] } }),
    ]);
    const { classes, last, ...live } = joinedFacts(all.flat());
    const births = people.flatMap(({ dateOfBirth }) => dateOfBirth ?? []).sort();
    const birth = births.at(-1);
    const lastContact = last["last-contact"] ?? "";
    const adultFrom = files.map(found => found.adultFrom).find(day => day !== null);
    const facts = {
      classes,
      last: { ...last, ...(birth && { birth }) },
      whose: adultFrom && lastContact < adultFrom ? ("youth" as const) : ("adult" as const),
    };
    return {
      fileIds,
      facts,
      due: dueClasses(facts).filter((found): found is DueClass => found.dueOn !== null),
      holds: {
        ...live,
        openSubjectRequests: openRequests,
        restricted: restricting > 0,
        unreviewedEmergencies: files.flatMap(({ glass }) => glass).filter(({ review }) => review === null).length,
        undecidedMatches: undecided,
      },
    };
  };
}
export type Know = ReturnType<typeof knowing>;
