import { decideRead } from "../../../libs/access/decide.ts";
import { mayRead } from "../../access/may-read.ts";
import { moment, now, overWorlds } from "./worlds.ts";

const levels = { none: 0, limited: 1, full: 2 } as const;

test("two who read the design apart from each other agree on who may read what", () => {
  const seen = [0, 0, 0];
  overWorlds(
    "both agree",
    moment(),
    ({ person, file, held }) => {
      const level = levels[decideRead(person, file, held, now).view ?? "none"];
      seen[level] = (seen[level] ?? 0) + 1;
      expect(level).toBe(mayRead(person, file, held, now));
    },
    30_000,
  );
  process.stdout.write(`seen nothing ${seen[0]}, limited ${seen[1]}, full ${seen[2]}\n`);
});
