import { z } from "zod";
import type { Service } from "../bus/call-graph.ts";
import { latest } from "../clock/latest.ts";
import { type Contract, contract, fields } from "../contract/contract.ts";
import type { Person } from "../identity/subject.ts";
import type { ItemsOf } from "./admitting.ts";
import type { Files } from "./files.ts";

const input = z.strictObject({ fileIds: z.array(fields.id).max(100) });
const output = z.strictObject({
  endedAt: fields.instant.nullable(),
  /** Other people of whom something may stand in these files; told to the owner of files and to nobody else. */
  alsoAbout: z.array(fields.id),
});

/** Asked while something long about these files is sent: when an item of one was last taken back from somebody. */
export function endedSharingContract(service: Service): Contract<typeof input, typeof output> {
  return contract(`${service}.endedSharing`, "When sharing an item of these files has last ended", input, output);
}

/** Of the files among these that the person may know of, when sharing an item has last ended by now. */
export async function endedSharing(
  files: Files,
  itemsOf: ItemsOf,
  person: Person,
  fileIds: readonly string[],
): Promise<z.output<typeof output>> {
  const scopes = [...(await files.among(person, fileIds)).values()];
  const ended = await Promise.all(
    scopes.map(async ({ fileId, now }) =>
      (await itemsOf(fileId)).flatMap(({ disclosures }) =>
        disclosures.flatMap(({ to }) => (to && to <= now ? to : [])),
      ),
    ),
  );
  return { endedAt: latest(ended.flat())?.toISOString() ?? null, alsoAbout: [] };
}
