import { type Document, type Filter, matches } from "./memory-query.ts";

/** What matching needs of everyone recorded so far; their files are no longer in memory. */
export class KnownPeople {
  readonly #byKey = new Map<string, Document[]>();

  add({ _id, name, surnameKey, dateOfBirth, matchKeys }: Document): void {
    const slim: Document = { _id, name, surnameKey, dateOfBirth, matchKeys };
    for (const key of keysOf(slim)) {
      const known = this.#byKey.get(key);
      if (known) known.push(slim);
      else this.#byKey.set(key, [slim]);
    }
  }

  /** Those whom a filter on identifiers, or on surname and date of birth, finds. */
  find(filter: Filter): Document[] {
    const clauses = Array.isArray(filter.$or) ? (filter.$or as Filter[]) : [filter];
    const found = new Set(clauses.flatMap(clause => keysOf(clause).flatMap(key => this.#byKey.get(key) ?? [])));
    return [...found].filter(person => matches(person, filter));
  }
}

/** The keys under which a person is kept, and by which a filter asks. */
function keysOf({ surnameKey, dateOfBirth, matchKeys }: Filter): string[] {
  const identifiers = Array.isArray(matchKeys) ? matchKeys : [];
  const asked = typeof matchKeys === "object" && matchKeys !== null && "$in" in matchKeys ? matchKeys.$in : [];
  return [
    ...identifiers.map(String),
    ...(Array.isArray(asked) ? asked.map(String) : []),
    ...(typeof surnameKey === "string" && typeof dateOfBirth === "string" ? [`${surnameKey}|${dateOfBirth}`] : []),
  ];
}
