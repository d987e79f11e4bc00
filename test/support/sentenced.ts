import { treatmentTypes } from "../../services/cases/cases.reference.ts";
import type { Json } from "./client.ts";
import { chargedDefendant, type World } from "./world.ts";

/** Somebody at work under an order of this world's court. */
export interface Sentenced {
  readonly defendantId: string;
  readonly caseId: string;
  readonly hearingId: string;
  readonly orderId: string;
  readonly requirements: readonly Json[];
}

type Makers = Pick<World, "police" | "lister" | "legalAdviser" | "judge" | "agencies" | "courtId">;

/** What a requirement of treatment says where the person has expressed willingness in court, before sentence is passed. */
export const willing = { saidAt: "2026-03-10T10:30:00Z" };

/** Requirements as the defendant agrees to them: to treatment nobody is ordered without. */
const agreed = (requirements: readonly Json[]): Json[] =>
  requirements.map(found => (treatmentTypes.includes(found.type) ? { willing, ...found } : found));

/** A defendant charged, listed, convicted on a plea and sentenced to an order with these requirements. */
export async function sentenced(world: Makers, requirements: readonly object[], over: object = {}): Promise<Sentenced> {
  const { defendant, case: sent } = await chargedDefendant(world);
  const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, {
    day: "2026-03-10",
    session: "morning",
    room: "1",
    type: "sentence",
    defendantIds: [defendant.id],
  });
  const { defendants } = await world.judge.get(`/v1/cases/${sent.id}`);
  const offenceId = defendants[0].offences[0].id;
  const { version } = await world.legalAdviser.post(`/v1/cases/${sent.id}/pleas`, {
    defendantId: defendant.id,
    pleas: [{ offenceId, plea: "guilty" }],
  });
  await world.judge.post(
    `/v1/cases/${sent.id}/sentence`,
    {
      defendantId: defendant.id,
      hearingId: hearing.id,
      disposal: "community-order",
      results: [{ offenceId, code: "1002", text: "Community order" }],
      order: {
        supervisedBy: world.agencies.probation,
        endsOn: "2027-06-10",
        requirements: agreed(requirements),
        ...over,
      },
      passedAt: "2026-03-10T11:00:00Z",
    },
    { ifMatch: version },
  );
  const order = (await itemsOf(world, defendant.id, "orders"))[0];
  return {
    defendantId: defendant.id,
    caseId: sent.id,
    hearingId: hearing.id,
    orderId: order.id,
    requirements: order.requirements,
  };
}

/** What the judge sees in one part of the file. */
export async function itemsOf({ judge }: Pick<World, "judge">, defendantId: string, part: string): Promise<Json[]> {
  const { parts } = await judge.get(`/v1/defendants/${defendantId}/file`);
  return parts.find((found: Json) => found.part === part)?.items ?? [];
}
