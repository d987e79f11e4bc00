import { z } from "zod";
import { clock } from "../clock/clock.ts";
import { type FieldError, fail } from "../errors/errors.ts";

/** What one action takes and gives. Types, checks and the OpenAPI document all come from here. */
export interface Contract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly action: string;
  readonly summary: string;
  readonly input: I;
  readonly output: O;
}

export function contract<I extends z.ZodType, O extends z.ZodType>(
  action: string,
  summary: string,
  input: I,
  output: O,
): Contract<I, O> {
  return { action, summary, input, output };
}

const errorsMax = 20;

/** The input in its checked form; fails with VALIDATION and the path of every field that is wrong. */
export function parseInput<I extends z.ZodType>(schema: I, input: unknown): z.output<I> {
  const parsed = schema.safeParse(input ?? {});
  return parsed.success ? parsed.data : fail("VALIDATION", { errors: firstOfEach(fieldErrors(parsed.error.issues)) });
}

function fieldErrors(issues: readonly z.core.$ZodIssue[], within: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap(issue => {
    const path = [...within, ...issue.path];
    if (issue.code === "unrecognized_keys")
      return issue.keys.map(key => ({ path: pathText([...path, key]), message: "is not a field of this request" }));
    const meant = issue.code === "invalid_union" ? formMeant(issue.errors) : undefined;
    return meant ? fieldErrors(meant, path) : [{ path: pathText(path), message: issue.message }];
  });
}

/** Of several forms a request may have, the only one that knows all the given fields. */
function formMeant(forms: readonly (readonly z.core.$ZodIssue[])[]) {
  const knowing = forms.filter(
    form => !form.some(({ code, path }) => code === "unrecognized_keys" && path.length === 0),
  );
  return knowing.length === 1 ? knowing[0] : undefined;
}

/** One error a field, since the others follow from it; and not too many. */
function firstOfEach(errors: readonly FieldError[]): FieldError[] {
  return errors.filter(({ path }, at) => errors.findIndex(other => other.path === path) === at).slice(0, errorsMax);
}

/** `offences[0].code`, cut where a caller made it long. */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (before, step) =>
      typeof step === "number" ? `${before}[${step}]` : before ? `${before}.${String(step)}` : String(step),
    "",
  );
  return text.slice(0, 120);
}

const clockDifferenceMs = 60_000;
const instant = z.iso.datetime("expected an ISO 8601 instant in UTC, such as 2026-03-01T09:30:00Z");

/** Fields that many contracts share. */
export const fields = {
  id: z.uuid("expected a UUID"),
  instant,
  /** When something happened that is being recorded: not in the future, a minute of difference between clocks aside. */
  past: instant.refine(
    text => Date.parse(text) <= clock.now().getTime() + clockDifferenceMs,
    "expected an instant that is not in the future",
  ),
  day: z.iso.date("expected a date, such as 2026-03-01"),
  // Half a character (a lone surrogate) would be stored as another one.
  text: (max: number) =>
    z
      .string()
      .trim()
      .min(1, "expected some text")
      .max(max, `expected at most ${max} characters`)
      .refine(text => text.isWellFormed(), "expected whole characters"),
  name: z
    .string()
    .trim()
    .min(1, "expected a name")
    .max(100, "expected at most 100 characters")
    .regex(/^[^\p{Cc}\p{Cs}<>{}[\]\\]+$/u, "expected a name without control characters, brackets or backslashes"),
};
