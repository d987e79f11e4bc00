import type { History } from "./history.ts";
import type { RecordEvent, Stored } from "./record.ts";

/** A record as it was at an instant: the fold of its events until then. Undefined where it was not there yet, its events are not all told, or it has been erased. */
export async function findEarlier<T extends Stored>(
  { model, seal }: History,
  kind: string,
  { _id }: Pick<Stored, "_id">,
  at: Date,
): Promise<T | undefined> {
  const told = await model
    .find({ kind, recordId: _id, n: 0, recordedAt: { $lt: at } } as never, { change: 1, v: 1, recordedAt: 1 })
    .sort({ v: 1 })
    .lean<RecordEvent[]>();
  const last = told.at(-1);
  if (!last || told.some(({ v }, index) => v !== index + 1)) return undefined;
  const sum: Record<string, unknown> = {};
  for (const { v, change } of told) {
    const whole = await seal.open(`${kind}:${_id}:${v}`, change);
    if (!whole) return undefined;
    Object.assign(sum, whole.set);
    for (const field of whole.unset ?? []) delete sum[field];
    for (const [field, added] of Object.entries<readonly unknown[]>({ ...whole.push }))
      sum[field] = [...(Array.isArray(sum[field]) ? sum[field] : []), ...added];
  }
  const own = { _id, v: last.v, recordedAt: told[0]?.recordedAt, changedAt: last.recordedAt };
  return { ...sum, ...own } as unknown as T;
}
