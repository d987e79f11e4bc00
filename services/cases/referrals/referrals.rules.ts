import type { Table } from "../flow/flow.ts";

export const referralStates = [
  "draft",
  "sent",
  "received",
  "accepted",
  "first-appointment-set",
  "started",
  "in-progress",
  "ended",
  "rejected",
  "withdrawn",
  "revoked",
  "cancelled",
] as const;
export type ReferralState = (typeof referralStates)[number];
export const referralRejections = ["no-capacity", "not-eligible", "wrong-service", "risk", "already-known"] as const;
export const referralEndings = ["completed", "partly", "ended-early", "did-not-engage", "transferred"] as const;

/** A referral to a provider. Its sender may revoke it at any point before the service has started. */
export const referralTable = {
  send: { from: ["draft"], to: "sent", by: ["sender"], tells: ["referral.sent"], effects: [] },
  receive: { from: ["sent"], to: "received", by: ["provider"], tells: ["referral.received"], effects: [] },
  accept: { from: ["received"], to: "accepted", by: ["provider"], tells: ["referral.accepted"], effects: [] },
  reject: { from: ["received"], to: "rejected", by: ["provider"], tells: ["referral.rejected"], effects: [] },
  withdraw: {
    from: ["draft", "received"],
    to: "withdrawn",
    by: ["sender"],
    tells: ["referral.withdrawn"],
    effects: [],
  },
  "set-first-appointment": {
    from: ["accepted"],
    to: "first-appointment-set",
    by: ["provider"],
    tells: ["referral.appointment-set"],
    effects: ["expect-appointment"],
  },
  start: {
    from: ["first-appointment-set"],
    to: "started",
    by: ["provider"],
    tells: ["referral.started"],
    effects: ["appointment-kept"],
  },
  progress: { from: ["started"], to: "in-progress", by: ["provider"], tells: ["referral.progressed"], effects: [] },
  end: { from: ["started", "in-progress"], to: "ended", by: ["provider"], tells: ["referral.ended"], effects: [] },
  revoke: {
    from: ["sent", "received", "accepted", "first-appointment-set"],
    to: "revoked",
    by: ["sender"],
    tells: ["referral.revoked"],
    effects: ["appointment-off"],
  },
  cancel: {
    from: ["accepted", "first-appointment-set"],
    to: "cancelled",
    by: ["provider"],
    tells: ["referral.cancelled"],
    effects: ["appointment-off"],
  },
} as const satisfies Table<
  ReferralState,
  "sender" | "provider",
  "expect-appointment" | "appointment-kept" | "appointment-off"
>;
export type ReferralMove = keyof typeof referralTable;
