import { casesContracts } from "../../services/cases/cases.contract.ts";
import { defendantsContracts } from "../../services/defendants/defendants.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { addDays, addWorkingDays, at, type Day, type Instant } from "./calendar.ts";
import { given } from "./given.ts";
import { type Ref, refTo } from "./script.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";

/** With whom a treatment service shares what: by the person's consent, when asked, or not. */
export function tellTreatmentSharing(telling: Telling, { key, id }: Accused, name: string, day: Day): void {
  const { random, team, writer, today } = telling;
  const as = team.who("treatment");
  const on = addWorkingDays(day, 1);
  if (on >= today) return;
  if (random.chance(0.4)) {
    const consent = `${name} consent ${key}`;
    const givenAt = at(on, "13:10");
    writer.call({ at: givenAt, as, name: consent }, defendantsContracts.consent, {
      id,
      classes: ["drug-tests", "treatment"],
      agencyIds: [team.agency("court"), team.agency("probation")],
      purpose: "So that the court and probation know how the treatment goes",
      givenAt,
    });
    const withdrawnOn = addWorkingDays(on, 20);
    if (withdrawnOn < today && random.chance(0.1))
      writer.call({ at: at(withdrawnOn, "13:10"), as, name: `${consent} withdrawn` }, defendantsContracts.withdraw, {
        id,
        consentId: refTo(consent),
        reason: "Does not want the court to know any more than it must.",
      });
  }
  if (!random.chance(0.15)) return;
  const asked = `${name} asked ${key}`;
  writer.call({ at: at(on, "14:10"), as: team.who("coordinator"), name: asked }, defendantsContracts.ask, {
    id,
    agencyId: team.agency("treatment"),
    class: "drug-tests",
    reason: "For the next hearing.",
  });
  const answeredOn = addWorkingDays(on, random.int(1, 3));
  if (answeredOn >= today || random.chance(0.15)) return;
  const answer = random.weighted([
    ["shared", 60],
    ["withheld", 25],
    ["none-held", 15],
  ] as const);
  writer.call({ at: at(answeredOn, "10:15"), as, name: `${asked} answered` }, defendantsContracts.answer, {
    id,
    requestId: refTo(asked),
    answer,
    ...(answer === "withheld" && { reason: "Comes of his own accord, and asked us not to." }),
  });
}

/** Probation shares its view of the risk with a provider, and takes that back when the reason is gone. */
export function tellRiskSharing(
  telling: Telling,
  { key, id }: Accused,
  name: string,
  { as, day }: { as: string; day: Day },
): void {
  const { random, team, writer, today } = telling;
  const recalledOn = addWorkingDays(day, random.int(15, 60));
  if (day >= today || !random.chance(0.12)) return;
  const shared = `${name} shares risk ${key}`;
  writer.call({ at: at(day, "18:20"), as, name: shared }, defendantsContracts.share, {
    id,
    class: "risk",
    recipient: { kind: "agency", id: team.agency("housing") },
    reason: "They offer a place and have to know who else lives there.",
    conditions: "Not to be passed on.",
  });
  if (recalledOn < today && random.chance(0.35))
    writer.call({ at: at(recalledOn, "18:20"), as, name: `${shared} recalled` }, defendantsContracts.recall, {
      id,
      disclosureId: refTo(shared),
      reason: "Has moved out.",
    });
}

/** What may not be reported: of children always, of others where the court so orders. */
export function tellReporting(
  { random, team, writer }: Telling,
  story: CaseTold,
  { key, id }: Accused,
  when: Instant,
): void {
  if (!random.chance(story.youth ? 0.8 : 0.02)) return;
  const as = team.who("adviser");
  const name = `${story.name} reporting ${key}`;
  writer.call({ at: when, as, name }, defendantsContracts.restrictReporting, {
    id,
    kind: story.youth ? "cypa-1933-s49" : "yjcea-1999-s46",
    caseId: story.id,
  });
  if (story.youth || !random.chance(0.4)) return;
  const restrictionId = refTo(name);
  const freedAt = `${when.slice(0, 11)}23:40:00Z`;
  writer.call({ at: freedAt, as, name: `${name} freed` }, defendantsContracts.freeReporting, { id, restrictionId });
}

/** Some files are not for everybody: somebody who knows the family, or a matter that only the bench may see. */
export function tellLimits({ random, team, writer, today }: Telling, id: Ref): void {
  const last = (name: string, as: string) => ({ at: at(addDays(today, -1), "23:59"), as, name });
  const adviser = team.who("adviser");
  if (random.chance(0.02) && team.has("family")) {
    writer.call(last("exclusion", adviser), defendantsContracts.exclude, {
      id,
      personId: team.person("family"),
      reason: "Is the aunt of the defendant.",
    });
    if (random.chance(0.3))
      writer.call(last("exclusion lifted", adviser), defendantsContracts.lift, {
        id,
        limitId: refTo("exclusion"),
        reason: "Has left the service.",
      });
  }
  if (random.chance(0.006))
    writer.call(last("restriction", adviser), defendantsContracts.restrict, {
      id,
      personIds: [team.person("judge"), team.person("adviser"), team.person("probation")],
      reason: "A witness in another matter works in the building.",
    });
  if (random.chance(0.006))
    writer.call(last("seal", team.who("judge")), defendantsContracts.seal, { id, reason: "Assists the police." });
}

type Shared = "test" | "note";
const sharing = {
  test: { share: casesContracts.shareTest, recall: casesContracts.recallTest },
  note: { share: notesContracts.share, recall: notesContracts.recall },
} as const;

/** One thing, a test or a note, is shared by itself with the supervisor, and at times taken back. */
export function tellItemSharing(
  telling: Telling,
  what: Shared,
  item: string,
  { as, day }: { as: string; day: Day },
): void {
  const { random, team, writer, today } = telling;
  if (day >= today || !random.chance(0.08)) return;
  const { share, recall } = sharing[what];
  const name = `${item} shared`;
  writer.call({ at: at(day, "19:15"), as, name }, share, {
    id: refTo(item),
    recipient: { kind: "agency", id: team.agency(what === "test" ? "court" : "probation") },
    reason: "Asked for on the telephone.",
  });
  if (random.chance(0.3))
    writer.call({ at: at(day, "19:55"), as, name: `${name} recalled` }, recall, {
      id: refTo(item),
      disclosureId: refTo(name),
      reason: "Was meant for somebody else.",
    });
}

const released = { full: 0.12, brief: 0.35 } as const;

/** A judge lets a colleague who sits in for them read a note, and at times takes that back. */
export function tellRelease(
  { random, team, writer, detail }: Telling,
  story: CaseTold,
  defendantId: Ref,
  note: string,
  when: Instant,
): void {
  if (!random.chance(released[detail])) return;
  const colleagues = (["judge", "judge2", "coordinator", "adviser"] as const).filter(
    post => post !== story.judgePost && team.has(post),
  );
  const name = `${note} released`;
  writer.call({ at: when, as: story.judge, name }, notesContracts.releasePrivate, {
    ...{ defendantId, personId: team.person(random.pick(colleagues)), noteIds: [refTo(note)] },
    until: refTo(given, "releasedUntil"),
  });
  if (random.chance(0.25))
    writer.call({ at: when, as: story.judge, name: `${name} recalled` }, notesContracts.recallRelease, {
      ...{ defendantId, releaseId: refTo(name) },
    });
}
