import type { Answer } from "../../support/client.ts";

/** Put into values that are refused: it may turn up nowhere. */
export const canary = "Kanarienvogelzwitschert";

const memberNames = ["type", "title", "status", "detail", "remedy", "errors", "requestId"];

/** A problem as it has to be: status, type, paths; and nothing of what was sent, nor of the code that refused it. */
export function expectProblem(answer: Answer, status: number, type: string, ...paths: string[]): void {
  expect(answer.text).not.toContain(canary);
  expect(answer.text).not.toMatch(/node_modules|\.[jt]s:\d|\bat \w+.*\(|\w+Error\b|[Mm]ongo|[Zz]od/);
  expect({ status: answer.status, type: answer.body?.type, text: answer.text }).toEqual({
    status,
    type: `urn:tracker:error:${type}`,
    text: expect.any(String),
  });
  expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(memberNames).toEqual(expect.arrayContaining(Object.keys(answer.body)));
  if (paths.length > 0) expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
}
