import { z } from "zod";
import { dayOf, startOf } from "../../../libs/clock/day.ts";
import { fields } from "../../../libs/contract/contract.ts";
import { defineReport, type Row } from "../define-report.ts";
import type { CaseFact } from "../facts.ts";
import { periodOf, periodsBetween } from "../periods.ts";

const daysMax = 3_660;

const parameters = z
  .strictObject({ from: fields.day, to: fields.day, groupBy: z.enum(["month", "week"]).default("month") })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "expected a date after `from`" })
  .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 <= daysMax, {
    path: ["to"],
    message: "expected at most ten years",
  });

/** Report 1: receipts, disposals and clearance (CourTools measure 2). */
export default defineReport({
  id: "case-throughput",
  title: "Receipts, disposals and clearance",
  question: "Is the court keeping up?",
  definition:
    "Unit: one defendant on one case. Receipts: cases received in the window. Disposals: cases in which every offence had its final result in the window. Clearance: disposals ÷ receipts × 100. Pending: received and not disposed at the end of the period. Dates in Europe/London, from inclusive, to exclusive.",
  audience: ["JUD", "LA", "LST", "CO"],
  parameters,
  columns: {
    period: "Period",
    received: "Received",
    disposed: "Disposed",
    clearance: "Clearance %",
    netChange: "Net change",
    pendingAtEnd: "Pending at end",
  },
  async rows({ from, to, groupBy }, { facts, courtId }) {
    return throughput(await facts.cases(courtId, startOf(to)), from, to, groupBy);
  },
});

/** The rows, from the facts alone. */
export function throughput(
  cases: readonly Pick<CaseFact, "receivedAt" | "defendants">[],
  from: string,
  to: string,
  groupBy: "month" | "week",
): Row[] {
  const each = cases.flatMap(({ receivedAt, defendants }) =>
    defendants.map(({ disposedAt }) => ({
      received: dayOf(receivedAt),
      disposed: disposedAt && dayOf(disposedAt),
    })),
  );
  const isIn = (date: string | null, period: string) =>
    date !== null && date >= from && date < to && periodOf(date, groupBy) === period;
  let pending = each.filter(
    ({ received, disposed }) => received < from && (disposed === null || disposed >= from),
  ).length;
  return periodsBetween(from, to, groupBy).map(period => {
    const received = each.filter(found => isIn(found.received, period)).length;
    const disposed = each.filter(found => isIn(found.disposed, period)).length;
    pending += received - disposed;
    return {
      period,
      received,
      disposed,
      clearance: received === 0 ? "no cases" : Math.round((disposed / received) * 1_000) / 10,
      netChange: received - disposed,
      pendingAtEnd: pending,
    };
  });
}
