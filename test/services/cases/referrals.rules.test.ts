import {
  drugTestStates,
  drugTestTable,
  stateOf,
  testAttendance,
} from "../../../services/cases/drug-tests/drug-tests.rules.ts";
import { referralStates, referralTable } from "../../../services/cases/referrals/referrals.rules.ts";
import { effectsOf, partiesOf, tellsOf, walk } from "./support/walk.ts";

describe("a referral", () => {
  test("every state by every move", () => {
    const off = { revoke: "revoked", cancel: "cancelled" };
    walk(referralTable, referralStates, {
      draft: { send: "sent", withdraw: "withdrawn" },
      sent: { receive: "received", revoke: "revoked" },
      received: { accept: "accepted", reject: "rejected", withdraw: "withdrawn", revoke: "revoked" },
      accepted: { "set-first-appointment": "first-appointment-set", ...off },
      "first-appointment-set": { start: "started", ...off },
      started: { progress: "in-progress", end: "ended" },
      "in-progress": { end: "ended" },
      ended: {},
      rejected: {},
      withdrawn: {},
      revoked: {},
      cancelled: {},
    });
  });

  test("who does what, and what follows", () => {
    expect(partiesOf(referralTable)).toEqual({
      send: "sender",
      receive: "provider",
      accept: "provider",
      reject: "provider",
      withdraw: "sender",
      "set-first-appointment": "provider",
      start: "provider",
      progress: "provider",
      end: "provider",
      revoke: "sender",
      cancel: "provider",
    });
    expect(effectsOf(referralTable)).toEqual({
      "set-first-appointment": "expect-appointment",
      start: "appointment-kept",
      revoke: "appointment-off",
      cancel: "appointment-off",
    });
  });
});

describe("a drug test", () => {
  test("every state by every move", () => {
    walk(drugTestTable, drugTestStates, {
      scheduled: {
        "take-sample": "sample-provided",
        "miss-acceptably": "missed-acceptable",
        "miss-unacceptably": "missed-unacceptable",
        refuse: "refused",
        cancel: "cancelled-by-provider",
      },
      "sample-provided": { result: "resulted" },
      resulted: { dispute: "disputed" },
      disputed: { confirm: "confirmed" },
      confirmed: {},
      "missed-acceptable": {},
      "missed-unacceptable": {},
      refused: {},
      "cancelled-by-provider": {},
    });
  });

  test("only whoever holds it moves it", () => {
    expect(new Set(Object.values(partiesOf(drugTestTable)))).toEqual(new Set(["holder"]));
  });

  test("coming to it is settled by the sample, not by what the sample shows", () => {
    expect(testAttendance).toEqual({
      "sample-provided": "attended-complied",
      "missed-acceptable": "absent-acceptable",
      "missed-unacceptable": "absent-unacceptable",
      refused: "attended-failed",
      "cancelled-by-provider": "not-held",
    });
    expect(Object.keys(effectsOf(drugTestTable))).toEqual([
      ...["take-sample", "miss-acceptably", "miss-unacceptably", "refuse", "cancel"],
    ]);
  });

  test("a test that was recorded at once is where its outcome says", () => {
    const outcomes = ["negative", "positive", "invalid", "missed-acceptable", "missed-unacceptable", "refused"];
    expect(outcomes.map(stateOf)).toEqual([
      ...["resulted", "resulted", "resulted", "missed-acceptable", "missed-unacceptable", "refused"],
    ]);
  });
});

test("each move of a referral is told by its own name", () => {
  expect(tellsOf(referralTable)).toEqual({
    send: "referral.sent",
    receive: "referral.received",
    accept: "referral.accepted",
    reject: "referral.rejected",
    withdraw: "referral.withdrawn",
    "set-first-appointment": "referral.appointment-set",
    start: "referral.started",
    progress: "referral.progressed",
    end: "referral.ended",
    revoke: "referral.revoked",
    cancel: "referral.cancelled",
  });
});

test("each move of a drug test is told by its own name", () => {
  expect(tellsOf(drugTestTable)).toEqual({
    "take-sample": "drugtest.taken",
    "miss-acceptably": "drugtest.outcome",
    "miss-unacceptably": "drugtest.outcome",
    refuse: "drugtest.outcome",
    cancel: "drugtest.cancelled",
    result: "drugtest.outcome",
    dispute: "drugtest.disputed",
    confirm: "drugtest.outcome",
  });
});
