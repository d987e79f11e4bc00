/** The bounds of the gateway's memory for cursors. */
import { jest } from "@jest/globals";
import { CursorStore, cursorIdleMs, cursorsMax } from "../../../deploy/local/wire-gateway/cursors.ts";
import type { Parameter } from "../../../deploy/local/wire-gateway/database.ts";

const cursor = { db: "any", continuation: Buffer.from("here") };

function makeStore() {
  const deleted: Parameter[] = [];
  const database = {
    async queryRow(_sql: string, [ids]: readonly Parameter[]) {
      if (ids) deleted.push(ids);
      return [];
    },
    async close() {},
  };
  return { store: new CursorStore(database), deleted };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test("a cursor is taken once", () => {
  const { store } = makeStore();
  store.keep(7n, cursor);
  expect(store.take(7n)).toMatchObject(cursor);
  expect(store.take(7n)).toBeUndefined();
  store.close();
});

test("of too many the one unused for longest goes, and its file", () => {
  const { store, deleted } = makeStore();
  for (let id = 1; id <= cursorsMax; id++) store.keep(BigInt(id), cursor);
  const used = store.take(1n);
  if (used) store.keep(1n, used);
  store.keep(5000n, cursor);
  expect(store.size).toBe(cursorsMax);
  expect(deleted).toEqual([["2"]]);
  expect(store.take(1n)).toBeDefined();
  store.close();
});

test("one that nobody uses goes after ten minutes", () => {
  const { store, deleted } = makeStore();
  store.keep(1n, cursor);
  jest.advanceTimersByTime(cursorIdleMs - 60_000);
  store.keep(2n, cursor);
  expect(deleted).toEqual([]);
  jest.advanceTimersByTime(2 * 60_000);
  expect(deleted).toEqual([["1"]]);
  expect(store.take(2n)).toBeDefined();
  store.close();
});
