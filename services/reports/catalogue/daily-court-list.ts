import { z } from "zod";
import { latest } from "../../../libs/clock/latest.ts";
import { fields } from "../../../libs/contract/contract.ts";
import { defineReport, type Known, type Reporting, type Row, reportingFor } from "../define-report.ts";
import {
  type CaseFact,
  type HearingFact,
  type ItemFact,
  type Named,
  type PreSentenceReportFact,
  recordIdOf,
} from "../facts.ts";

const parameters = z.strictObject({
  day: fields.day,
  session: z.enum(["morning", "afternoon"]).optional(),
  room: z.string().max(20).optional(),
});

/** What must have come before a hearing of this type can do its work. */
const required: Readonly<Record<string, readonly "pre-sentence report"[]>> = { sentence: ["pre-sentence report"] };

/** Report 8: today's list with preparation state. */
export default defineReport({
  id: "daily-court-list",
  title: "Today's list with preparation state",
  question: "Who is in today, and what is missing?",
  definition:
    "Hearings of the day that you may see, of several days on each of them, and not vacated, one row a defendant, in the order of session, room and list. Pack: items that the type of hearing needs and that have come ÷ items it needs. New since last: orders, appointments, referrals, tests, needs and notes recorded since the defendant's last hearing that you may see. Reporting restrictions: those in force for the case or the person.",
  audience: ["JUD", "LA", "LST", "CO", "POL", "CPS", "PRB", "YOT"],
  parameters,
  columns: {
    session: "Session",
    room: "Room",
    order: "Order",
    defendantId: "Defendant id",
    defendant: "Defendant",
    offences: "Offences",
    type: "Hearing",
    status: "Status",
    tags: "Tags",
    packPercent: "Pack %",
    missing: "Missing",
    newSinceLast: "New since last",
    reporting: "Reporting restrictions",
  },
  async rows({ day, session, room }, { facts, courtId, namesOf, reportingOf, reach }) {
    const hearings = (await facts.hearingsOn(courtId, day)).filter(
      hearing => (!session || hearing.session === session) && (!room || hearing.room === room),
    );
    const ids = [...new Set(hearings.flatMap(({ defendantIds }) => defendantIds))];
    const names = await namesOf(ids);
    const [reporting, cases, reports, items, earlier] = await Promise.all([
      reportingOf(ids),
      facts.casesOf(ids),
      facts.reportsOf(ids),
      facts.itemsOf(ids),
      facts.hearingsOf(ids),
    ]);
    const since = new Map(ids.map(id => [id, lastHeldAt(earlier, id, day)]));
    const newer = items.filter(item => item.defendantIds.some(id => since.has(id) && isNew(item, since.get(id))));
    const reached = await reach([...hearings, ...newer].map(knownOf));
    return courtList({ hearings, names, reporting, cases, reports, items: newer, earlier, reached }, day);
  },
});

interface Sources {
  readonly hearings: readonly Named<HearingFact>[];
  /** Names of those the reader may see; the others are not on the reader's list. */
  readonly names: ReadonlyMap<string, string>;
  readonly reporting: ReadonlyMap<string, readonly Reporting[]>;
  readonly cases: readonly CaseFact[];
  readonly reports: readonly PreSentenceReportFact[];
  readonly items: readonly Named<ItemFact>[];
  readonly earlier: readonly HearingFact[];
  /** The hearings and items the reader may see, each with the defendants it may be seen of. */
  readonly reached: ReadonlyMap<string, readonly string[]>;
}

const knownOf = (fact: Named<HearingFact | ItemFact>): Known => ({ kind: fact.kind, id: recordIdOf(fact) });

/** Not listed yet, or not taking place. */
const notOnList: ReadonlySet<string> = new Set(["planned", "vacated", "moved"]);

/** Whether it is before the court on that day: after an adjournment its further days are not. */
function isOnList({ status, day: first }: HearingFact, day: string): boolean {
  return !notOnList.has(status) && !(status === "adjourned" && first < day);
}

/** Which of its days it is, of a hearing that takes several. */
function dayOf({ days = [] }: HearingFact, day: string): string[] {
  return days.length > 1 ? [`day ${days.indexOf(day) + 1} of ${days.length}`] : [];
}

/** The rows, from the facts and the names alone. */
export function courtList(
  { hearings, names, reporting, cases, reports, items, earlier, reached }: Sources,
  day: string,
): Row[] {
  const isSeen = (fact: Named<HearingFact | ItemFact>, defendantId: string) =>
    reached.get(recordIdOf(fact))?.includes(defendantId) ?? false;
  const listed = hearings
    .filter(hearing => isOnList(hearing, day))
    .flatMap(hearing => hearing.defendantIds.map(defendantId => ({ hearing, defendantId })));
  return listed
    .filter(({ hearing, defendantId }) => names.has(defendantId) && isSeen(hearing, defendantId))
    .sort((a, b) => placeOf(a).localeCompare(placeOf(b)))
    .map(({ hearing, defendantId }) => {
      const onCase = cases
        .find(({ caseId }) => caseId === hearing.caseId)
        ?.defendants.find(found => found.defendantId === defendantId);
      const asked = reports.filter(
        report => report.caseId === hearing.caseId && report.defendantIds.includes(defendantId),
      );
      const needed = required[hearing.type] ?? [];
      const missing = needed.filter(() => !asked.some(({ deliveredAt }) => deliveredAt !== null));
      const last = lastHeldAt(earlier, defendantId, day);
      return {
        session: hearing.session,
        room: hearing.room,
        order: hearing.order,
        defendantId,
        defendant: names.get(defendantId) ?? "",
        offences: [...(onCase?.offenceCodes ?? [])],
        type: hearing.type,
        status: hearing.status,
        tags: [
          ...(asked.length > 0 ? ["PSR"] : []),
          ...(hearing.type === "breach" ? ["breach"] : []),
          ...(hearing.type === "warrant" ? ["warrant"] : []),
          ...dayOf(hearing, day),
        ],
        packPercent:
          needed.length === 0 ? "nothing needed" : Math.round(((needed.length - missing.length) / needed.length) * 100),
        missing: [...missing],
        newSinceLast: items.filter(
          item => item.defendantIds.includes(defendantId) && isSeen(item, defendantId) && isNew(item, last),
        ).length,
        reporting: reportingFor(reporting.get(defendantId), hearing.caseId),
      };
    });
}

/** Where a row stands; the defendant's id decides between two that were listed at one place. */
const placeOf = ({ hearing: { session, room, order }, defendantId }: { hearing: HearingFact; defendantId: string }) =>
  `${session === "morning" ? 0 : 1}|${room}|${String(order).padStart(3, "0")}|${defendantId}`;

/** When this person's last hearing before the day was held. */
function lastHeldAt(earlier: readonly HearingFact[], defendantId: string, day: string): Date | undefined {
  const before = earlier.filter(found => found.day < day && found.defendantIds.includes(defendantId));
  return latest(before.flatMap(({ heldAt }) => heldAt ?? []));
}

function isNew({ lastRecordedAt }: ItemFact, lastHeld: Date | undefined): boolean {
  return !lastHeld || lastRecordedAt > lastHeld;
}
