import { randomUUID } from "node:crypto";
import { routes } from "../../gateway/routes/routes.ts";
import { type Charged, charged, type Home, holders, invite, recorded } from "../access/prepared.ts";
import { type Answer, type Caller, type Json, sharedRig } from "../support/client.ts";
import { caseOf, chargedDefendant, makeWorld, type Who, type World } from "../support/world.ts";
import { courtBodies, recordedByCourt } from "./support/court-bodies.ts";

const rig = sharedRig();
const asking = ["judge", "legalAdviser", "lister", "coordinator", "police", "probation", "youth", "treatment"] as const;
type Ids = Readonly<Record<string, string>>;

let home: Home;
let guests: World;
/** A file that the guests have nothing to do with, and one in which they are at the table for another case. */
let foreign: Ids;
let beside: Ids;
let own: Charged;

beforeAll(async () => {
  [home, guests] = await Promise.all([makeWorld(rig, holders), makeWorld(rig, [...asking, "support"])]);
  const [first, second] = await Promise.all([charged(home), charged(home)]);
  for (const agencyId of Object.values(guests.agencies))
    await invite(home, second.defendantId, agencyId, second.otherCaseId);
  [foreign, beside] = await Promise.all([everyIdOf(first), everyIdOf(second)]);
  const mine = await chargedDefendant(guests);
  own = { defendantId: mine.defendant.id, caseId: mine.case.id, otherCaseId: "" };
}, 120_000);

async function everyIdOf(about: Charged): Promise<Ids> {
  const { ids, ...file } = await recorded(home, about);
  const referral = await home.treatment.create("/v1/referrals", {
    defendantId: about.defendantId,
    caseId: about.caseId,
    providerAgencyId: home.agencies.treatment,
    need: "drugs",
    basis: "voluntary",
  });
  for (const name of ["accept", "set-first-appointment", "start"])
    await home.treatment.post(`/v1/referrals/${referral.id}/moves`, {
      move: name === "set-first-appointment" ? { name, appointmentAt: "2026-04-01T10:00:00Z" } : { name },
    });
  const episode = await home.treatment.create(`/v1/referrals/${referral.id}/treatment-episodes`, {
    modality: "prescribing",
    plannedEndOn: "2027-04-01",
  });
  const contact = await home.police.create(
    `/v1/cases/${about.caseId}/defendants/${about.defendantId}/victim-contacts`,
    {},
  );
  const ofDefendant = `/v1/cases/${about.caseId}/defendants/${about.defendantId}`;
  const restorative = await home.coordinator.create(`${ofDefendant}/restorative-meetings`, {});
  const custody = await home.police.create(`${ofDefendant}/custody`, {
    ...{ kind: "remand", establishment: "HMP Liverpool" },
  });
  const marker = await home.police.create("/v1/markers", {
    ...{ defendantId: about.defendantId, caseId: about.caseId, kind: "weapons" },
  });
  const document = await home.probation.create("/v1/documents", {
    defendantId: about.defendantId,
    caseId: about.caseId,
    class: "risk",
    title: "Assessment",
    type: "text/plain",
    contentBase64: Buffer.from("Uses heroin daily").toString("base64"),
  });
  const conviction = await home.police.create("/v1/convictions", {
    defendantId: about.defendantId,
    convictedOn: "2025-01-15",
    court: "Wirral",
    offences: [{ title: "Theft from a shop" }],
    disposals: [{ kind: "fine" }],
  });
  const ofCourt = await recordedByCourt(home, about);
  const response = await home.judge.create(`/v1/orders/${ids.supervision}/responses`, {
    type: "praise",
    reason: "Came",
  });
  const before = await home.judge.get(`/v1/defendants/${about.defendantId}/file`);
  const review = before.parts.find(({ part }: Json) => part === "reviews").items[0];
  await home.judge.post(`/v1/reviews/${review.id}/moves`, { move: { name: "request-report" } });
  const meeting = await home.judge.create(`/v1/cases/${about.caseId}/meetings`, {
    defendantId: about.defendantId,
    reason: "Nowhere to live",
  });
  const { parts } = await home.judge.get(`/v1/defendants/${about.defendantId}/file`);
  const hearing = parts.find(({ part }: Json) => part === "hearings").items[0];
  return {
    defendants: file.defendantId,
    cases: file.caseId,
    snapshots: (await home.judge.get(`/v1/cases/${about.caseId}`)).defendants[0].sentence.snapshot.id,
    hearings: hearing.id,
    referrals: referral.id,
    "treatment-episodes": episode.id,
    "victim-contacts": contact.id,
    "restorative-meetings": restorative.id,
    custody: custody.id,
    markers: marker.id,
    ...ofCourt,
    meetings: meeting.id,
    responses: response.id,
    reviews: review.id,
    "progress-reports": parts.find(({ part }: Json) => part === "progress-reports").items[0].id,
    orders: ids.supervision,
    obligations: ids.compliance,
    enforcements: parts.find(({ part }: Json) => part === "enforcement").items[0].id,
    "pre-sentence-reports": ids.risk,
    "drug-tests": ids["drug-tests"],
    needs: ids.needs,
    notes: ids["agency-notes"],
    documents: document.id,
    convictions: conviction.id,
  };
}

/** A body that each route takes; what else it names does not matter, since the record comes first. */
const bodies = (id: string): Readonly<Record<string, object>> => {
  const reason = "Asked for";
  const recipient = { kind: "agency", id: guests.agencies.probation };
  return {
    "defendants.correct": { sex: "male", reason },
    "defendants.addDetails": { aliases: [{ type: "alias", forenames: [], surname: "Other" }] },
    "defendants.declareEquality": { ethnicity: "W1", disability: "no", declaredBy: "self" },
    "defendants.decideCandidate": { decision: "same", reason },
    "defendants.overrideMatch": { otherId: own.defendantId, match: "never", reason },
    "defendants.merge": { otherId: own.defendantId, reason },
    "defendants.unmerge": { otherId: own.defendantId, reason },
    "defendants.invite": { agencyId: guests.agencies.probation, caseId: null, reason: "support" },
    "defendants.share": { class: "risk", recipient, reason },
    "defendants.recall": { reason },
    "defendants.consent": { classes: ["drug-tests"], agencyIds: [guests.courtId], purpose: reason },
    "defendants.withdraw": { reason },
    "defendants.ask": { agencyId: guests.agencies.probation, class: "risk", reason },
    "defendants.answer": { answer: "withheld" },
    "defendants.exclude": { personId: id, reason },
    "defendants.restrict": { personIds: [id], reason },
    "defendants.seal": { reason },
    "defendants.lift": { reason },
    "defendants.leave": { reason },
    "defendants.restrictReporting": { kind: "yjcea-1999-s45" },
    "defendants.freeReporting": {},
    "cases.listHearing": { day: "2026-03-10", session: "morning", room: "1", type: "mention", defendantIds: [id] },
    "cases.plead": { defendantId: id, pleas: [{ offenceId: id, plea: "guilty" }] },
    "cases.requestReport": {
      defendantId: id,
      agencyId: guests.agencies.probation,
      format: "fast-delivery",
      dueAt: "2026-03-09T16:00:00Z",
    },
    "cases.sentence": {
      defendantId: id,
      hearingId: id,
      disposal: "fine",
      results: [{ offenceId: id, code: "1002", text: "Fined" }],
    },
    ...courtBodies(id),
    "cases.recordHearing": { outcome: "held" },
    "cases.deliverReport": {
      author: "P. Officer",
      summary: "S",
      proposal: "P",
      riskOfHarm: "low",
      likelihoodOfReoffending: "low",
    },
    "cases.addObligation": { kind: "appointment", dueAt: "2026-04-01T10:00:00Z" },
    "cases.recordOutcome": { outcome: "attended-complied" },
    "cases.recordCourtOutcome": { outcome: "attended-complied" },
    "cases.correctOutcome": { outcome: "attended-complied", reason },
    "cases.moveEnforcement": { move: { name: "consider" } },
    "cases.moveReview": { move: { name: "request-report" } },
    "cases.serveProgressReport": { author: "P. Officer", summary: "S" },
    "cases.recordResponse": { type: "praise", reason },
    "cases.requestMeeting": { defendantId: id, reason },
    "cases.moveMeeting": { move: { name: "not-needed", reason } },
    "cases.moveReferral": { move: { name: "receive" } },
    "cases.startTreatment": { modality: "prescribing", plannedEndOn: "2027-04-01" },
    "cases.moveTreatment": { move: { name: "describe", detail: "Methadone" } },
    "cases.addTreatmentSession": { dueAt: "2026-04-01T10:00:00Z" },
    "cases.offerVictimContact": {},
    "cases.moveVictimContact": { move: { name: "decline" } },
    "cases.moveMarker": { move: { name: "renew", until: null } },
    "cases.recordCustody": { kind: "remand", establishment: "HMP Liverpool" },
    "cases.moveCustody": { move: { name: "release", reason: "bail" } },
    "cases.offerRestorative": {},
    "cases.moveRestorative": { move: { name: "agree" } },
    "cases.scheduleTest": { dueAt: "2026-04-01T10:00:00Z", sample: "urine" },
    "cases.moveTest": { move: { name: "take-sample" } },
    "cases.shareTest": { recipient, reason },
    "cases.recallTest": { reason },
    "cases.correctConviction": { court: "Liverpool", reason },
    "notes.share": { recipient, reason },
    "notes.recall": { reason },
    "notes.shareDocument": { recipient, reason },
    "notes.recallDocument": { reason },
  };
};

/** Not ways to a record of a file, or proved where what they lead to is tested. */
const elsewhere = [
  /^\/v1\/(reports|agencies)\//, // Reports and agencies are no records.
  /^\/v1\/(people|clients|teams|approvals|agreements)\//, // administration.test.ts
  /\/(private-notes|released-notes)\b/, // private-notes.refusals.test.ts
  /^\/v1\/payback-projects\//, // flows/unpaid-work.test.ts: nobody's file
  /^\/v1\/courts\//, // flows/provision.test.ts: nobody's file
  /^\/v1\/subject-requests\//, // access/subject-requests.test.ts
  /^\/v1\/retention-reviews\//, // flows/retention.test.ts
  /^\/v1\/match-tasks\//, // flows/one-person.test.ts
  /^\/v1\/worklists\//, // flows/tasks.test.ts
  /\/broken-glass\b/, // An emergency may be begun on any file: access/broken-glass.test.ts
];

/** Every way to a record of a file by an id in the address. */
const ways = routes.filter(({ path }) => path.includes("{") && !elsewhere.some(pattern => pattern.test(path)));

function address(path: string, id: string): string {
  const query = path.endsWith("/explanation") ? `?class=case&agencyId=${guests.agencies.police}` : "";
  return path.replace(/\{\w+\}/, id).replace(/\{\w+\}/g, randomUUID()) + query;
}

/** Everything that an answer tells, without what differs between any two requests. */
function told({ status, headers, text }: Answer) {
  const kept = [...headers].filter(([name]) => !/^(date|x-request-id|ratelimit.*|retry-after)$/.test(name));
  return { status, headers: kept, length: text.length, body: text.replace(/"requestId":"[^"]*"/, "") };
}

async function ask(who: Caller, { method, path, contract, kind }: (typeof ways)[number], id: string, ifMatch?: number) {
  const some = randomUUID();
  const body = method === "get" ? undefined : bodies(some)[contract.action];
  if (method !== "get" && !body) throw new Error(`no body is written for ${contract.action}`);
  const matching = ifMatch === undefined ? {} : { ifMatch };
  return who.send(method.toUpperCase(), address(path, id), {
    ...(body && { body }),
    ...(kind === "change" || method === "get" ? matching : {}),
  });
}

describe.each(ways.map(way => [`${way.method.toUpperCase()} ${way.path}`, way] as const))("%s", (_name, way) => {
  const resource = way.path.split("/")[2] ?? "";

  test("an id that others have is answered as one that never was, to everybody outside", async () => {
    const statuses = new Set<number>();
    await Promise.all(
      asking.flatMap(who =>
        [undefined, 1].map(async ifMatch => {
          const [there, never] = await Promise.all([
            ask(guests[who], way, foreign[resource] ?? "", ifMatch),
            ask(guests[who], way, randomUUID(), ifMatch),
          ]);
          expect(told(there)).toEqual(told(never));
          statuses.add(there.status);
        }),
      ),
    );
    // At least one of them may do such a thing, and finds nothing to do it to.
    expect([...statuses]).toContain(404);
    expect([...statuses].filter(status => ![403, 404, 428].includes(status))).toEqual([]);
  });
});

describe("to those at the table for another case of the same person", () => {
  const others = ways.filter(({ path }) => !path.startsWith("/v1/defendants") && !path.startsWith("/v1/needs"));
  const unread: readonly Who[] = ["lister", "coordinator", "police", "probation", "youth", "treatment"];

  test.each(others.map(way => [`${way.method.toUpperCase()} ${way.path}`, way] as const))("%s", async (_name, way) => {
    const resource = way.path.split("/")[2] ?? "";
    // A referral is a need, which follows the person; so is the plan of a meeting, one with a victim, and so does a conviction.
    if (["referrals", "meetings", "convictions", "restorative-meetings"].includes(resource)) return;
    await Promise.all(
      unread.map(async who => {
        const [there, never] = await Promise.all([
          ask(guests[who], way, beside[resource] ?? "", 1),
          ask(guests[who], way, randomUUID(), 1),
        ]);
        expect({ who, ...told(there) }).toEqual({ who, ...told(never) });
      }),
    );
  });
});

describe("A11: an id in the body", () => {
  const test1 = { takenAt: "2026-03-08T09:00:00Z", sample: "urine", outcome: "negative" };
  const need = { domain: "drugs", severity: 1, summary: "S" };
  const ways = (ids: Ids): readonly (readonly [string, Who, string, object])[] => {
    const { defendantId } = own;
    const note = { kind: "agency", text: "T" };
    const document = { class: "risk", title: "T", type: "text/plain", contentBase64: "VA==" };
    const referral = { providerAgencyId: guests.agencies.support, need: "drugs", basis: "voluntary" };
    return [
      ["whose need it is", "coordinator", "/v1/needs", { ...need, defendantId: ids.defendants }],
      ["whose test it is", "treatment", "/v1/drug-tests", { ...test1, defendantId: ids.defendants }],
      ["whose note it is", "probation", "/v1/notes", { ...note, defendantId: ids.defendants }],
      ["whose document it is", "probation", "/v1/documents", { ...document, defendantId: ids.defendants }],
      ["who is referred", "coordinator", "/v1/referrals", { ...referral, defendantId: ids.defendants }],
      [
        "who is charged",
        "police",
        "/v1/cases",
        { ...caseOf(ids.defendants ?? "", guests.courtId), urn: "05NL0000126" },
      ],
      ["in which case the need is", "coordinator", "/v1/needs", { ...need, defendantId, caseId: ids.cases }],
      ["in which case the note is", "police", "/v1/notes", { ...note, defendantId, caseId: ids.cases }],
      [
        "in which case the court's note is",
        "judge",
        "/v1/notes",
        { ...note, kind: "court", defendantId, caseId: ids.cases },
      ],
      [
        "to which case an agency is asked",
        "judge",
        `/v1/defendants/${defendantId}/involvements`,
        {
          agencyId: guests.agencies.support,
          caseId: ids.cases,
          reason: "support",
        },
      ],
    ];
  };
  const never = () => Object.fromEntries(Object.keys(foreign).map(resource => [resource, randomUUID()]));

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])("way %i is refused like an id that never was", async n => {
    const [, who = "judge", path = "", there] = ways(foreign)[n] ?? [];
    const [, , , nowhere] = ways(never())[n] ?? [];
    const [one, other] = [
      await guests[who].send("POST", path, { body: there }),
      await guests[who].send("POST", path, { body: nowhere }),
    ];
    expect(told(one)).toEqual(told(other));
    expect(one.status).toBe(404);
  });
});
