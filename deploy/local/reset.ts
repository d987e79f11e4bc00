/** `npm run reset`: forgets all data of the local engines. What was fetched stays in the user's cache. */
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { findLockHolder } from "./kernel-lock.ts";
import { findProcesses } from "./process-table.ts";

/** In: the real path of a data folder. Out: what was done, in a sentence, and whether it is gone. */
export async function reset(folder: string): Promise<{ isDeleted: boolean; message: string }> {
  const holder = await findLockHolder(folder);
  const left = findProcesses(command => command.some(part => part.startsWith(`${folder}/`)));
  const users = [
    ...(holder ? [`${holder} (runs the engines)`] : []),
    ...left.map(({ id, command }) => `${id} (${command[0]})`),
  ];
  if (users.length > 0)
    return { isDeleted: false, message: `Kept ${folder}, which processes use: ${users.join(", ")}` };
  await rm(folder, { recursive: true, force: true });
  return { isDeleted: true, message: `Deleted ${folder}` };
}

if (import.meta.main) {
  const { isDeleted, message } = await reset(fileURLToPath(new URL("../../.engines", import.meta.url)));
  console.log(message);
  process.exitCode = isDeleted ? 0 : 1;
}
