/**
 * Where each open cursor has got to. DocumentDB's functions hand this out as a document (the continuation) and want it
 * back for the next page. With `documentdb.useFileBasedPersistedCursors` on, no continuation is tied to the PostgreSQL
 * connection it came from: what has to be kept, such as sorted results, is in a file of PostgreSQL's until deleted.
 */
import type { Database } from "./database.ts";

export const cursorsMax = 1000;
export const cursorIdleMs = 10 * 60_000;
const sweepMs = 60_000;

export interface OpenCursor {
  readonly db: string;
  readonly continuation: Buffer;
}

export class CursorStore {
  readonly #database: Database;
  /** In the order of their last use, longest ago first. */
  readonly #cursors = new Map<bigint, OpenCursor & { readonly usedAtMs: number }>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(database: Database) {
    this.#database = database;
    this.#sweeper = setInterval(() => this.#forgetIdle(), sweepMs).unref();
  }

  get size(): number {
    return this.#cursors.size;
  }

  /** Remembers a cursor; when there are too many, the one unused for longest goes. */
  keep(id: bigint, cursor: OpenCursor): void {
    this.#cursors.set(id, { ...cursor, usedAtMs: performance.now() });
    for (const oldest of this.#cursors.keys()) {
      if (this.#cursors.size <= cursorsMax) break;
      this.#forget([oldest]);
    }
  }

  /** The cursor, no longer remembered: whoever reads its next page keeps it again if there is more. */
  take(id: bigint): OpenCursor | undefined {
    const cursor = this.#cursors.get(id);
    this.#cursors.delete(id);
    return cursor;
  }

  /** Forgets cursors and deletes their files. Out: those that were there. */
  async kill(ids: readonly bigint[]): Promise<bigint[]> {
    const known = ids.filter(id => this.#cursors.delete(id));
    if (known.length > 0) await this.#deleteFiles(known);
    return known;
  }

  close(): void {
    clearInterval(this.#sweeper);
  }

  #forgetIdle(): void {
    const before = performance.now() - cursorIdleMs;
    const idle = [...this.#cursors].filter(([, { usedAtMs }]) => usedAtMs < before).map(([id]) => id);
    if (idle.length > 0) this.#forget(idle);
  }

  #forget(ids: readonly bigint[]): void {
    this.kill(ids).catch(() => {}); // PostgreSQL clears old files by itself, a little later
  }

  async #deleteFiles(ids: readonly bigint[]): Promise<void> {
    await this.#database.queryRow("select documentdb_api_internal.delete_cursors($1::bigint[])", [ids.map(String)]);
  }
}
