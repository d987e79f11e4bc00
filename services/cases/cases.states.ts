import type { StateTable } from "../../libs/contract/states.ts";

/** Where one defendant's part of a case stands (the unit of work). */
export type CaseStatus =
  | "received"
  | "listed"
  | "in-progress"
  | "convicted"
  | "not-convicted"
  | "awaiting-sentence"
  | "sentenced"
  | "order-in-force"
  | "closed"
  | "inactive-warrant"
  | "inactive-sine-die"
  | "committed-to-crown"
  | "transferred"
  | "withdrawn"
  | "reopened";

/** What may happen to a defendant-case. It is disposed of when every offence has a final result, whatever state that is. */
export const caseTransitions = {
  list: { from: ["received", "reopened"], to: "listed", who: ["step"], effects: ["case.listed"] },
  deny: {
    from: ["listed", "in-progress", "reopened"],
    to: "in-progress",
    who: ["JUD", "LA"],
    effects: ["plea.entered"],
  },
  convict: {
    from: ["listed", "in-progress", "reopened"],
    to: "convicted",
    who: ["JUD", "LA"],
    effects: ["plea.entered", "verdict.recorded"],
  },
  acquit: {
    from: ["listed", "in-progress", "reopened"],
    to: "not-convicted",
    who: ["JUD", "LA"],
    effects: ["verdict.recorded", "result.shared"],
  },
  "await-sentence": {
    from: ["convicted", "reopened"],
    to: "awaiting-sentence",
    who: ["JUD", "LA"],
    effects: ["case.awaiting-sentence"],
  },
  sentence: {
    from: ["convicted", "awaiting-sentence"],
    to: "sentenced",
    who: ["JUD", "LA"],
    effects: ["result.shared", "sentence.passed", "case.disposed", "order.made"],
  },
  "put-in-force": { from: ["sentenced"], to: "order-in-force", who: ["JUD", "LA"], effects: ["case.in-force"] },
  close: {
    from: ["sentenced", "order-in-force", "not-convicted", "withdrawn"],
    to: "closed",
    who: ["JUD", "LA", "step"],
    effects: ["case.closed"],
  },
  "issue-warrant": {
    from: ["listed", "in-progress", "convicted", "awaiting-sentence"],
    to: "inactive-warrant",
    who: ["step"],
    effects: ["case.inactivated"],
  },
  "adjourn-sine-die": {
    from: ["listed", "in-progress", "convicted", "awaiting-sentence"],
    to: "inactive-sine-die",
    who: ["JUD", "LA"],
    effects: ["case.inactivated"],
  },
  resume: {
    from: ["inactive-warrant", "inactive-sine-die"],
    to: "in-progress",
    who: ["JUD", "LA", "step"],
    effects: ["case.reactivated"],
  },
  "resume-for-sentence": {
    from: ["inactive-warrant", "inactive-sine-die"],
    to: "awaiting-sentence",
    who: ["JUD", "LA", "step"],
    effects: ["case.reactivated"],
  },
  send: {
    from: ["listed", "in-progress", "convicted", "awaiting-sentence"],
    to: "committed-to-crown",
    who: ["JUD", "LA"],
    effects: ["case.inactivated"],
  },
  transfer: {
    from: ["received", "listed", "in-progress", "convicted", "awaiting-sentence"],
    to: "transferred",
    who: ["JUD", "LA"],
    effects: ["case.inactivated"],
  },
  withdraw: {
    from: ["received", "listed", "in-progress", "inactive-warrant", "inactive-sine-die", "reopened"],
    to: "withdrawn",
    who: ["JUD", "LA"],
    effects: ["result.shared", "case.disposed"],
  },
  reopen: {
    from: ["sentenced", "order-in-force", "closed", "not-convicted", "withdrawn"],
    to: "reopened",
    who: ["JUD", "LA"],
    effects: ["case.reopened"],
  },
} as const satisfies StateTable<CaseStatus>;

export type HearingStatus =
  | "planned"
  | "listed"
  | "in-progress"
  | "held"
  | "resulted"
  | "results-shared"
  | "vacated"
  | "moved"
  | "adjourned";

/** What may happen to a hearing. One that is moved or adjourned makes another one. */
export const hearingTransitions = {
  list: { from: ["planned"], to: "listed", who: ["LST", "LA"], effects: ["hearing.listed"] },
  start: { from: ["listed"], to: "in-progress", who: ["JUD", "LA", "LST"], effects: ["hearing.started"] },
  held: {
    from: ["listed", "in-progress"],
    to: "held",
    who: ["JUD", "LA", "LST"],
    effects: ["hearing.held", "hearing.attendance"],
  },
  vacated: { from: ["planned", "listed"], to: "vacated", who: ["JUD", "LA", "LST"], effects: ["hearing.vacated"] },
  move: {
    from: ["planned", "listed"],
    to: "moved",
    who: ["LA", "LST"],
    effects: ["hearing.moved", "a new hearing"],
  },
  adjourn: {
    from: ["in-progress", "held"],
    to: "adjourned",
    who: ["JUD", "LA"],
    effects: ["hearing.adjourned", "a new hearing"],
  },
  draft: { from: ["held"], to: "resulted", who: ["step"], effects: ["hearing.resulted"] },
  share: { from: ["held", "resulted"], to: "results-shared", who: ["step"], effects: ["hearing.resulted"] },
} as const satisfies StateTable<HearingStatus>;

export type TrialStatus = "listed" | "effective" | "cracked" | "ineffective" | "vacated";

/** How a listing for trial ends: what happened on the day, said once, with a reason code where it did not go ahead. */
export const trialTransitions = {
  effective: { from: ["listed"], to: "effective", who: ["JUD", "LA"], effects: ["trial.classified"] },
  cracked: { from: ["listed"], to: "cracked", who: ["JUD", "LA"], effects: ["trial.classified"] },
  ineffective: { from: ["listed"], to: "ineffective", who: ["JUD", "LA"], effects: ["trial.classified"] },
  vacated: { from: ["listed"], to: "vacated", who: ["JUD", "LA", "LST"], effects: ["trial.classified"] },
} as const satisfies StateTable<TrialStatus>;

export type OrderStatus =
  | "made"
  | "active"
  | "suspended-by-appeal"
  | "completed-full-course"
  | "revoked-good-progress"
  | "revoked-breach"
  | "revoked-further-offence"
  | "revoked-other"
  | "expired-breach-pending"
  | "expired-unpaid-work-outstanding";

/** What may happen to an order. Courts revoke; who supervises says that it ran its course, or ran out with something left. */
export const orderTransitions = {
  start: { from: ["made"], to: "active", who: ["step"], effects: ["order.made"] },
  suspend: { from: ["active"], to: "suspended-by-appeal", who: ["JUD", "LA"], effects: ["order.amended"] },
  resume: { from: ["suspended-by-appeal"], to: "active", who: ["JUD", "LA"], effects: ["order.amended"] },
  /** The sentence plan, once: what will be done in which order. */
  "complete-plan": { from: ["active"], to: "active", who: ["PRB", "YOT"], effects: ["sentence-plan.completed"] },
  complete: { from: ["active"], to: "completed-full-course", who: ["PRB", "YOT"], effects: ["order.terminated"] },
  "revoke-good-progress": {
    from: ["active"],
    to: "revoked-good-progress",
    who: ["JUD", "LA"],
    effects: ["order.terminated"],
  },
  "revoke-breach": {
    from: ["active", "expired-breach-pending"],
    to: "revoked-breach",
    who: ["JUD", "LA"],
    effects: ["order.terminated"],
  },
  "revoke-further-offence": {
    from: ["active"],
    to: "revoked-further-offence",
    who: ["JUD", "LA"],
    effects: ["order.terminated"],
  },
  "revoke-other": {
    from: ["active", "suspended-by-appeal"],
    to: "revoked-other",
    who: ["JUD", "LA"],
    effects: ["order.terminated"],
  },
  "expire-breach-pending": {
    from: ["active"],
    to: "expired-breach-pending",
    who: ["PRB", "YOT"],
    effects: ["order.terminated"],
  },
  "expire-unpaid-work-outstanding": {
    from: ["active"],
    to: "expired-unpaid-work-outstanding",
    who: ["PRB", "YOT"],
    effects: ["order.terminated"],
  },
} as const satisfies StateTable<OrderStatus>;

export type RequirementStatus = "imposed" | "started" | "in-progress" | "completed" | "terminated" | "unworked";

/** What may happen to a requirement of an order; it ends with its order at the latest. */
export const requirementTransitions = {
  start: { from: ["imposed"], to: "started", who: ["PRB", "YOT"], effects: ["requirement.started"] },
  continue: { from: ["started"], to: "in-progress", who: ["PRB", "YOT"], effects: ["requirement.started"] },
  complete: {
    from: ["started", "in-progress"],
    to: "completed",
    who: ["PRB", "YOT"],
    effects: ["requirement.terminated"],
  },
  terminate: {
    from: ["imposed", "started", "in-progress"],
    to: "terminated",
    who: ["PRB", "YOT", "JUD", "LA", "step"],
    effects: ["requirement.terminated"],
  },
  "leave-unworked": {
    from: ["imposed"],
    to: "unworked",
    who: ["PRB", "YOT", "step"],
    effects: ["requirement.terminated"],
  },
} as const satisfies StateTable<RequirementStatus>;

export type WarrantStatus = "issued" | "executed" | "withdrawn";

/** What may happen to a warrant: the police execute it, the court withdraws it. */
export const warrantTransitions = {
  execute: { from: ["issued"], to: "executed", who: ["POL", "JUD", "LA"], effects: ["warrant.executed"] },
  withdraw: { from: ["issued"], to: "withdrawn", who: ["JUD", "LA"], effects: ["warrant.withdrawn"] },
} as const satisfies StateTable<WarrantStatus>;
