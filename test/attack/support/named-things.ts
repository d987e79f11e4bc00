import { type Caller, eventually, type Json } from "../../support/client.ts";
import { willing } from "../../support/sentenced.ts";
import { caseOf, chargedDefendant, type World } from "../../support/world.ts";

export type Ids = Readonly<Record<string, string>>;

/** What an id in a request may name, and the ids that must be refused there like one that never was: of another file in reach (`other`), of a file out of reach (`foreign`), or of a thing of another kind. */
export const refusedAs = {
  "a defendant in reach": ["foreign.defendant", "own.case", "own.court"],
  "a defendant of the case": ["other.defendant", "foreign.defendant", "own.case"],
  "a defendant, for their officer": ["own.case", "own.police", "own.hearing"],
  "a hold of the review": ["own.otherHold", "own.review", "own.defendant"],
  "a case of the file": ["other.case", "foreign.case", "own.defendant", "own.hearing"],
  "a hearing of the case": ["other.hearing", "foreign.hearing", "own.case"],
  "an offence of the defendant": ["other.offence", "foreign.offence", "own.case"],
  "an order of the case": ["other.order", "foreign.order", "own.siblingOrder", "own.case"],
  "a requirement of the order": ["other.requirement", "foreign.requirement", "own.order"],
  "a requirement that one provides": ["other.provided", "foreign.provided", "own.requirement", "own.order"],
  "an obligation under the order": ["other.obligation", "foreign.obligation", "own.order"],
  "a receipt of the payment": ["other.receipt", "foreign.receipt", "own.payment"],
  "a project of the court": ["foreign.project", "own.case", "own.court"],
  "a restorative meeting of the case": ["other.restorative", "foreign.restorative", "own.case"],
  "a term of the order": ["own.deferral", "own.case"],
  "an admitted offence of the case": ["own.offence", "own.case"],
  "a failure under the order": ["other.failure", "foreign.failure", "own.order"],
  "an action of the plan": ["other.action", "foreign.action", "own.meeting"],
  "a disclosure in the file": ["other.disclosure", "foreign.disclosure", "own.defendant"],
  "a disclosure of the note": ["other.noteDisclosure", "foreign.noteDisclosure", "own.note"],
  "a disclosure of the test": ["other.testDisclosure", "foreign.testDisclosure", "own.test"],
  "a disclosure of the document": ["other.documentDisclosure", "foreign.documentDisclosure", "own.document"],
  "a consent in the file": ["other.consent", "foreign.consent", "own.defendant"],
  "a question about the file": ["other.request", "foreign.request", "own.defendant"],
  "a limit of the file": ["other.limit", "foreign.limit", "own.defendant"],
  "an involvement in the file": ["other.involvement", "foreign.involvement", "own.defendant"],
  "a reporting restriction of the file": ["other.reporting", "foreign.reporting", "own.defendant"],
  "an emergency on the file": ["other.glass", "own.defendant"],
  "a private note on the file": ["other.privateNote", "foreign.privateNote", "own.note"],
  "a release on the file": ["other.release", "foreign.release", "own.privateNote"],
  "an agency": ["own.judge", "own.case", "own.team"],
  "a court": ["own.police", "own.judge", "own.case"],
  "a probation or youth agency": ["own.court", "own.treatment", "own.officer"],
  "a provider": ["own.court", "own.cps", "own.officer", "own.case"],
  "a provider of help": ["own.court", "own.probation", "own.officer"],
  "a judge of the court": ["foreign.judge", "own.clerk", "own.officer", "own.court"],
  "another judge of the court": ["own.clerk", "own.officer", "own.court"],
  "a colleague of the court": ["foreign.judge", "own.officer", "own.lister", "own.court"],
  "a person": ["own.police", "own.case", "own.team"],
  "an open team": ["own.closedTeam", "own.police", "own.judge"],
  "an open team of the agency": ["foreign.team", "own.closedTeam", "own.police"],
  // Not refused: the answer is of the asker's own access, or is a filter, and is the same as for what never was.
  "only asked about": ["other.case", "foreign.case"],
} as const satisfies Record<string, readonly `${"own" | "other" | "foreign"}.${string}`[]>;
export type Kind = keyof typeof refusedAs;

/** The agencies and people round a court. */
export async function peopleOf(world: World): Promise<Ids> {
  const of = `/v1/agencies/${world.agencies.probation}/teams`;
  const [team, closed] = await Promise.all(
    ["Open", "Closed"].map(name => world.administrator.create(of, { name: `${name} ${crypto.randomUUID()}` })),
  );
  await world.administrator.send("POST", `/v1/teams/${closed.id}/close`, { body: {}, ifMatch: 1 });
  return {
    ...world.agencies,
    judge: world.judge.me.id,
    clerk: world.legalAdviser.me.id,
    lister: world.lister.me.id,
    officer: world.probation.me.id,
    team: team.id,
    closedTeam: closed.id,
  };
}

/** Somebody listed at the court, everyone at the table for the case. */
export async function listed(world: World, defendantId?: string): Promise<Ids> {
  const sent = defendantId
    ? {
        defendant: { id: defendantId },
        case: await world.police.create("/v1/cases", caseOf(defendantId, world.courtId)),
      }
    : await chargedDefendant(world);
  const [caseId, who] = [sent.case.id, sent.defendant.id];
  const hearing = await world.lister.create(`/v1/cases/${caseId}/hearings`, {
    ...{ day: "2026-03-10", session: "morning", room: "1", type: "sentence", defendantIds: [who] },
  });
  return { defendant: who, case: caseId, hearing: hearing.id, offence: sent.case.defendants[0].offences[0].id };
}

export async function invited(world: World, about: Ids, ...names: readonly (keyof World["agencies"])[]): Promise<void> {
  for (const name of names)
    await world.coordinator.post(`/v1/defendants/${about.defendant}/involvements`, {
      ...{ agencyId: world.agencies[name], caseId: about.case, reason: "support" },
    });
}

/** Work, and treatment by the agency that gives it. */
const helped = (world: World): readonly object[] => [
  ...worked,
  { type: "drug-rehabilitation", length: 6, willing, providerAgencyId: world.agencies.treatment },
];
/** Work alone, which brings no other agency. */
export const worked: readonly object[] = [{ type: "unpaid-work", length: 80 }];

/** The same with the plea, the sentence to a community order, and what it brings. */
export async function atWork(world: World, about?: Ids, requirements = helped(world)): Promise<Ids> {
  const ids = about ?? (await listed(world));
  const { version } = await world.legalAdviser.post(`/v1/cases/${ids.case}/pleas`, {
    ...{ defendantId: ids.defendant, pleas: [{ offenceId: ids.offence, plea: "guilty" }] },
  });
  const order = {
    supervisedBy: world.agencies.probation,
    endsOn: "2027-06-10",
    requirements,
    reviewEveryDays: 28,
  };
  const results = [{ offenceId: ids.offence, code: "1002", text: "Community order" }];
  const body = { defendantId: ids.defendant, hearingId: ids.hearing, disposal: "community-order", results, order };
  const passed = { ...body, passedAt: "2026-03-10T11:00:00Z" };
  await world.judge.post(`/v1/cases/${ids.case}/sentence`, passed, { ifMatch: version });
  const made = await eventually("the order and its first appointment", async () => {
    const [found] = await inFile(world, ids, "orders", ids.case);
    const [first] = await inFile(world, ids, "obligations", ids.case);
    const [enforced] = await inFile(world, ids, "enforcement", ids.case);
    const [reviewed] = await inFile(world, ids, "reviews", ids.case);
    return found && first && enforced && reviewed && { found, first, enforced, reviewed };
  });
  return {
    ...ids,
    order: made.found.id,
    requirement: made.found.requirements[0].id,
    obligation: made.first.id,
    ...(made.found.requirements[1] && { provided: made.found.requirements[1].id }),
    enforcement: made.enforced.id,
    review: made.reviewed.id,
  };
}

/** What the judge sees in a part of the file for one case. */
export async function inFile(world: World, ids: Ids, part: string, caseId?: string): Promise<Json[]> {
  const { parts } = await world.judge.get(`/v1/defendants/${ids.defendant}/file`);
  const items: Json[] = parts.find((found: Json) => found.part === part)?.items ?? [];
  return caseId ? items.filter(item => item.caseId === undefined || item.caseId === caseId) : items;
}

/** A place where people work unpaid. */
export const park = () => ({
  ...{ name: `Stanley Park ${crypto.randomUUID()}`, ward: "Anfield", kind: "environmental", from: "2026-01-01" },
});

/** What people write beside it, one maker for each kind of thing that a request can name inside a file. */
export const makers = {
  receipt: async (world: World, ids: Ids): Promise<Ids> => {
    const imposed = { defendantId: ids.defendant, kind: "fine", amountPence: 12_000, dueOn: "2026-04-10" };
    const { id } = await world.legalAdviser.create(`/v1/cases/${ids.case}/payments`, imposed);
    const paid = await world.legalAdviser.post(`/v1/payments/${id}/receipts`, { amountPence: 100 });
    return { payment: id, receipt: paid.entries[0].id };
  },
  failure: async (world: World, ids: Ids): Promise<Ids> => {
    await world.probation.post(`/v1/obligations/${ids.obligation}/outcome`, { outcome: "absent-unacceptable" });
    const found = await eventually("the failure", async () => {
      const { failures } = await world.probation.get(`/v1/enforcements/${ids.enforcement}`);
      return failures[0];
    });
    return { failure: found.id };
  },
  action: async (world: World, ids: Ids): Promise<Ids> => {
    const asked = { defendantId: ids.defendant, reason: "Nowhere to live" };
    const { id } = await world.judge.create(`/v1/cases/${ids.case}/meetings`, asked);
    const move = (body: object) => world.coordinator.post(`/v1/meetings/${id}/moves`, { move: body });
    await move({ name: "convene" });
    await move({ name: "hold", attendees: [world.agencies.support], defendantAgreed: true });
    const bed = { agencyId: world.agencies.support, what: "A bed", dueAt: "2026-04-01T16:00:00Z" };
    const { actions } = await move({ name: "agree-plan", summary: "A bed", actions: [bed] });
    return { meeting: id, action: actions[0].id };
  },
  project: async (world: World): Promise<Ids> => ({
    project: (await world.coordinator.create("/v1/payback-projects", park())).id,
  }),
  restorative: async (world: World, ids: Ids): Promise<Ids> => {
    const of = `/v1/cases/${ids.case}/defendants/${ids.defendant}/restorative-meetings`;
    return { restorative: (await world.coordinator.create(of, {})).id };
  },
  note: async (world: World, ids: Ids): Promise<Ids> => {
    const note = { defendantId: ids.defendant, caseId: ids.case, kind: "agency", text: "Came late" };
    return { note: (await world.probation.create("/v1/notes", note)).id };
  },
  test: async (world: World, ids: Ids): Promise<Ids> => {
    const taken = { takenAt: "2026-03-08T09:00:00Z", sample: "urine", outcome: "negative" };
    const about = { defendantId: ids.defendant, caseId: ids.case };
    return { test: (await world.treatment.create("/v1/drug-tests", { ...about, ...taken })).id };
  },
  document: async (world: World, ids: Ids): Promise<Ids> => {
    const about = { defendantId: ids.defendant, caseId: ids.case, class: "risk", title: "T", type: "text/plain" };
    return { document: (await world.probation.create("/v1/documents", { ...about, contentBase64: "VA==" })).id };
  },
  shared: async (world: World, holder: Caller, path: string, name: string): Promise<Ids> => {
    const body = { recipient: { kind: "agency", id: world.agencies.support }, reason: "Agreed" };
    return { [name]: (await holder.post(`${path}/disclosures`, body)).id };
  },
  inAccess: async (world: World, ids: Ids): Promise<Ids> => {
    const file = `/v1/defendants/${ids.defendant}`;
    const recipient = { kind: "agency", id: world.agencies.support };
    const reason = "Agreed";
    const disclosure = await world.probation.create(`${file}/disclosures`, { class: "risk", recipient, reason });
    const consent = await world.treatment.create(`${file}/consents`, {
      ...{ classes: ["drug-tests"], agencyIds: [world.agencies.support], purpose: reason },
    });
    const asked = { agencyId: world.agencies.probation, class: "risk", reason };
    const request = await world.judge.create(`${file}/information-requests`, asked);
    const limit = await world.judge.create(`${file}/exclusions`, { personId: world.lister.me.id, reason });
    const reporting = await world.judge.create(`${file}/reporting-restrictions`, { kind: "yjcea-1999-s45" });
    const { involved } = await world.judge.get(`${file}/file`);
    const involvement = involved.find(({ agencyId }: Json) => agencyId === world.agencies.treatment);
    return {
      disclosure: disclosure.id,
      consent: consent.id,
      request: request.id,
      limit: limit.id,
      reporting: reporting.id,
      involvement: involvement.id,
    };
  },
  privateNote: async (world: World, ids: Ids): Promise<Ids> => {
    const of = `/v1/defendants/${ids.defendant}/private-notes`;
    const { id } = await world.judge.create(of, { text: "Mine alone" });
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const released = await world.judge.create(`${of}/releases`, { personId: world.legalAdviser.me.id, until });
    return { privateNote: id, release: released.id };
  },
} as const;

/** A file with something of everything in it. */
export async function everything(world: World): Promise<Ids> {
  const about = await listed(world);
  await invited(world, about, "treatment", "probation", "support");
  const ids = await atWork(world, about);
  const [receipt, failure, action, project, restorative, note, test, document] = await Promise.all([
    makers.receipt(world, ids),
    makers.failure(world, ids),
    makers.action(world, ids),
    makers.project(world),
    makers.restorative(world, ids),
    makers.note(world, ids),
    makers.test(world, ids),
    makers.document(world, ids),
  ]);
  const shares = await Promise.all([
    makers.shared(world, world.probation, `/v1/notes/${note.note}`, "noteDisclosure"),
    makers.shared(world, world.treatment, `/v1/drug-tests/${test.test}`, "testDisclosure"),
    makers.shared(world, world.probation, `/v1/documents/${document.document}`, "documentDisclosure"),
    makers.privateNote(world, ids),
  ]);
  const access = await makers.inAccess(world, ids);
  return Object.assign(
    {},
    ids,
    receipt,
    failure,
    action,
    project,
    restorative,
    note,
    test,
    document,
    ...shares,
    access,
  );
}
