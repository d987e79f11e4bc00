import { AsyncLocalStorage } from "node:async_hooks";
import { fail } from "../errors/errors.ts";

/** Nothing is written for a request that was let in longer ago: whoever sent it has long had an answer, and may have lost the right since. */
export const writtenWithinMs = 3_500;

/** That one request was let into one file: by facts of which version (-1 while they are read), and which version it must not be older than. */
interface Admission {
  readonly fileId: string;
  v: number;
  neededV: number;
}

/** One request from when it was let in until its work is done, and the files it was let into. */
class Request {
  readonly startedMs = performance.now();
  admissions: Admission[] = [];
}

const ofRequest = new AsyncLocalStorage<Request>();
const byFile = new Map<string, Set<Admission>>();
/** Called whenever a request has left a file. */
const left = new Map<string, Set<() => void>>();

/** Does the work of one request; until it is done, or has written, a narrowing of the files it was let into waits for it. */
export async function underWay<T>(work: () => Promise<T>): Promise<T> {
  const request = new Request();
  try {
    return await ofRequest.run(request, work);
  } finally {
    leave(request, 0);
  }
}

/** Work that a request leaves behind, which nobody's narrowing waits for and which has no person's rights. */
export function onItsOwn<T>(work: () => T): T {
  return ofRequest.exit(work);
}

/** Tells that the facts of a file are about to be read to let this request in; what comes back is told their version. */
export function enter(fileId: string): (v: number) => void {
  const request = ofRequest.getStore();
  if (!request) return () => {};
  const admission: Admission = { fileId, v: -1, neededV: 0 };
  request.admissions.push(admission);
  const inFile = byFile.get(fileId) ?? new Set();
  byFile.set(fileId, inFile.add(admission));
  return v => {
    admission.v = v;
    notify(fileId);
  };
}

/**
 * Right before a write: fails with UNAVAILABLE when a file was narrowed since this request was let in, so that it is
 * decided anew when it comes again, or when it was let in too long ago. Gives false where deciding again from `mark`
 * on is enough.
 */
export function mayStillWrite(mark = Number.MAX_SAFE_INTEGER): boolean {
  const request = ofRequest.getStore();
  if (!request) return true;
  if (performance.now() - request.startedMs > writtenWithinMs) return fail("UNAVAILABLE", { retryAfterSeconds: 1 });
  if (request.admissions.slice(0, mark).some(isOlder)) return fail("UNAVAILABLE", { retryAfterSeconds: 1 });
  return !request.admissions.some(isOlder);
}

/** What the request was let into so far, to come back to when it is decided again. */
export function markAdmissions(): number {
  return ofRequest.getStore()?.admissions.length ?? 0;
}

/** Takes back what this request was let into since a mark: it is decided again. */
export function decideAgain(mark: number): void {
  const request = ofRequest.getStore();
  if (request) leave(request, mark);
}

/** This request has written: from here on nothing waits for it. What it shows from now on it is let into anew. */
export function hasWritten(): void {
  decideAgain(0);
}

/** Resolves with true once no request is under way that was let into the file by facts older than `v`; false when that takes too long. */
export async function finishedBefore(fileId: string, v: number, withinMs: number): Promise<boolean> {
  const older = () => [...(byFile.get(fileId) ?? [])].filter(admission => admission.v < v);
  for (const admission of byFile.get(fileId) ?? []) admission.neededV = Math.max(admission.neededV, v);
  const giveUpAtMs = performance.now() + withinMs;
  while (older().length > 0) {
    const restMs = giveUpAtMs - performance.now();
    if (restMs <= 0) return false;
    await oneLeaves(fileId, restMs);
  }
  return true;
}

function isOlder({ v, neededV }: Admission): boolean {
  return v < neededV;
}

function leave(request: Request, mark: number): void {
  const gone = request.admissions.splice(mark);
  for (const admission of gone) {
    const inFile = byFile.get(admission.fileId);
    inFile?.delete(admission);
    if (inFile?.size === 0) byFile.delete(admission.fileId);
    notify(admission.fileId);
  }
}

function notify(fileId: string): void {
  for (const wake of left.get(fileId) ?? []) wake();
}

async function oneLeaves(fileId: string, withinMs: number): Promise<void> {
  const waiting = left.get(fileId) ?? new Set();
  left.set(fileId, waiting);
  await new Promise<void>(resolve => {
    const done = () => {
      clearTimeout(timer);
      waiting.delete(done);
      if (waiting.size === 0) left.delete(fileId);
      resolve();
    };
    const timer = setTimeout(done, withinMs);
    waiting.add(done);
  });
}
