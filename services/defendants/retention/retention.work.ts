import type { Work } from "../../../libs/bus/work.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { fail } from "../../../libs/errors/errors.ts";
import { describeForLog, log } from "../../../libs/log/log.ts";
import { uuidFrom } from "../../../libs/record/command.ts";
import { classesDue, fileDueOn } from "../../../libs/retention/retention.rules.ts";
import type { Defendant, DefendantsModels } from "../defendants.schema.ts";
import type { FileAccessStore } from "../file-access/file-access.store.ts";
import type { Know } from "./retention.known.ts";
import type { RetentionStore } from "./retention.store.ts";

const everyMs = 1_000;
/** Files are looked at a few at a time and in the order of their age: their periods are years. */
const lookEvery = 10;
const lookedAtMax = 20;
const shortestPeriodMs = 365 * 86_400_000;

/** Finishes what was decided, and opens the reviews that have become due. It disposes of nothing: people do. */
export function retentionWork(
  { defendants }: Pick<DefendantsModels, "defendants">,
  store: RetentionStore,
  access: FileAccessStore,
  know: Know,
  carryOut: (id: string) => Promise<void>,
): Work {
  let place = { occurredAt: new Date(0), _id: "" };
  let round = 0;

  async function finish(): Promise<void> {
    for (const { _id } of await store.listApproved())
      await carryOut(_id).catch(error => log.warn(describeForLog(error), "an erasure goes on the next time"));
  }

  async function look(): Promise<void> {
    const before = new Date(clock.now().getTime() - shortestPeriodMs);
    const { occurredAt, _id } = place;
    const found = await defendants
      .find(
        {
          erased: null,
          occurredAt: { $gte: occurredAt, $lte: before },
          $or: [{ occurredAt: { $gt: occurredAt } }, { _id: { $gt: _id } }],
        } as never,
        { occurredAt: 1 },
      )
      .sort({ occurredAt: 1, _id: 1 })
      .limit(lookedAtMax)
      .lean<Pick<Defendant, "_id" | "occurredAt">[]>();
    for (const { _id: fileId } of found) await lookAt(fileId);
    place = found.length === lookedAtMax ? (found.at(-1) ?? fail("INTERNAL")) : { occurredAt: new Date(0), _id: "" };
  }

  async function lookAt(fileId: string): Promise<void> {
    const today = clock.today();
    const known = await store.find(fileId);
    if (known && !(known.state === "held-only" || (known.state === "kept" && (known.reviewOn ?? "") <= today))) return;
    const file = await access.find(fileId);
    if (!file || file.erased || file.mergedInto) return;
    const looked = await know(file);
    const whole = fileDueOn(looked.facts);
    const [first] = classesDue(looked.facts, today);
    const dueOn = whole !== null && whole <= today ? whole : first?.dueOn;
    if (dueOn === undefined) return;
    const id = uuidFrom(
      "retention-due",
      `${fileId}|${dueOn}|${known?.reviewOn ?? ""}|${known?.erasedClasses?.length ?? 0}`,
    );
    const by = { id: "svc:defendants", agencyId: null };
    await store.open(looked, { by, id, fingerprint: id, ifVersion: undefined, at: clock.now() });
  }

  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let stopped = false;
  const again = () => {
    timer = setTimeout(() => {
      running = finish()
        .then(() => (round++ % lookEvery === 0 ? look() : undefined))
        .catch(error => log.warn(describeForLog(error), "what is due is looked for the next time"))
        .then(() => {
          if (!stopped) again();
        });
    }, everyMs);
  };
  return {
    start: again,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
