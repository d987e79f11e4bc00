import {
  assertCautionAlone,
  type Convicted,
  type Disposal,
  isCaution,
  isSpent,
  spentBy,
  spentOf,
} from "../../../services/cases/antecedents/spent.rules.ts";

/** Days counted by hand from the Rehabilitation of Offenders Act 1974 as it stands since 28 October 2023. */
const convictedOn = "2024-03-10";
const convicted = (changes: Partial<Convicted> = {}): Convicted => ({
  id: "one",
  convictedOn,
  isYouth: false,
  isSummaryOnly: false,
  isSchedule18: false,
  disposals: [],
  ...changes,
});
const disposal = (kind: Disposal["kind"], changes: Partial<Disposal> = {}): Disposal => ({
  kind,
  lengthMonths: null,
  endsOn: null,
  ...changes,
});
const custody = (lengthMonths: number, endsOn = "2026-06-30") => disposal("custody", { lengthMonths, endsOn });
const fine = disposal("fine");

describe("one disposal", () => {
  test.each<[string, Disposal, adult: string | null, youth: string | null]>([
    ["absolute discharge", disposal("absolute-discharge"), "2024-03-10", "2024-03-10"],
    ["caution", disposal("caution"), "2024-03-10", "2024-03-10"],
    ["conditional caution", disposal("conditional-caution"), "2024-06-10", "2024-06-10"],
    [
      "conditional caution that ends before three months",
      disposal("conditional-caution", { endsOn: "2024-04-30" }),
      ...(["2024-04-30", "2024-04-30"] as const),
    ],
    [
      "conditional caution that ends after three months",
      disposal("conditional-caution", { endsOn: "2024-09-30" }),
      ...(["2024-06-10", "2024-06-10"] as const),
    ],
    ["fine", fine, "2025-03-10", "2024-09-10"],
    ["compensation that is paid", disposal("compensation", { endsOn: "2024-08-01" }), "2024-08-01", "2024-08-01"],
    ["compensation that is not", disposal("compensation"), null, null],
    ["conditional discharge", disposal("conditional-discharge", { endsOn: "2025-03-09" }), "2025-03-10", "2025-03-10"],
    ["community order", disposal("community-order", { endsOn: "2025-03-31" }), "2025-04-01", "2025-04-01"],
    ["order without an end", disposal("other-order"), "2026-03-10", "2026-03-10"],
    ["disqualification", disposal("disqualification", { endsOn: "2027-03-09" }), "2027-03-10", "2027-03-10"],
    ["a month in custody", custody(1), "2027-06-30", "2026-12-30"],
    ["twelve months", custody(12), "2027-06-30", "2026-12-30"],
    ["thirteen months", custody(13), "2030-06-30", "2028-06-30"],
    ["four years", custody(48), "2030-06-30", "2028-06-30"],
    ["four years and a month", custody(49), "2033-06-30", "2029-12-30"],
    [
      "suspended",
      disposal("suspended-sentence", { lengthMonths: 6, endsOn: "2024-09-09" }),
      "2025-09-09",
      "2025-03-09",
    ],
    ["custody of unknown length", disposal("custody", { endsOn: "2026-06-30" }), "2033-06-30", "2029-12-30"],
    ["custody without an end", disposal("custody", { lengthMonths: 6 }), null, null],
    ["life", disposal("life"), null, null],
  ])("%s", (_name, one, adult, youth) => {
    expect(spentBy(one, convicted()).from).toBe(adult);
    expect(spentBy(one, convicted({ isYouth: true })).from).toBe(youth);
  });

  test("an offence of Schedule 18 is never spent after more than four years, and as any other up to four", () => {
    expect(spentBy(custody(49), convicted({ isSchedule18: true })).from).toBeNull();
    expect(spentBy(custody(48), convicted({ isSchedule18: true })).from).toBe("2030-06-30");
  });

  test("a month that lacks the day ends on its last", () => {
    expect(spentBy(fine, convicted({ convictedOn: "2024-02-29" })).from).toBe("2025-02-28");
  });
});

describe("several", () => {
  const spent = (...all: readonly Convicted[]) =>
    Object.fromEntries([...spentOf(all)].map(([id, { from }]) => [id, from]));
  const first = convicted({ id: "first", disposals: [fine] });

  test("disposals of one conviction: the last of them", () => {
    const order = disposal("community-order", { endsOn: "2025-09-09" });
    expect(spent(convicted({ disposals: [fine, order] }))).toEqual({ one: "2025-09-10" });
    expect(spent(convicted({ disposals: [order, custody(6)] }))).toEqual({ one: "2027-06-30" });
    expect(spent(convicted({ disposals: [] }))).toEqual({ one: null });
  });

  test("convicted again in time: both wait for the later", () => {
    const again = convicted({ id: "again", convictedOn: "2025-03-09", disposals: [custody(6)] });
    expect(spent(first, again)).toEqual({ first: "2027-06-30", again: "2027-06-30" });
    expect(spent(again, first)).toEqual({ first: "2027-06-30", again: "2027-06-30" });
  });

  test("a lesser one waits for the graver before it", () => {
    const grave = convicted({ id: "grave", disposals: [custody(24)] });
    const lesser = convicted({ id: "lesser", convictedOn: "2025-01-01", disposals: [fine] });
    expect(spent(grave, lesser)).toEqual({ grave: "2030-06-30", lesser: "2030-06-30" });
  });

  test("not on the day it was spent, nor after", () => {
    const again = convicted({ id: "again", convictedOn: "2025-03-10", disposals: [custody(6)] });
    expect(spent(first, again)).toEqual({ first: "2025-03-10", again: "2027-06-30" });
  });

  test.each([
    ["a summary offence", { isSummaryOnly: true, disposals: [custody(6)] }, "2027-06-30"],
    ["an order alone", { disposals: [disposal("community-order", { endsOn: "2026-01-01" })] }, "2026-01-02"],
    ["an absolute discharge", { disposals: [disposal("absolute-discharge")] }, "2024-06-01"],
  ])("%s makes nobody wait", (_name, changes, own) => {
    const again = convicted({ id: "again", convictedOn: "2024-06-01", ...changes });
    expect(spent(first, again)).toEqual({ first: "2025-03-10", again: own });
  });

  test("a chain: each in the time of the one before", () => {
    const second = convicted({ id: "second", convictedOn: "2025-03-01", disposals: [fine] });
    const third = convicted({ id: "third", convictedOn: "2026-02-28", disposals: [fine] });
    expect(spent(first, second, third)).toEqual({ first: "2027-02-28", second: "2027-02-28", third: "2027-02-28" });
  });

  test("what is never spent keeps the one before it", () => {
    const life = convicted({ id: "life", convictedOn: "2024-12-01", disposals: [disposal("life")] });
    expect(spent(first, life)).toEqual({ first: null, life: null });
  });
});

test("spent from its day on, and never without one", () => {
  expect(isSpent({ from: "2025-03-10", rule: "" }, "2025-03-09")).toBe(false);
  expect(isSpent({ from: "2025-03-10", rule: "" }, "2025-03-10")).toBe(true);
  expect(isSpent({ from: null, rule: "" }, "2999-01-01")).toBe(false);
});

test("a caution is no conviction: it makes nobody wait longer, and stands beside no sentence", () => {
  const fined = convicted({ id: "fined", disposals: [fine] });
  const caution = (kind: "caution" | "conditional-caution") =>
    convicted({ id: "cautioned", convictedOn: "2025-03-01", disposals: [disposal(kind)] });
  for (const kind of ["caution", "conditional-caution"] as const) {
    const spent = spentOf([fined, caution(kind)]);
    expect(spent.get("fined")?.from).toBe("2025-03-10");
    expect(() => assertCautionAlone([kind, "fine"])).toThrow();
    expect(() => assertCautionAlone([kind, kind])).toThrow();
    expect(() => assertCautionAlone([kind])).not.toThrow();
  }
  expect(() => assertCautionAlone(["fine", "compensation"])).not.toThrow();
  expect([isCaution([disposal("caution")]), isCaution([fine])]).toEqual([true, false]);
});
