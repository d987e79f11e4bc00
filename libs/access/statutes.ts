import type { InformationClass } from "./matrix.ts";
import type { Role } from "./roles.ts";

/** What the law itself gives to somebody, beside what an agency chooses or a person permits: rows, not code. */
export interface Statute {
  readonly class: InformationClass;
  readonly roles: readonly Role[];
  readonly source: string;
}

/** A record names the rows that apply to it when it is stored or shown (`statutes` of a held thing). */
export const statutes = {
  "testing-requirement": {
    class: "drug-tests",
    roles: ["JUD", "LA", "PRB", "YOT"],
    source: "Sentencing Act 2020, Sch. 9 para. 21(2)(e): results and the provider's views reach the court",
  },
} as const satisfies Record<string, Statute>;

export type StatuteName = keyof typeof statutes;
