import { z } from "zod";
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
  return parsed.success ? parsed.data : fail("VALIDATION", { errors: fieldErrors(parsed.error.issues) });
}

function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldError[] {
  return issues
    .flatMap(issue => {
      if (issue.code === "unrecognized_keys")
        return issue.keys.map(key => ({
          path: pathText([...issue.path, key]),
          message: "is not a field of this request",
        }));
      return [{ path: pathText(issue.path), message: issue.message }];
    })
    .slice(0, errorsMax);
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

/** Fields that many contracts share. */
export const fields = {
  id: z.uuid("expected a UUID"),
  instant: z.iso.datetime("expected an ISO 8601 instant in UTC, such as 2026-03-01T09:30:00Z"),
  day: z.iso.date("expected a date, such as 2026-03-01"),
  text: (max: number) => z.string().trim().min(1, "expected some text").max(max, `expected at most ${max} characters`),
  name: z
    .string()
    .trim()
    .min(1, "expected a name")
    .max(100, "expected at most 100 characters")
    .regex(/^[^\p{Cc}<>{}[\]\\]+$/u, "expected a name without control characters, brackets or backslashes"),
};
