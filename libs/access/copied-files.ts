import mongoose, { type Connection } from "mongoose";
import { z } from "zod";
import type { Service } from "../bus/call-graph.ts";
import type { Tools } from "../bus/serve.ts";
import type { Work } from "../bus/work.ts";
import { type Contract, contract, fields } from "../contract/contract.ts";
import { fail } from "../errors/errors.ts";
import { describeForLog, log } from "../log/log.ts";
import { defineProjection, type Holding, holdingModel, type Projection } from "../record/inbox.ts";
import { type AccessFacts, foldAccess, noFacts } from "./facts.ts";
import { Files } from "./files.ts";
import { finishedBefore } from "./under-way.ts";

/** A narrowing works everywhere this long after it was made, whatever is broken. */
export const narrowedWithinMs = 5_000;
const askEveryMs = 1_000;
const askAgainMs = 250;
/** Less than the owner waits for one answer; it asks again. */
const finishWithinMs = 1_500;

/** Asked by those who keep copies: whose access was narrowed since a place. */
export const narrowedContract = contract(
  "defendants.narrowed",
  "The files whose access was narrowed since an instant",
  z.strictObject({ since: z.coerce.date() }),
  z.strictObject({
    files: z.array(z.strictObject({ id: fields.id, v: z.int() })),
    until: z.coerce.date(),
    more: z.boolean(),
  }),
);

/** Asked by the owner of the facts after a narrowing: answers when the copy has come to that version, and nothing is under way by an older one. */
export function confirmContract(service: Service) {
  return contract(
    `${service}.confirmAccess`,
    "Bring the copy of a file's access facts to a version",
    z.strictObject({ fileId: fields.id, v: z.int() }),
    z.strictObject({ v: z.int() }),
  );
}
export type ConfirmContract = Contract<
  ReturnType<typeof confirmContract>["input"],
  ReturnType<typeof confirmContract>["output"]
>;

export interface CopiedFiles {
  readonly files: Files;
  readonly projection: Projection;
  confirm(input: { fileId: string; v: number }): Promise<{ v: number }>;
  /** Listens for narrowings, from when the service can answer until it stops. */
  readonly work: Work;
}

/**
 * A service's own copy of the access facts of every file, kept by events. A narrowing is confirmed to its owner when
 * the copy has it and whoever was let in before has finished; and beside that the service asks every second what was narrowed. When it has not been told for five
 * seconds it serves nothing about any file: it cannot know whom it would show it to.
 */
export function copiedFiles(
  db: Connection,
  { catchUp, call, isAlone = false }: Pick<Tools, "catchUp" | "call" | "isAlone">,
): CopiedFiles {
  const factFields = Object.fromEntries(Object.keys(noFacts).map(name => [name, mongoose.Schema.Types.Mixed]));
  const model = holdingModel<AccessFacts>(db, "file-access", factFields);
  const refresh = (fileId: string) => catchUp("defendants", "file-access", fileId);
  const find = async (fileId: string) => (await model.findById(fileId).lean<Holding<AccessFacts>>()) ?? undefined;
  const findMany = (fileIds: readonly string[]) =>
    model.find({ _id: { $in: [...new Set(fileIds)] } } as never).lean<Holding<AccessFacts>[]>();
  let since = new Date(0);
  let freshUntilMs = 0;

  async function hear(): Promise<void> {
    const askedMs = performance.now();
    for (let more = true; more; ) {
      const answer = narrowedContract.output.parse(await call(narrowedContract, { since }));
      const held = await model
        .find({ _id: { $in: answer.files.map(({ id }) => id) } } as never, { v: 1 })
        .lean<Holding[]>();
      const versions = new Map(held.map(({ _id, v }) => [_id, v]));
      for (const { id, v } of answer.files) {
        if ((versions.get(id) ?? 0) < v) await refresh(id);
        await finishedBefore(id, v, 0); // Told to who is under way by older facts; nobody is waited for here.
      }
      since = answer.until;
      more = answer.more;
    }
    freshUntilMs = askedMs + narrowedWithinMs;
  }

  return {
    files: new Files({
      find,
      findMany,
      refresh,
      assertFresh() {
        if (!isAlone && performance.now() > freshUntilMs) fail("UNAVAILABLE", { retryAfterSeconds: 1 });
      },
    }),
    projection: defineProjection<AccessFacts>({ kind: "file-access", model, fold: foldAccess }),
    async confirm({ fileId, v }) {
      await refresh(fileId);
      const held = (await find(fileId))?.v ?? 0;
      const isDone = held >= v && (await finishedBefore(fileId, v, finishWithinMs));
      return isDone ? { v: held } : fail("UNAVAILABLE", { retryAfterSeconds: 1 });
    },
    work: repeatedly(hear),
  };
}

/** Does something again and again, a second after it was done and a little sooner after it failed. */
function repeatedly(once: () => Promise<void>): Work {
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const again = () => {
    running = once()
      .then(() => askEveryMs)
      .catch(error => {
        log.warn(describeForLog(error), "what was narrowed is not to be learned; trying again");
        return askAgainMs;
      })
      .then(waitMs => {
        if (!stopped) timer = setTimeout(again, waitMs);
      });
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
