/**
 * Places where a crash is interesting. With CRASH_AT=name:n (tests only) the process kills itself at the n-th pass,
 * so every order of "done, not yet told" can be tried; without it a pass costs one comparison.
 */
export type CrashPoint =
  | "before-commit"
  | "after-commit"
  | "after-follow"
  | "after-append"
  | "after-ring"
  | "after-remove"
  | "before-apply"
  | "after-apply"
  | "after-ack";

const [crashAt, passText = "1"] = (process.env.NODE_ENV === "production" ? "" : (process.env.CRASH_AT ?? "")).split(
  ":",
);
let passesLeft = Number(passText);

export function crashPoint(name: CrashPoint): void {
  if (crashAt !== name) return;
  passesLeft -= 1;
  if (passesLeft === 0) process.kill(process.pid, "SIGKILL");
}
