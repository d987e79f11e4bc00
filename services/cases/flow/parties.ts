import type { Role } from "../../../libs/access/roles.ts";
import type { Person } from "../../../libs/identity/subject.ts";

export type Party = "supervisor" | "court" | "co-ordinator" | "sender" | "provider" | "holder";

/** The agencies that have to do with a thing, as what. */
export interface Parties {
  readonly supervisor?: string | null;
  readonly courtId?: string | null;
  readonly sender?: string | null;
  readonly holder?: string | null;
  readonly providers?: readonly string[];
}

const supervising: readonly Role[] = ["PRB", "YOT"];
const sitting: readonly Role[] = ["JUD", "LA"];

/** The judge who does it: whoever asks, where that is a judge. A legal adviser who writes it down says who sat. */
export function judgeOf({ id, roles }: Person): string | null {
  return roles.includes("JUD") ? id : null;
}

/** As what a person stands to a thing: by their agency, and where it is a court or a supervisor, by their role in it. */
export function partiesTo(
  person: Person,
  { supervisor, courtId, sender, holder, providers = [] }: Parties,
): ReadonlySet<Party> {
  const is = (roles: readonly Role[]) => person.roles.some(role => roles.includes(role));
  const standing: (Party | false)[] = [
    person.agencyId === supervisor && is(supervising) && "supervisor",
    person.courtId !== null && person.courtId === courtId && is(sitting) && "court",
    person.courtId !== null && person.courtId === courtId && is(["CO"]) && "co-ordinator",
    person.agencyId === sender && "sender",
    person.agencyId === holder && "holder",
    providers.includes(person.agencyId) && "provider",
  ];
  return new Set(standing.flatMap(party => party || []));
}
