import type { Asked } from "../../../libs/bus/actions.ts";
import { contract } from "../../../libs/contract/contract.ts";
import { colleaguesInput, colleaguesOutput } from "../../../libs/contract/people.ts";
import type { Task } from "./worklists.schema.ts";

const colleagues = contract("agencies.colleagues", "", colleaguesInput, colleaguesOutput);
const idsPerCallMax = 500;

/** The names of those who hold tasks or held them, as `agencies` tells them to whoever asks: those of the same agency. */
export async function colleaguesIn(tasks: Iterable<Task>, asked: Asked): Promise<ReadonlyMap<string, string>> {
  const named = [...tasks].flatMap(({ assigneeId, log }) => {
    const last = log.at(-1);
    return [assigneeId, last?.by, last?.previousId].flatMap(id => id ?? []);
  });
  const ids = [...new Set(named)];
  const names = new Map<string, string>();
  for (let at = 0; at < ids.length; at += idsPerCallMax) {
    const { people } = await asked.call(colleagues, { ids: ids.slice(at, at + idsPerCallMax) });
    for (const { id, name } of people) names.set(id, name);
  }
  return names;
}

/** Who holds an item; version 0 while nobody ever has. */
export function taskView(task: Task | undefined, names: ReadonlyMap<string, string>) {
  const last = task?.log.at(-1);
  const nameOf = (id: string | null | undefined) => names.get(id ?? "") ?? null;
  return {
    version: task?.v ?? 0,
    assigneeId: task?.assigneeId ?? null,
    assigneeName: nameOf(task?.assigneeId),
    last: last
      ? {
          ...{ move: last.move, at: last.at.toISOString(), byId: last.by, byName: nameOf(last.by) },
          ...{ previousId: last.previousId, previousName: nameOf(last.previousId) },
        }
      : null,
  };
}
