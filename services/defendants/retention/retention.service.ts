import type { Connection } from "mongoose";
import { barrier } from "../../../libs/access/decide.ts";
import type { Handlers } from "../../../libs/bus/actions.ts";
import type { Tools } from "../../../libs/bus/serve.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { fail, isKnown } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { commandFor, type Erasure, eraseContract, eraseFile } from "../../../libs/record/erase-file.ts";
import type { RecordEvent } from "../../../libs/record/record.ts";
import type { DefendantsModels } from "../defendants.schema.ts";
import type { FileAccessRecord } from "../file-access/file-access.schema.ts";
import type { FileAccessStore } from "../file-access/file-access.store.ts";
import type { retentionContracts } from "./retention.contract.ts";
import { knowing } from "./retention.known.ts";
import { assertNotHeld, moved } from "./retention.rules.ts";
import type { Retention } from "./retention.schema.ts";
import type { RetentionStore } from "./retention.store.ts";
import { retentionView } from "./retention.views.ts";
import { retentionWork } from "./retention.work.ts";

/** Requests that were let in before a file was closed have come to their end by then. */
const settledAfterMs = 5_000;

/** How long files are kept: due reviews, holds, and erasure that two people decide. */
export function retentionActions(
  { db, committer, fileKeys, call }: Pick<Tools, "committer" | "fileKeys" | "call"> & { readonly db: Connection },
  models: DefendantsModels,
  store: RetentionStore,
  access: FileAccessStore,
) {
  const know = knowing(db, models, access, call);

  /** The file, for an officer who is not excluded from it by name. Fails with NOT_FOUND. */
  async function reach(officer: Person, fileId: string): Promise<FileAccessRecord> {
    const file = await access.find(fileId);
    return file && barrier(officer, { ...file, erased: null }, clock.now())?.rule !== "excluded"
      ? file
      : fail("NOT_FOUND");
  }
  const reachAll = (officer: Person, { fileIds }: Pick<Retention, "fileIds">) =>
    Promise.all(fileIds.map(fileId => reach(officer, fileId)));

  const handlers: Handlers<typeof retentionContracts> = {
    listRetention: async (_input, { person }) => {
      const officer = asOfficer(person());
      const { found, more } = await store.listOpen();
      const reached = await Promise.all(
        found.map(one =>
          reachAll(officer, one).then(
            () => [one],
            error => outOfReach(error),
          ),
        ),
      );
      return { items: reached.flat().map(retentionView), more };
    },

    getRetention: async ({ id }, { person }) => {
      const officer = asOfficer(person());
      const stored = await store.get(id);
      await reachAll(officer, stored);
      return retentionView(stored);
    },

    openRetention: async ({ defendantId }, { person, command }) => {
      const officer = asOfficer(person());
      const file = await reach(officer, defendantId);
      if (file.erased) fail("ERASED");
      if (file.mergedInto) fail("RULE_BROKEN", { detail: "This file was merged: the one that stands is reviewed." });
      return retentionView(await store.open(await know(file), command()));
    },

    moveRetention: async ({ id, move }, { person, command }) => {
      const officer = asOfficer(person());
      const asked = command();
      const { defendantId } = await store.get(id);
      const file = await reach(officer, defendantId);
      const known = await know(file);
      const changed = await store.change(
        id,
        asked,
        async current => void (await reachAll(officer, current)),
        current => moved(current, move, known, asked),
      );
      return retentionView(changed);
    },
  };

  /** Closes the file everywhere first, so that nothing more comes into it; then what is in it goes, service by service. Safe to repeat from any place. */
  async function carryOut(id: string): Promise<void> {
    const review = await store.get(id);
    const { state, decidedBy, decidedAt, ground, fileIds, defendantId } = review;
    if (state !== "approved" || !decidedBy || !decidedAt || !ground) return;
    if (review.classes) return carryOutClasses(review, { ground, decidedBy, decidedAt });
    // What has begun is finished: nobody can be asked again once the first thing has gone.
    const hasBegun = (await access.findMany(fileIds)).some(({ erased }) => erased);
    if (!hasBegun && (await isHeldAfterAll(review))) return;
    const officer = review.log.findLast(({ move }) => move === "approve")?.by ?? decidedBy;
    const by = { id: officer, agencyId: null };
    const erasures = fileIds.map((fileId): Erasure => ({ fileId, at: decidedAt, ground, retentionId: id, by }));
    for (const erasure of erasures)
      await access.narrow(
        erasure.fileId,
        commandFor(erasure, `file-access:${erasure.fileId}`),
        async () => {},
        current => closing(current, erasure),
      );
    for (const erasure of erasures) {
      for (const service of ["cases", "notes"] as const) await call(eraseContract(service), erasure);
      await eraseFile({ db, committer, fileKeys }, erasure);
    }
    if (clock.now().getTime() - decidedAt.getTime() < settledAfterMs) return;
    await store.finish(id, { defendantId, fileIds }, commandFor({ retentionId: id, by, at: decidedAt }, "finish"));
  }

  /** Of a file that stays, service by service; each goes on where it was, and what is recorded of a class afterwards stays. */
  async function carryOutClasses(
    review: Retention,
    { ground, decidedBy, decidedAt: at }: { ground: string; decidedBy: string; decidedAt: Date },
  ): Promise<void> {
    const by = { id: decidedBy, agencyId: null };
    const retentionId = review._id;
    for (const fileId of review.fileIds) {
      const erasure: Erasure = { fileId, at, ground, retentionId, by, classes: review.classes ?? [] };
      for (const service of ["cases", "notes"] as const) await call(eraseContract(service), erasure);
      await eraseFile({ db, committer, fileKeys }, erasure);
    }
    await store.finishClasses(review, commandFor({ retentionId, by, at }, `finish|${at.toISOString()}`));
  }

  /** Something may have begun between the approval and now: then it is looked at again, by people. */
  async function isHeldAfterAll(review: Retention): Promise<boolean> {
    const file = await access.get(review.defendantId);
    try {
      assertNotHeld(await know(file), review.holds, clock.now());
      return false;
    } catch (error) {
      if (!isKnown(error) || error.type !== "RULE_BROKEN") throw error;
      await store.takeBack(review);
      return true;
    }
  }

  return {
    handlers,
    steps: { "retention.approved": (event: RecordEvent<"retention.approved">) => carryOut(event.recordId) },
    work: retentionWork(models, store, access, know, carryOut),
  };
}

/** Who was at the table stays, who was kept out stays out; all that was said about it goes. */
function closing(current: FileAccessRecord, { at, ground, retentionId, fileId }: Erasure) {
  if (current.erased) return { events: [] };
  const bare = <T extends object>(facts: readonly T[], ...fields: (keyof T)[]) =>
    facts.map(fact => Object.fromEntries(fields.map(field => [field, fact[field]])) as unknown as T);
  return {
    set: {
      involvements: current.involvements,
      disclosures: [],
      consents: [],
      glass: [],
      reporting: [],
      adultFrom: null,
      narrowedAt: null,
      erased: { at, ground, retentionId },
      exclusions: bare(current.exclusions, "id", "personId", "from", "to"),
      restrictions: bare(current.restrictions, "id", "personIds", "from", "to"),
      seals: bare(current.seals, "id", "from", "to"),
      requests: [],
      linked: bare(current.linked, "id", "otherId", "from", "to"),
      mergedInto: current.mergedInto && (bare([current.mergedInto], "id", "otherId", "from")[0] ?? null),
    } satisfies Partial<FileAccessRecord>,
    erased: { at, ground, retentionId },
    events: [{ type: "file.erased" as const, data: { defendantId: fileId, retentionId, ground, at } }],
  };
}

/** A person answers for what is kept and what goes; a system does not. */
function asOfficer(person: Person): Person {
  return person.kind === "person" ? person : fail("ACCESS_DENIED", { detail: "People decide this, not a system." });
}

function outOfReach(error: unknown): never[] {
  if (isKnown(error) && error.type === "NOT_FOUND") return [];
  throw error;
}
