/**
 * Places where a crash is interesting. With CRASH_AT=name:n (tests only) the process kills itself at the n-th pass,
 * so every order of "done, not yet told" can be tried; without it a pass costs one comparison.
 */
export const crashPoints = [
  "before-commit",
  "after-commit",
  "after-follow",
  "after-append",
  "after-ring",
  "after-remove",
  "before-apply",
  "after-apply",
  "after-ack",
] as const;
export type CrashPoint = (typeof crashPoints)[number];

const [crashAt, passText = "1"] = (process.env.NODE_ENV === "production" ? "" : (process.env.CRASH_AT ?? "")).split(
  ":",
);
let passesLeft = Number(passText);

export function crashPoint(name: CrashPoint): void {
  if (crashAt !== name) return;
  passesLeft -= 1;
  if (passesLeft > 0) return;
  process.stderr.write(`crash point ${name}:${passText}\n`);
  process.kill(process.pid, "SIGKILL");
}
