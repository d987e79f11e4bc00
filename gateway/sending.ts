import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import { describeError, type ErrorType } from "../libs/errors/errors.ts";
import { log } from "../libs/log/log.ts";
import { breakOff } from "./break-off.ts";

/** What is not longer than this leaves at once. */
const wholeBytesMax = 64 * 1024;
const pieceBytes = 16 * 1024;
const lookMs = 1_000;
/** For how long nobody need have said that a record may still be read. With the second between two looks that is five. */
const unansweredMsMax = 4_000;
/** As long as an access token lives. */
const sendingMsMax = 300_000;
/** How long what has left is taken to be on its way at the most. */
const arrivingMsMax = 10_000;

/** Whether what is being sent may go on being sent; looked at each second. */
export type MayGoOn = () => boolean;

/**
 * Answers with these bytes. What is long leaves in pieces, no faster than it is taken, and the connection is broken off
 * as soon as it may not go on, or after five minutes.
 */
export function sendBytes(res: Response, bytes: Buffer, mayGoOn: MayGoOn): void {
  res.setHeader("Content-Length", bytes.length);
  if (bytes.length <= wholeBytesMax) {
    res.end(bytes);
    return;
  }
  const { socket } = res;
  if (!socket) return;
  res.shouldKeepAlive = true; // A connection that is closed at once has sent what waits in the buffers, and is ours no more.
  const stop = watch(socket, mayGoOn, String(res.locals.requestId));
  pipeline(Readable.from(piecesOf(bytes)), res).then(stop.soon, stop.now); // Failed: whoever was taking it has gone.
}

/**
 * Breaks a connection off as soon as what is being sent on it may not go on. `soon` is for when the last piece has left
 * here: it may wait in the system's buffers yet, so it is looked on until more is asked on that connection.
 */
function watch(socket: Socket, mayGoOn: MayGoOn, requestId: string) {
  const { bytesRead } = socket;
  let giveUpAtMs = performance.now() + sendingMsMax;
  let isSent = false;
  const isTaken = () => socket.destroyed || (isSent && socket.bytesRead > bytesRead);
  const looking = setInterval(() => {
    const isOver = performance.now() > giveUpAtMs;
    if (isTaken() || (isSent && isOver)) return now();
    if (!isOver && mayGoOn()) return;
    now();
    // What has come in the meantime is read first: who asks for something else has taken this.
    setImmediate(() => {
      if (isTaken()) return;
      log.info({ requestId }, "an answer was cut off");
      breakOff(socket);
    });
  }, lookMs).unref();
  function now(): void {
    clearInterval(looking);
  }
  function soon(): void {
    isSent = true;
    giveUpAtMs = performance.now() + arrivingMsMax;
  }
  return { now, soon };
}

/** What an owner says, asked anew at each look: a refusal ends it, and so does having heard nothing for four seconds. */
export function asLongAs(ask: () => Promise<unknown>): MayGoOn {
  let allowedAtMs = performance.now();
  let isRefused = false;
  let isAsking = false;
  async function askAgain(): Promise<void> {
    isAsking = true;
    const askedAtMs = performance.now();
    try {
      await ask();
      allowedAtMs = askedAtMs;
    } catch (error) {
      isRefused ||= !isPassing(describeError(error).type);
    } finally {
      isAsking = false;
    }
  }
  return () => {
    if (!isAsking) void askAgain();
    return !isRefused && performance.now() - allowedAtMs < unansweredMsMax;
  };
}

const isPassing = (type: ErrorType): boolean => type === "UNAVAILABLE";

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
