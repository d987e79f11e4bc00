import { createHmac, randomUUID } from "node:crypto";
import mongoose, { type Connection, type Model } from "mongoose";
import { z } from "zod";
import { informationClasses } from "../access/matrix.ts";
import type { Service } from "../bus/call-graph.ts";
import { clock } from "../clock/clock.ts";
import { fail } from "../errors/errors.ts";
import { describeForLog, log } from "../log/log.ts";
import { isDuplicateKey } from "../mongo/errors.ts";
import type { AppendOnly } from "./append-only.ts";
import { type AuditRow, auditRowSchema, policyVersion } from "./audit-row.ts";
import { recordClasses } from "./audited-actions.ts";
import { type RecordEvent, strict } from "./record.ts";
import { filesOf } from "./shown.ts";

/** So many rows the audit is given at once, and no batch has more. */
const rowsPerPullMax = 500;
const insertsMax = 2;
/** By then whatever was being inserted is there, or never will be. */
const lateMsMax = 60_000;

/** Asked by the audit: the batches whose rows it holds now, and the rows of the next ones. */
export const auditRowsInput = z.strictObject({ taken: z.array(z.string().max(80)).max(rowsPerPullMax) });
export const auditRowsOutput = z.strictObject({ rows: z.array(auditRowSchema), batches: z.array(z.string()) });

/** A row as the service keeps it. */
interface KeptRow extends Omit<AuditRow, "id"> {
  readonly _id: string;
}

/** Rows that were written together and that the audit does not hold yet. The name begins with the instant, so names are in order. */
export interface WaitingRows {
  readonly _id: string;
  readonly at: Date;
  readonly rows: readonly string[];
}

/**
 * The rows of one service, in its own database: durable before the answer leaves that they are about, and fetched from
 * here by the audit, which says what it holds before it is given more. Rows are added and never touched again; that
 * they wait is noted beside them, and that note is what is taken away.
 */
export class AuditTrail {
  readonly #rows: AppendOnly<KeptRow>;
  readonly #waiting: Model<WaitingRows>;
  readonly #service: Service;
  readonly #secret: string;
  /** Rows of requests that wait for the insert under way: they go out together in the next. */
  #gathered: { readonly rows: readonly KeptRow[]; readonly settled: PromiseWithResolvers<void> }[] = [];
  #inserting = 0;

  constructor(db: Connection, service: Service, secret: string) {
    this.#rows = auditRowModel(db);
    this.#waiting = waitingRowsModel(db);
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
      const rows = batch.flatMap(each => each.rows);
      const inserted = this.#add(rows, this.#rows.collection.insertMany(rows as never[]));
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

  /** Notes that rows wait, while they are being inserted: there is no answer without both, and neither waits for the other. */
  async #add(rows: readonly KeptRow[], inserted: Promise<unknown>): Promise<void> {
    const ids = rows.map(({ _id }) => _id);
    await Promise.all([inserted, this.#waiting.collection.insertMany(waitingRows(ids, clock.now()) as never[])]);
  }

  /** Stores rows that have names of their own, each once, however often they come. */
  async writeOnce(given: readonly AuditRow[]): Promise<void> {
    if (given.length === 0) return;
    const rows = given.map(row => this.#kept(row));
    const inserted = this.#rows.collection.insertMany(rows as never[], { ordered: false }).catch(error => {
      if (!isDuplicateKey(error)) throw error;
    });
    await this.#add(rows, inserted);
  }

  /** The rows of what became of records, one an event and named by it: however a process ends, every change has its row once. */
  writeChanges(events: readonly RecordEvent[]): Promise<void> {
    return this.writeOnce(events.map(event => ({ ...changeRow(event), service: this.#service })));
  }

  /**
   * Forgets that the batches wait which the audit has `taken`; gives the rows of the oldest of the others. One of which
   * something is missing is being inserted, or was not and had no answer: it is passed over until that is certain.
   */
  async next({ taken }: z.output<typeof auditRowsInput>): Promise<z.output<typeof auditRowsOutput>> {
    if (taken.length > 0) await this.#waiting.deleteMany({ _id: { $in: [...taken] } });
    const waiting = await this.#waiting.find().sort({ _id: 1 }).limit(rowsPerPullMax).lean<WaitingRows[]>();
    for (let rest = waiting; rest.length > 0; ) {
      const due = withinOnePull(rest);
      const given = await this.#whole(due);
      if (given.batches.length > 0) return given;
      rest = rest.slice(due.length);
    }
    return { rows: [], batches: [] };
  }

  async #whole(due: readonly WaitingRows[]): Promise<z.output<typeof auditRowsOutput>> {
    const ids = due.flatMap(batch => batch.rows);
    const stored = await this.#rows.find({ _id: { $in: ids } }).lean<KeptRow[]>();
    const rows = new Map(stored.map(({ _id, ...row }) => [_id, auditRowSchema.parse({ id: _id, ...row })]));
    const certainFrom = new Date(clock.now().getTime() - lateMsMax);
    const whole = due.filter(batch => batch.at < certainFrom || batch.rows.every(id => rows.has(id)));
    return {
      rows: whole.flatMap(batch => batch.rows.flatMap(id => rows.get(id) ?? [])),
      batches: whole.map(({ _id }) => _id),
    };
  }

  /** Checked here, where it is written: a row that the audit could not read would hold up all that come after it. */
  #kept(given: AuditRow): KeptRow {
    const { id, ...row } = auditRowSchema.parse(given);
    return { _id: id, ...row };
  }
}

function auditRowModel(db: Connection): AppendOnly<KeptRow> {
  const { Mixed } = mongoose.Schema.Types;
  const plain = { who: Mixed, objects: [Mixed], recipients: [String], decision: Mixed, at: Date, count: Number };
  const names = ["requestId", "service", "of", "action", "class", "operation", "purpose", "grantId", "commandId"];
  const texts = Object.fromEntries([...names, "policyVersion", "outcome"].map(name => [name, String]));
  const schema = new mongoose.Schema({ _id: String, ...texts, ...plain }, { ...strict, collection: "audit-rows" });
  return db.model("audit-row", schema) as unknown as AppendOnly<KeptRow>;
}

function waitingRowsModel(db: Connection): Model<WaitingRows> {
  const schema = new mongoose.Schema<WaitingRows>(
    { _id: { type: String, required: true }, at: Date, rows: [String] },
    { ...strict, collection: "audit-waiting" },
  );
  return db.model<WaitingRows>("audit-waiting", schema);
}

/** The note that these rows wait, in batches that are not too large to be given at once. */
export function waitingRows(ids: readonly string[], at: Date): WaitingRows[] {
  return Array.from({ length: Math.ceil(ids.length / rowsPerPullMax) }, (_, n) => ({
    _id: `${at.toISOString()}:${randomUUID()}`,
    at,
    rows: ids.slice(n * rowsPerPullMax, (n + 1) * rowsPerPullMax),
  }));
}

/** The first of these: as many as have no more rows together than are given at once. */
function withinOnePull(waiting: readonly WaitingRows[]): WaitingRows[] {
  let count = 0;
  return waiting.filter(({ rows }) => {
    count += rows.length;
    return count <= rowsPerPullMax;
  });
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
