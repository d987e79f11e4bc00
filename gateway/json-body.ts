import express, { type RequestHandler } from "express";
import { fail } from "../libs/errors/errors.ts";

const usualBytesMax = 100 * 1024;
const depthMax = 32;

/** Reads a JSON body of at most 100 kB, or as much as is said, and 32 levels. Depth is counted in the bytes, before anything recurses into it. */
export const jsonBody = (bytesMax = usualBytesMax): readonly RequestHandler[] => [
  (req, _res, next) => {
    const length = req.headers["content-length"];
    const hasBody = (length !== undefined && length !== "0") || req.headers["transfer-encoding"] !== undefined;
    if (hasBody && !req.is("application/json")) fail("MEDIA_TYPE");
    next();
  },
  express.json({
    limit: bytesMax,
    inflate: false,
    strict: true,
    verify: (_req, _res, bytes) => {
      if (depthOf(bytes) > depthMax) throw new Error("too deep");
    },
  }),
];

/** How deep the arrays and objects in these bytes of JSON go, at most. */
export function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return deepest;
}
