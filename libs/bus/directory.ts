import type { AgencyType } from "../access/roles.ts";
import { clock } from "../clock/clock.ts";
import { fail } from "../errors/errors.ts";
import type { Tools } from "./serve.ts";

const keptSeconds = 60;
const keptMax = 5_000;

export interface AgencyEntry {
  readonly id: string;
  readonly type: AgencyType;
  readonly name: string;
}

/** Which agencies there are, asked of `agencies` and kept for a minute: names and types change rarely. */
export class Directory {
  readonly #call: Tools["call"];
  readonly #kept = new Map<string, { entry: AgencyEntry; until: number }>();

  constructor(call: Tools["call"]) {
    this.#call = call;
  }

  /** The agencies among these ids, in no order. */
  async describe(ids: readonly string[]): Promise<AgencyEntry[]> {
    const missing = [...new Set(ids)].filter(id => (this.#kept.get(id)?.until ?? 0) <= clock.seconds());
    if (missing.length > 0) {
      if (this.#kept.size > keptMax) this.#kept.clear();
      const { agencies } = (await this.#call({ action: "agencies.describe" }, { ids: missing })) as {
        agencies: AgencyEntry[];
      };
      for (const { id, type, name } of agencies)
        this.#kept.set(id, { entry: { id, type, name }, until: clock.seconds() + keptSeconds });
    }
    return [...new Set(ids)].flatMap(id => this.#kept.get(id)?.entry ?? []);
  }

  /** Fails with VALIDATION, naming the field, unless every id is an agency, of one of `types` where given. */
  async assertAgencies(path: string, ids: readonly string[], types?: readonly AgencyType[]): Promise<void> {
    const found = await this.describe(ids);
    const good = ids.every(id => found.some(entry => entry.id === id && (!types || types.includes(entry.type))));
    if (!good)
      fail("VALIDATION", {
        errors: [
          {
            path,
            message: types
              ? `expected the id of an agency of type ${types.join(" or ")}`
              : "expected the id of an agency",
          },
        ],
      });
  }
}
