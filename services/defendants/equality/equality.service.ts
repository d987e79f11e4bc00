import type { Model } from "mongoose";
import type { Files, Scope } from "../../../libs/access/files.ts";
import { type PartsForSubject, partForSubject } from "../../../libs/access/subject-parts.ts";
import type { Handlers } from "../../../libs/bus/actions.ts";
import type { Committer } from "../../../libs/record/commit.ts";
import type { equalityContracts } from "./equality.contract.ts";
import type { EqualityDeclaration } from "./equality.schema.ts";
import { equalityPart, recordedView } from "./equality.views.ts";

/** Writing down what people say of themselves, by those at their table; and giving it to nobody but them. */
export function equalityActions(model: Model<EqualityDeclaration>, committer: Committer, files: Files) {
  const handlers: Handlers<typeof equalityContracts> = {
    declareEquality: async ({ id, declaredAt, genderIdentity = null, ...said }, asked) => {
      const [person, command] = [asked.person(), asked.command()];
      await files.openToWrite(person, id, { class: "equality", caseId: null });
      const occurredAt = declaredAt ? new Date(declaredAt) : command.at;
      const { ethnicity, disability, isCorrection } = said;
      const told = { defendantId: id, ethnicity, disability, genderIdentity, isCorrection };
      const { record } = await committer.create<EqualityDeclaration>(
        model,
        { ...said, defendantId: id, agencyId: person.agencyId, occurredAt, genderIdentity },
        [{ type: "equality.recorded", occurredAt, data: told }],
        command,
      );
      return recordedView(record);
    },
  };

  return {
    handlers,
    forSubject: ({ fileId }: Scope): Promise<PartsForSubject> =>
      partForSubject(model, equalityPart, { defendantId: fileId }),
  };
}
