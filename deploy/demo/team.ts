import type { AgencyType, Role } from "../../libs/access/roles.ts";
import { agenciesContracts } from "../../services/agencies/agencies.contract.ts";
import type { Day } from "./calendar.ts";
import { nameStocks } from "./data/names.ts";
import { type Area, areas, type Court } from "./data/places.ts";
import { projectRefs, projectSteps } from "./payback.ts";
import { provisionSteps } from "./provision.ts";
import { Random } from "./random.ts";
import { administrator, type Call, keyFrom, type Ref, refTo } from "./script.ts";

/** The places at a court's table. Those of the area serve every court of their area. */
const agencyKinds = [
  "court",
  "police",
  "prosecution",
  "probation",
  "youth",
  "treatment",
  "health",
  "housing",
  "advice",
  "family",
  "victims",
  "asb",
  "defence",
] as const;
export type AgencyKind = (typeof agencyKinds)[number];
const ofTheArea: ReadonlySet<AgencyKind> = new Set(["police", "prosecution", "probation"]);

const agencyTypeOf: Readonly<Record<AgencyKind, AgencyType>> = {
  court: "court",
  police: "police",
  prosecution: "cps",
  probation: "probation",
  youth: "youth",
  treatment: "treatment",
  health: "health",
  housing: "support",
  advice: "support",
  family: "support",
  victims: "victim",
  asb: "asb",
  defence: "defence",
};

function agencyName(kind: AgencyKind, court: Court, area: Area): string {
  const place = court.name.replace(/ Community (Justice Centre|Court)$/, "").replace("Kingston upon ", "");
  return {
    court: court.name,
    police: area.police,
    prosecution: area.prosecution,
    probation: area.probation,
    youth: `${court.town === "London" ? place : court.town} Youth Offending Team`,
    treatment: `${place} Drug and Alcohol Service`,
    health: `${place} Mental Health Liaison`,
    housing: `${place} Housing Options`,
    advice: `${place} Citizens Advice`,
    family: `${place} Family Support`,
    victims: `Victim Support ${place}`,
    asb: `${court.council} Anti-Social Behaviour Unit`,
    defence: `${place} Duty Solicitors`,
  }[kind];
}

/** Who works at the table: the first part of the username, where, and as what. `everywhere` ones sit at each court. */
const posts = [
  { post: "judge", kind: "court", role: "JUD", title: "District Judge", everywhere: true },
  { post: "judge2", kind: "court", role: "JUD", title: "District Judge", everywhere: false },
  { post: "adviser", kind: "court", role: "LA", title: "", everywhere: true },
  { post: "listing", kind: "court", role: "LST", title: "", everywhere: true },
  { post: "coordinator", kind: "court", role: "CO", title: "", everywhere: true },
  { post: "police", kind: "police", role: "POL", title: "PC", everywhere: true },
  { post: "intelligence", kind: "police", role: "INT", title: "DC", everywhere: false },
  { post: "prosecutor", kind: "prosecution", role: "CPS", title: "", everywhere: true },
  { post: "probation", kind: "probation", role: "PRB", title: "", everywhere: true },
  { post: "probation2", kind: "probation", role: "PRB", title: "", everywhere: false },
  { post: "youth", kind: "youth", role: "YOT", title: "", everywhere: true },
  { post: "treatment", kind: "treatment", role: "TRT", title: "", everywhere: true },
  { post: "health", kind: "health", role: "HLT", title: "", everywhere: false },
  { post: "housing", kind: "housing", role: "SUP", title: "", everywhere: true },
  { post: "advice", kind: "advice", role: "SUP", title: "", everywhere: false },
  { post: "family", kind: "family", role: "SUP", title: "", everywhere: false },
  { post: "victims", kind: "victims", role: "VIC", title: "", everywhere: false },
  { post: "asb", kind: "asb", role: "ASB", title: "", everywhere: false },
  { post: "defence", kind: "defence", role: "DEF", title: "", everywhere: false },
  { post: "administrator", kind: "court", role: "ADM", title: "", everywhere: false },
] as const satisfies readonly { post: string; kind: AgencyKind; role: Role; title: string; everywhere: boolean }[];
export type Post = (typeof posts)[number]["post"];

/** People who belong to no court: those who count, audit and keep the system running. */
const nationalPosts = [
  { username: "analyst.moj", agency: "analysis", role: "REP" },
  { username: "governance.moj", agency: "analysis", role: "IGO" },
  { username: "operations.tracker", agency: "supplier", role: "OPS" },
] as const;

export interface SignIn {
  readonly username: string;
  readonly role: Role;
  readonly court: string;
}

/** What a court's files are told with: who acts, and for whom. */
export interface Team {
  readonly court: Court;
  readonly area: Area;
  /** The username of the post, when this court has it. */
  who(post: Post): string;
  has(post: Post): boolean;
  /** The id of whoever is in the post. */
  person(post: Post): Ref;
  agency(kind: AgencyKind): Ref;
  /** Where unpaid work is done, and goes on. */
  readonly projects: readonly Ref[];
}

export interface ReferenceGroup {
  readonly court: string;
  readonly steps: readonly Call[];
  readonly signIns: readonly SignIn[];
}

/** The court that has every post; the others have those without which no case can be heard. */
export const fullCourt = "north-liverpool";

export function areaOf(court: Court): Area {
  const found = areas.find(({ key }) => key === court.area);
  if (!found) throw new Error(`${court.key} is in no area`);
  return found;
}

const placeOf = (kind: AgencyKind, court: Court) => (ofTheArea.has(kind) ? court.area : court.key);
const agencyStep = (kind: AgencyKind, court: Court) => `agency ${kind} ${placeOf(kind, court)}`;
const postsAt = (court: Court) => posts.filter(({ everywhere }) => everywhere || court.key === fullCourt);
const tagged = (text: string, tag: string) => (tag ? `${text}.${tag}` : text);

export function teamOf(court: Court, tag: string): Team {
  const here = new Map(postsAt(court).map(({ post, kind }) => [post as Post, `${post}.${placeOf(kind, court)}`]));
  return {
    court,
    area: areaOf(court),
    who(post) {
      const username = here.get(post);
      if (!username) throw new Error(`${court.key} has no ${post}`);
      return tagged(username, tag);
    },
    has: post => here.has(post),
    person: post => refTo(`person ${here.get(post)}`),
    agency: kind => refTo(agencyStep(kind, court)),
    projects: projectRefs(court),
  };
}

/** The steps that make courts, agencies and people: a group for each court, each with what its area shares once. */
export function referenceGroups(
  courts: readonly Court[],
  {
    tag,
    words,
    password,
    begun,
    today,
  }: { tag: string; words: readonly (string | number)[]; password: Ref; begun: Day; today: Day },
): ReferenceGroup[] {
  const random = new Random(...words, "people");
  const made = new Set<string>();
  const once = (name: string): boolean => !made.has(name) && !!made.add(name);
  const call = (name: string, action: string, input: object): Call => ({
    name,
    as: administrator,
    action,
    input,
    key: keyFrom(...words, name),
  });
  const agency = (name: string, type: AgencyType, title: string, ouCode?: string) =>
    call(name, agenciesContracts.create.action, {
      type,
      name: tag ? `${title} (${tag})` : title,
      ...(ouCode && { ouCode }),
    });
  const person = (username: string, role: Role, agencyName: string, name: string) =>
    call(`person ${username}`, agenciesContracts.createPerson.action, {
      agencyId: refTo(agencyName),
      username: tagged(username, tag),
      name,
      roles: [role],
      password,
    });

  const groups = courts.map((court): ReferenceGroup => {
    const agencies = agencyKinds
      .filter(kind => once(agencyStep(kind, court)))
      .map(kind =>
        agency(
          agencyStep(kind, court),
          agencyTypeOf[kind],
          agencyName(kind, court, areaOf(court)),
          kind === "court" ? court.ouCode : undefined,
        ),
      );
    const staff = postsAt(court)
      .map(post => ({ ...post, username: `${post.post}.${placeOf(post.kind, court)}` }))
      .filter(({ username }) => once(username));
    const people = staff.map(({ username, role, kind, title }) =>
      person(username, role, agencyStep(kind, court), `${title} ${workName(random)}`.trim()),
    );
    return {
      court: court.key,
      steps: [
        ...agencies,
        ...people,
        ...projectSteps(court, { as: teamOf(court, tag).who("coordinator"), words, begun }),
        ...provisionSteps(teamOf(court, tag), { court: agencyStep("court", court), words, today }),
      ],
      signIns: staff.map(({ username, role }) => ({ username: tagged(username, tag), role, court: court.key })),
    };
  });
  return groups.map((group, n) => (n === 0 ? withNational(group) : group));

  /** The people of no court, and the machine client of a force, come with the first group. */
  function withNational(group: ReferenceGroup): ReferenceGroup {
    const first = courts[0];
    if (!first) return group;
    const steps = [
      agency("agency analysis", "moj", "Ministry of Justice Analysis"),
      agency("agency supplier", "supplier", "Tracker Operations"),
      ...nationalPosts.map(({ username, agency: at, role }) =>
        person(username, role, `agency ${at}`, workName(random)),
      ),
      call("client police", agenciesContracts.createClient.action, {
        agencyId: refTo(agencyStep("police", first)),
        name: "Custody system",
        roles: ["POL"],
      }),
    ];
    const signIns = nationalPosts.map(({ username, role }) => ({ username: tagged(username, tag), role, court: "" }));
    return { ...group, steps: [...group.steps, ...steps], signIns: [...group.signIns, ...signIns] };
  }
}

function workName(random: Random): string {
  const stock =
    nameStocks[
      random.weighted([
        ["english", 60],
        ["irish", 10],
        ["welsh", 6],
        ["caribbean", 6],
        ["pakistani", 6],
        ["nigerian", 4],
        ["polish", 3],
        ["indian", 5],
      ] as const)
    ];
  return `${random.pick(random.chance(0.55) ? stock.women : stock.men)} ${random.pick(stock.surnames)}`;
}
