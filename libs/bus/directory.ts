import type { Recipient } from "../access/facts.ts";
import type { AgencyType } from "../access/roles.ts";
import { clock } from "../clock/clock.ts";
import { describedMax, type PersonEntry, peopleOutput, teamsOutput } from "../contract/people.ts";
import { fail } from "../errors/errors.ts";
import type { Tools } from "./serve.ts";

const keptSeconds = 60;
const keptMax = 5_000;

export interface AgencyEntry {
  readonly id: string;
  readonly type: AgencyType;
  readonly name: string;
}

/** Which agencies, people and teams there are, asked of `agencies`. Agencies are kept for a minute: names and types change rarely. */
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

  /** Fails with VALIDATION, naming the field, unless every id is somebody's, and of those who are `meant` where given. */
  async assertPeople(
    path: string,
    ids: readonly string[],
    meant: { readonly who: string; readonly is: (person: PersonEntry) => boolean } = {
      who: "a person",
      is: () => true,
    },
  ): Promise<void> {
    const good = new Set<string>();
    for (let from = 0; from < ids.length; from += describedMax) {
      const page = [...new Set(ids.slice(from, from + describedMax))];
      const answer = await this.#call({ action: "agencies.describePeople" }, { ids: page });
      for (const person of peopleOutput.parse(answer).people) if (meant.is(person)) good.add(person.id);
    }
    if (!ids.every(id => good.has(id)))
      fail("VALIDATION", { errors: [{ path, message: `expected the id of ${meant.who}` }] });
  }

  /** Where somebody works and as what; undefined where nobody has the id. */
  async findPerson(id: string): Promise<PersonEntry | undefined> {
    const answer = await this.#call({ action: "agencies.describePeople" }, { ids: [id] });
    return peopleOutput.parse(answer).people[0];
  }

  /** Fails with VALIDATION unless whom something is shared with is an agency, a person or an open team, as it says. */
  async assertRecipient({ kind, id }: Recipient): Promise<void> {
    const path = "recipient.id";
    if (kind === "agency") return this.assertAgencies(path, [id]);
    if (kind === "person") return this.assertPeople(path, [id]);
    const { teams } = teamsOutput.parse(await this.#call({ action: "agencies.describeTeams" }, { ids: [id] }));
    if (teams.length === 0) fail("VALIDATION", { errors: [{ path, message: "expected the id of an open team" }] });
  }
}
