import { randomUUID } from "node:crypto";
import {
  decideAgain,
  enter,
  finishedBefore,
  hasWritten,
  markAdmissions,
  mayStillWrite,
  onItsOwn,
  underWay,
  writtenWithinMs,
} from "../../../libs/access/under-way.ts";
import { refusalOf } from "../../support/refusal.ts";

/** Something that happens when the test says so. */
function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, opened };
}
/** A request that was let into a file by version `v` and is held; what it may do when it goes on. */
function held(fileId: string, v: number | undefined, goOn = () => refusalOf(() => mayStillWrite())) {
  const { open, opened } = gate();
  const done = underWay(async () => {
    const decidedBy = enter(fileId);
    if (v !== undefined) decidedBy(v);
    await opened;
    return goOn();
  });
  return { open, done };
}
const soonMs = 20;

describe("a narrowing", () => {
  test("waits for whoever was let in by older facts, and for nobody else", async () => {
    const fileId = randomUUID();
    const [older, newer, elsewhere] = [held(fileId, 1), held(fileId, 2), held(randomUUID(), 1)];
    expect(await finishedBefore(fileId, 2, soonMs)).toBe(false);
    const finished = finishedBefore(fileId, 2, 5_000);
    older.open();
    expect(await finished).toBe(true);
    for (const { open } of [newer, elsewhere]) open();
    expect(await Promise.all([older.done, newer.done, elsewhere.done])).toEqual(["UNAVAILABLE", "done", "done"]);
  });

  test("waits for whoever is still reading the facts: nobody knows yet which", async () => {
    const fileId = randomUUID();
    const reading = held(fileId, undefined);
    expect(await finishedBefore(fileId, 1, soonMs)).toBe(false);
    reading.open();
    await reading.done;
    expect(await finishedBefore(fileId, 1, soonMs)).toBe(true);
  });

  test("does not wait for who has written: what follows may bring a narrowing about itself", async () => {
    const fileId = randomUUID();
    const answered = await underWay(async () => {
      enter(fileId)(1);
      hasWritten();
      return onItsOwn(async () => {
        enter(fileId)(1);
        return [await finishedBefore(fileId, 2, soonMs), mayStillWrite()];
      });
    });
    expect(answered).toEqual([true, true]);
  });

  test("waits no longer once the work has failed", async () => {
    const fileId = randomUUID();
    const failed = underWay(async () => {
      enter(fileId)(1);
      throw new Error("lost");
    });
    await expect(failed).rejects.toThrow("lost");
    expect(await finishedBefore(fileId, 2, soonMs)).toBe(true);
  });
});

describe("a request whose file was narrowed", () => {
  test("may be decided again from where it was let in, and then writes by what it was told", async () => {
    const fileId = randomUUID();
    const told = await underWay(async () => {
      const before = markAdmissions();
      enter(fileId)(1);
      await finishedBefore(fileId, 2, 0);
      const first = mayStillWrite(before);
      decideAgain(before);
      enter(fileId)(2);
      return [first, mayStillWrite(before)];
    });
    expect(told).toEqual([false, true]);
  });

  test("does not write by what it was let into before", async () => {
    const fileId = randomUUID();
    const refusal = await underWay(async () => {
      enter(fileId)(1);
      const before = markAdmissions();
      await finishedBefore(fileId, 2, 0);
      return refusalOf(() => mayStillWrite(before));
    });
    expect(refusal).toBe("UNAVAILABLE");
  });
});

test("nothing is written for whoever was let in too long ago: they may have lost their role, or been disabled, since", async () => {
  const real = performance.now.bind(performance);
  const startedMs = real();
  try {
    performance.now = () => startedMs;
    const told = await underWay(async () => {
      performance.now = () => startedMs + writtenWithinMs;
      const inTime = refusalOf(() => mayStillWrite());
      performance.now = () => startedMs + writtenWithinMs + 1;
      return [inTime, refusalOf(() => mayStillWrite()), onItsOwn(() => mayStillWrite())];
    });
    expect(told).toEqual(["done", "UNAVAILABLE", true]);
  } finally {
    performance.now = real;
  }
});
