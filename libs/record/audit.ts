import { createHmac, randomUUID } from "node:crypto";
import mongoose, { type Connection, type Model } from "mongoose";
import { z } from "zod";
import { informationClasses } from "../access/matrix.ts";
import type { Service } from "../bus/call-graph.ts";
import { clock } from "../clock/clock.ts";
import { fail } from "../errors/errors.ts";
import { describeForLog, log } from "../log/log.ts";
import { isDuplicateKey } from "../mongo/errors.ts";
import { type AuditRow, auditRowSchema, policyVersion } from "./audit-row.ts";
import { recordClasses } from "./audited-actions.ts";
import { type RecordEvent, strict } from "./record.ts";
import { filesOf } from "./shown.ts";

export const rowsPerPullMax = 500;
const insertsMax = 2;

/** Asked by the audit: the rows it holds now, and the next ones. */
export const auditRowsInput = z.strictObject({
  taken: z.array(z.string().max(160)).max(rowsPerPullMax),
  limit: z.int().min(1).max(rowsPerPullMax),
});
export const auditRowsOutput = z.strictObject({ rows: z.array(auditRowSchema) });

/** A row as the service keeps it. `pendingAt` is there until the audit has taken it. */
interface KeptRow extends Omit<AuditRow, "id"> {
  readonly _id: string;
  readonly pendingAt?: Date;
}

/**
 * The rows of one service, in its own database: durable before the answer leaves that they are about, and fetched from
 * here by the audit, which says what it holds before it is given more. Nothing is deleted here.
 */
export class AuditTrail {
  readonly #rows: Model<KeptRow>;
  readonly #service: Service;
  readonly #secret: string;
  /** Rows of requests that wait for the insert under way: they go out together in the next. */
  #gathered: { readonly rows: readonly KeptRow[]; readonly settled: PromiseWithResolvers<void> }[] = [];
  #inserting = 0;

  constructor(db: Connection, service: Service, secret: string) {
    this.#rows = auditRowModel(db);
    this.#service = service;
    this.#secret = secret;
  }

  /** A keyed digest in place of something that must not stand in a row: a username that was tried, the file of a private note. */
  pseudonym(...parts: readonly string[]): string {
    return createHmac("sha256", this.#secret)
      .update(["audit", ...parts].join("|"))
      .digest("base64url");
  }

  /** Stores the rows of one request. Fails with UNAVAILABLE when they cannot be stored, and then there must be no answer. */
  async write(rows: readonly Omit<AuditRow, "id" | "service" | "policyVersion">[]): Promise<void> {
    if (rows.length === 0) return;
    const name = randomUUID();
    const kept = rows.map((row, n) =>
      this.#kept({ ...row, id: `${this.#service}:${name}:${n}`, service: this.#service, policyVersion }),
    );
    try {
      await this.#insert(kept);
    } catch (error) {
      log.error({ requestId: rows[0]?.requestId, ...describeForLog(error) }, "an audit row could not be written");
      fail("UNAVAILABLE", { retryAfterSeconds: 1 });
    }
  }

  /** Resolves when these rows are durable. Few inserts run at once, each with all that has come since the last one began. */
  #insert(rows: readonly KeptRow[]): Promise<void> {
    const settled = Promise.withResolvers<void>();
    this.#gathered.push({ rows, settled });
    if (this.#inserting < insertsMax) void this.#insertGathered();
    return settled.promise;
  }

  async #insertGathered(): Promise<void> {
    this.#inserting += 1;
    while (this.#gathered.length > 0) {
      const batch = this.#gathered.splice(0, rowsPerPullMax);
      const inserted = this.#rows.collection.insertMany(batch.flatMap(({ rows }) => rows) as never[]);
      await inserted.then(
        () => {
          for (const { settled } of batch) settled.resolve();
        },
        error => {
          for (const { settled } of batch) settled.reject(error);
        },
      );
    }
    this.#inserting -= 1;
  }

  /** Stores rows that have names of their own, each once, however often they come. */
  async writeOnce(rows: readonly AuditRow[]): Promise<void> {
    if (rows.length === 0) return;
    try {
      await this.#rows.collection.insertMany(rows.map(row => this.#kept(row)) as never[], { ordered: false });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** The rows of what became of records, one an event and named by it: however a process ends, every change has its row once. */
  writeChanges(events: readonly RecordEvent[]): Promise<void> {
    return this.writeOnce(events.map(event => ({ ...changeRow(event), service: this.#service })));
  }

  /** Notes that the audit holds the `taken` ones; gives the oldest of those it does not. */
  async next({ taken, limit }: z.output<typeof auditRowsInput>): Promise<AuditRow[]> {
    if (taken.length > 0)
      await this.#rows.collection.updateMany({ _id: { $in: [...taken] } } as never, { $unset: { pendingAt: "" } });
    const kept = await this.#rows
      .find({ pendingAt: { $gt: new Date(0) } }, { pendingAt: 0 })
      .sort({ pendingAt: 1 })
      .limit(limit)
      .lean<KeptRow[]>();
    return kept.map(({ _id, ...row }) => auditRowSchema.parse({ id: _id, ...row }));
  }

  /** Checked here, where it is written: a row that the audit could not read would hold up all that come after it. */
  #kept(given: AuditRow): KeptRow {
    const { id, ...row } = auditRowSchema.parse(given);
    return { _id: id, ...row, pendingAt: clock.now() };
  }
}

function auditRowModel(db: Connection): Model<KeptRow> {
  const { Mixed } = mongoose.Schema.Types;
  const plain = { who: Mixed, objects: [Mixed], recipients: [String], decision: Mixed, at: Date, count: Number };
  const names = ["requestId", "service", "of", "action", "class", "operation", "purpose", "grantId", "commandId"];
  const texts = Object.fromEntries([...names, "policyVersion", "outcome"].map(name => [name, String]));
  const schema = new mongoose.Schema(
    { _id: String, ...texts, ...plain, pendingAt: Date },
    { ...strict, collection: "audit-rows" },
  );
  schema.index({ pendingAt: 1 });
  return db.model("audit-row", schema) as unknown as Model<KeptRow>;
}

const ofClass = z.looseObject({ class: z.enum(informationClasses) });

function changeRow({
  _id,
  type,
  kind,
  recordId,
  v,
  n,
  recordedAt,
  by,
  data,
  done,
}: RecordEvent): Omit<AuditRow, "service"> {
  // A note and a document say by themselves of which class they are.
  const cls = ofClass.safeParse(data).data?.class ?? recordClasses[kind];
  const files = kind === "defendant" || kind === "file-access" ? [recordId] : filesOf(data);
  const collected = type.endsWith(".erased") ? "erasure" : v === 1 && n === 0 ? "collection" : "alteration";
  return {
    id: `event:${_id}`,
    at: recordedAt,
    requestId: null,
    of: "change",
    who: {
      kind: by.agencyId === null ? "service" : "person",
      id: by.id,
      agencyId: by.agencyId,
      roles: [],
    },
    action: type,
    class: cls,
    operation: cls === "administration" ? "administration" : collected,
    objects: (files.length > 0 ? files : [null]).map(fileId => ({
      class: cls,
      fileId,
      recordId,
      holderAgencyIds: by.agencyId === null ? [] : [by.agencyId],
    })),
    recipients: [],
    purpose: null,
    grantId: null,
    commandId: done?.key ?? null,
    decision: { effect: "allow", because: null },
    policyVersion,
    outcome: "ok",
    count: 1,
  };
}
