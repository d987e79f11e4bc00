import { sourceOf } from "../../../libs/access/assemble.ts";
import { legalBasisOf } from "../../../libs/access/legal-basis.ts";
import type { Defendant } from "../defendants.schema.ts";
import { isOverdue } from "./subject-requests.rules.ts";
import type { SubjectRequest } from "./subject-requests.schema.ts";

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** A request for those who handle it. `today` is a day in London. */
export function subjectRequestView(stored: SubjectRequest, today: string) {
  const { defendantId, kind, state, dueOn, extendedByMonths, details, handledBy, answer, refusal, restricting } =
    stored;
  return {
    id: stored._id,
    version: stored.v,
    defendantId,
    kind,
    state,
    receivedAt: stored.receivedAt.toISOString(),
    identityShownAt: iso(stored.identityShownAt),
    dueOn,
    extended: extendedByMonths > 0,
    overdue: isOverdue(stored, today),
    details,
    handledBy,
    answer: answer && {
      outcome: answer.outcome,
      reason: answer.reason,
      correctedRecordId: answer.correctedRecordId,
      statement: answer.statement,
    },
    refusal: refusal && { ground: refusal.ground, reason: refusal.reason },
    restricting,
    log: stored.log.map(({ at, by, what, text, leftOut }) => ({
      at: at.toISOString(),
      by,
      what,
      text,
      leftOut:
        leftOut === null ? null : leftOut.map(({ class: cls, count, ground }) => ({ class: cls, count, ground })),
    })),
  };
}

/** Who a person is, for that person: without those who may be the same, who are other people. */
export function identityForSubject(stored: Defendant) {
  const { title, forenames, surname } = stored.name;
  return {
    class: "identity" as const,
    id: stored._id,
    source: sourceOf(stored),
    marking: { legalBasis: legalBasisOf("identity"), nature: "fact" as const, category: "suspect" as const },
    name: { title: title ?? null, forenames: [...forenames], surname },
    dateOfBirth: stored.dateOfBirth,
    dateOfBirthEstimated: stored.dateOfBirthEstimated,
    sex: stored.sex,
    languages: [...stored.languages],
    interpreter: stored.interpreter,
    aliases: stored.aliases.map(alias => ({
      type: alias.type,
      forenames: [...alias.forenames],
      surname: alias.surname,
    })),
    addresses: stored.addresses.map(({ type, lines, postcode, from, to }) => ({
      type,
      lines: [...lines],
      postcode: postcode ?? null,
      from: from ?? null,
      to: to ?? null,
    })),
    identifiers: stored.identifiers.map(({ kind, canonical, raw }) => ({ kind, value: canonical ?? raw })),
    corrections: stored.corrections.map(({ at, fields, reason }) => ({
      at: at.toISOString(),
      fields: [...fields],
      reason,
    })),
  };
}
