import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The abuse cases of the threat model that tests stand for: of notes, of files, of the bus, of input, of insiders. */
const cases = [...Array.from({ length: 21 }, (_, n) => n + 1), 29, 30].map(n => `A${n}`);

/** What no test has in its title yet. */
const open: readonly string[] = [];

test("every abuse case stands in the title of a test, or is said to be open", () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const titled = new Set(
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter(name => name.endsWith(".test.ts"))
      .flatMap(name => readFileSync(join(root, name), "utf8").match(/["`](A\d+)(?=: )/g) ?? [])
      .map(found => found.slice(1)),
  );
  expect(cases.filter(name => !titled.has(name))).toEqual(open);
});
