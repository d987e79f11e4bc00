import { type Caller, eventually, type Json } from "../support/client.ts";
import { caseOf, chargedDefendant, type World } from "../support/world.ts";
import type { ItemClass } from "./tables/relations.ts";

/** Who holds what is in the prepared files. */
export const holders = [
  "judge",
  "legalAdviser",
  "lister",
  "coordinator",
  "police",
  "prosecutor",
  "probation",
  "treatment",
] as const;
export type Home = Pick<World, (typeof holders)[number] | "agencies" | "courtId" | "administrator">;

/** One thing of every class that can be stored, in one file. */
export interface Prepared {
  readonly defendantId: string;
  readonly caseId: string;
  readonly otherCaseId: string;
  readonly ids: Readonly<Record<ItemClass, string>>;
}

export type Charged = Pick<Prepared, "defendantId" | "caseId" | "otherCaseId">;

/** Somebody charged twice at the home court; nothing else is recorded yet. */
export async function charged(home: Home, over: object = {}): Promise<Charged> {
  const { defendant, case: sent } = await chargedDefendant(home, {
    ...over,
    addresses: [{ type: "home", lines: ["1 Boundary Street"], postcode: "L5 9XP" }],
  });
  const other = await home.police.create("/v1/cases", caseOf(defendant.id, home.courtId));
  return { defendantId: defendant.id, caseId: sent.id, otherCaseId: other.id };
}

/** Everything that can be held about them in the first case, with what is said beside the plea. */
export async function recorded(home: Home, file: Charged, plea: object = {}): Promise<Prepared> {
  const { defendantId, caseId } = file;
  const about = { defendantId, caseId };
  const hearing = await home.lister.create(`/v1/cases/${caseId}/hearings`, {
    day: "2026-03-10",
    session: "morning",
    room: "1",
    type: "sentence",
    defendantIds: [defendantId],
  });
  for (const agencyId of [home.agencies.treatment, home.agencies.probation])
    await invite(home, defendantId, agencyId, caseId);
  const report = await home.legalAdviser.create(`/v1/cases/${caseId}/pre-sentence-reports`, {
    defendantId,
    agencyId: home.agencies.probation,
    format: "fast-delivery",
    dueAt: "2026-03-09T16:00:00Z",
  });
  await home.probation.post(`/v1/pre-sentence-reports/${report.id}/delivery`, {
    author: "P. Officer",
    summary: "Offends to pay for heroin.",
    proposal: "Community order",
    riskOfHarm: "low",
    likelihoodOfReoffending: "high",
  });
  const order = await sentenced(home, about, hearing.id, plea);
  const [obligation, test, need, note, courtNote] = await Promise.all([
    home.probation.create(`/v1/orders/${order}/obligations`, {
      kind: "appointment",
      dueAt: "2026-04-01T10:00:00Z",
      place: "Bootle office",
    }),
    home.treatment.create("/v1/drug-tests", {
      ...about,
      takenAt: "2026-03-08T09:00:00Z",
      sample: "urine",
      outcome: "positive",
      positiveFor: ["opiates"],
    }),
    home.coordinator.create("/v1/needs", { ...about, domain: "drugs", severity: 2, summary: "Uses daily" }),
    home.probation.create("/v1/notes", { ...about, kind: "agency", text: "Spoke of leaving the city" }),
    home.legalAdviser.create("/v1/notes", { ...about, kind: "court", text: "Interpreter not needed" }),
  ]);
  return {
    ...file,
    ids: {
      identity: defendantId,
      case: caseId,
      supervision: order,
      compliance: obligation.id,
      risk: report.id,
      "drug-tests": test.id,
      needs: need.id,
      "agency-notes": note.id,
      "court-notes": courtNote.id,
    },
  };
}

async function sentenced(
  home: Home,
  { defendantId, caseId }: { defendantId: string; caseId: string },
  hearingId: string,
  plea: object,
): Promise<string> {
  const [defendant] = (await home.judge.get(`/v1/cases/${caseId}`)).defendants;
  const [offence] = defendant.offences;
  const pleas = [{ offenceId: offence.id, plea: "guilty", ...plea }];
  const { version } = await home.legalAdviser.post(`/v1/cases/${caseId}/pleas`, { defendantId, pleas });
  const order = {
    supervisedBy: home.agencies.probation,
    endsOn: "2027-03-10",
    requirements: [{ type: "unpaid-work", length: 80 }],
    reviewEveryDays: 28,
  };
  const results = [{ offenceId: offence.id, code: "1002", text: "Community order for 12 months" }];
  const body = { defendantId, hearingId, disposal: "community-order", results, order };
  await home.judge.post(`/v1/cases/${caseId}/sentence`, body, { ifMatch: version });
  const { id } = await eventually("the order", async () => {
    const { parts } = await home.judge.get(`/v1/defendants/${defendantId}/file`);
    return parts.find((part: Json) => part.part === "orders").items[0];
  });
  return id;
}

export function invite(home: Home, defendantId: string, agencyId: string, caseId: string): Promise<Json> {
  const body = { agencyId, caseId, reason: "support" };
  return home.coordinator.post(`/v1/defendants/${defendantId}/involvements`, body);
}

/** How each thing is asked for by its id. */
export const pathOf: Readonly<Record<ItemClass, (id: string) => string>> = {
  identity: id => `/v1/defendants/${id}`,
  case: id => `/v1/cases/${id}`,
  supervision: id => `/v1/orders/${id}`,
  compliance: id => `/v1/obligations/${id}`,
  risk: id => `/v1/pre-sentence-reports/${id}`,
  "drug-tests": id => `/v1/drug-tests/${id}`,
  needs: id => `/v1/needs/${id}`,
  "agency-notes": id => `/v1/notes/${id}`,
  "court-notes": id => `/v1/notes/${id}`,
};

/** Under which name each thing stands in the whole file. */
export const partOf: Readonly<Record<Exclude<ItemClass, "identity">, string>> = {
  case: "cases",
  supervision: "orders",
  compliance: "obligations",
  risk: "pre-sentence-reports",
  "drug-tests": "drug-tests",
  needs: "needs",
  "agency-notes": "agency-notes",
  "court-notes": "court-notes",
};

/** What only a full view has; a drug test has no limited view, so that what may be seen of it is seen whole. */
export const isFull: Readonly<Record<ItemClass, (body: Json) => boolean>> = {
  identity: body => body.addresses.length > 0 && body.identifiers.length > 0 && body.sex !== null,
  case: body => body.ward !== null && body.defendants[0].asn !== undefined,
  supervision: body => body.requirements !== undefined,
  compliance: body => body.place !== undefined,
  risk: body => body.report !== null,
  "drug-tests": () => true,
  needs: body => body.summary !== undefined,
  "agency-notes": body => body.text !== null,
  "court-notes": body => body.text !== null,
};

/** How much of a thing an answer shows. */
export function letterOf(cls: ItemClass, { status, body }: Awaited<ReturnType<Caller["send"]>>): string {
  if (status !== 200) return "-";
  return isFull[cls](body) ? "F" : "L";
}
