import { randomInt, randomUUID } from "node:crypto";
import { makeAsn, makeCro, makePnc, makeUrn } from "../../libs/identifiers/identifiers.ts";
import { type Caller, signIn } from "./client.ts";
import type { RigFacts } from "./rig.ts";

const password = "correct horse battery staple";

const table = {
  judge: ["court", "JUD"],
  legalAdviser: ["court", "LA"],
  lister: ["court", "LST"],
  coordinator: ["court", "CO"],
  police: ["police", "POL"],
  prosecutor: ["cps", "CPS"],
  probation: ["probation", "PRB"],
  treatment: ["treatment", "TRT"],
  support: ["support", "SUP"],
  intelligence: ["police", "INT"],
  defence: ["defence", "DEF"],
  youth: ["youth", "YOT"],
  health: ["health", "HLT"],
  victims: ["victim", "VIC"],
  asb: ["asb", "ASB"],
  analyst: ["moj", "REP"],
  governance: ["moj", "IGO"],
  operations: ["supplier", "OPS"],
} as const;
export type Who = keyof typeof table;
type Place = (typeof table)[Who][0];

/** A court with the agencies round it, one person each, all made through the API and signed in. */
export interface World extends Readonly<Record<Who, Caller>> {
  readonly administrator: Caller;
  readonly agencies: Readonly<Record<Place, string>>;
  readonly courtId: string;
}

/** Whom most tests need; the others are asked for by name. */
export const usualPeople = [
  "judge",
  "legalAdviser",
  "lister",
  "coordinator",
  "police",
  "prosecutor",
  "probation",
  "treatment",
  "support",
] as const satisfies readonly Who[];

/** A new court and new agencies, so that a test meets nobody else's files. */
export async function makeWorld(rig: RigFacts, only: readonly Who[] = usualPeople): Promise<World> {
  const administrator = await signIn(rig.url, rig.administrator.username, rig.administrator.password);
  const tag = randomUUID().slice(0, 8);
  const agencies = {} as Record<Place, string>;
  for (const place of new Set(only.map(who => table[who][0])))
    agencies[place] = (await administrator.create("/v1/agencies", { type: place, name: `${place} ${tag}` })).id;
  const people = await Promise.all(
    only.map(
      async who =>
        [
          who,
          await makePerson(rig, administrator, agencies[table[who][0]], table[who][1], `${who.toLowerCase()}.${tag}`),
        ] as const,
    ),
  );
  return { ...(Object.fromEntries(people) as Record<Who, Caller>), administrator, agencies, courtId: agencies.court };
}

export async function makePerson(
  rig: RigFacts,
  administrator: Caller,
  agencyId: string,
  role: string,
  username: string,
): Promise<Caller> {
  const body = { username, name: `Test ${role}`, roles: [role], password };
  await administrator.create(`/v1/agencies/${agencyId}/people`, body);
  return signIn(rig.url, username, password);
}

/** Identifiers that no other test has, valid by their rules. */
export const fresh = {
  pnc: () => makePnc(2019, randomInt(1, 9_999_999)),
  cro: () => makeCro(2019, randomInt(1, 999_999)),
  asn: () => makeAsn({ year: 19, force: "05", unit: "NL", system: "01", sequence: randomInt(1, 99_999_999) }),
  urn: () => makeUrn({ force: "05", unit: "NL", serial: randomInt(1, 99_999), year: 26 }),
  /** Of a grown-up, so that Tracker need not put each test's person beside every other's. */
  birth: () => new Date(Date.UTC(1961, 0, randomInt(1, 40 * 365))).toISOString().slice(0, 10),
};

export const person = (over: object = {}) => ({
  name: { forenames: ["Mary", "Anne"], surname: `O'Neill` },
  dateOfBirth: fresh.birth(),
  sex: "female",
  ...over,
});

/** A defendant recorded by the police, charged at the world's court. */
export async function chargedDefendant(world: Pick<World, "police" | "courtId">, over: object = {}) {
  const defendant = await world.police.create(
    "/v1/defendants",
    person({ identifiers: [{ kind: "pnc", value: fresh.pnc() }], ...over }),
  );
  const sent = await world.police.create("/v1/cases", caseOf(defendant.id, world.courtId));
  const offenceId: string = sent.defendants[0].offences[0].id;
  return { defendant, case: sent, ids: { defendantId: String(defendant.id), caseId: String(sent.id), offenceId } };
}

export const caseOf = (defendantId: string, courtId: string) => ({
  urn: fresh.urn(),
  courtId,
  initiation: "charge",
  ward: "Kirkdale",
  defendants: [
    {
      defendantId,
      asn: fresh.asn(),
      bail: "unconditional-bail",
      offences: [{ code: "TH68001", title: "Theft from a shop", category: "either-way", date: "2026-03-02" }],
    },
  ],
});
