import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkpointSchema } from "./audit.contract.ts";
import type { Chain, Checkpoint } from "./audit.schema.ts";

const fileName = "checkpoints.jsonl";

/** A file outside the database that checkpoints are added to, one JSON object a line. In production it stands where it can be written and not changed. */
export class Witness {
  readonly #file: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = join(folder, fileName);
  }

  add(checkpoint: Checkpoint): void {
    appendFileSync(this.#file, `${JSON.stringify(checkpoint)}\n`, { mode: 0o600, flush: true });
  }

  /** The longest state of a chain that was witnessed. */
  findLast(chain: Chain): Checkpoint | undefined {
    return readWitness(this.#file)
      .filter(checkpoint => checkpoint.chain === chain)
      .reduce<Checkpoint | undefined>((last, next) => (last && last.length > next.length ? last : next), undefined);
  }
}

/** All that a witness's file or folder says; a line that a crash cut short is passed over. */
export function readWitness(path: string): Checkpoint[] {
  const file = path.endsWith(".jsonl") ? path : join(path, fileName);
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap(line => readLine(line) ?? []);
}

function readLine(line: string): Checkpoint | undefined {
  try {
    return checkpointSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
