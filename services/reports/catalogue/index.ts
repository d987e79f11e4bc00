import type { Report } from "../define-report.ts";
import caseThroughput from "./case-throughput.ts";
import dailyCourtList from "./daily-court-list.ts";

/** The catalogue: one file a report. */
export const catalogue: readonly Report[] = [caseThroughput, dailyCourtList];
