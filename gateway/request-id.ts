import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import { log } from "../libs/log/log.ts";

const given = /^[\w-]{8,64}$/;

/** Names every request, in its answer and in every log line about it; a caller's own id is kept when it is a plain one. */
export const requestId: RequestHandler = (req, res, next) => {
  const offered = req.get("X-Request-Id");
  const id = offered && given.test(offered) ? offered : randomUUID();
  res.locals.requestId = id;
  res.setHeader("X-Request-Id", id);
  res.setHeader("Cache-Control", "no-store");
  const arrivedMs = performance.now();
  res.locals.arrivedMs = arrivedMs;
  res.on("finish", () => {
    const route: unknown = req.route?.path;
    log.info(
      {
        requestId: id,
        method: req.method,
        route: typeof route === "string" ? route : "none",
        status: res.statusCode,
        ms: Math.round(performance.now() - arrivedMs),
      },
      "request",
    );
  });
  next();
};
