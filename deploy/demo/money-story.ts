import { casesContracts } from "../../services/cases/cases.contract.ts";
import { addDays, at, type Day, type Instant, workingDayFrom } from "./calendar.ts";
import { refTo } from "./script.ts";
import type { Accused, CaseTold, Telling } from "./telling.ts";

interface Imposed {
  readonly imposedAt: Instant;
  readonly day: Day;
  readonly fined: number | undefined;
}

/** Fines, compensation, costs and surcharges: paid at once, in parts, late, not at all, or written off. */
export function tellMoney(
  telling: Telling,
  story: CaseTold,
  accused: Accused,
  { imposedAt, day, fined }: Imposed,
): void {
  const { random } = telling;
  const hasVictim = story.charges.kinds.some(({ code }) => /^(TH|CD|CJ|OF)/.test(code));
  const due: readonly (readonly [kind: "fine" | "compensation" | "costs" | "surcharge", pence: number])[] = [
    ...(fined === undefined ? [] : [["fine", fined] as const]),
    ...(hasVictim && random.chance(0.3) ? [["compensation", random.int(2, 40) * 1_000] as const] : []),
    ...(random.chance(0.3) ? [["costs", 8_500] as const] : []),
    ...(random.chance(0.25) ? [["surcharge", random.pick([2_600, 11_400, 15_400])] as const] : []),
  ];
  for (const [kind, amountPence] of due) tellPayment(telling, story, accused, { kind, amountPence, imposedAt, day });
}

interface Owed {
  readonly kind: "fine" | "compensation" | "costs" | "surcharge";
  readonly amountPence: number;
  readonly imposedAt: Instant;
  readonly day: Day;
}

function tellPayment(
  telling: Telling,
  story: CaseTold,
  { key, id }: Accused,
  { kind, amountPence, imposedAt, day }: Owed,
): void {
  const { random, team, writer, detail } = telling;
  const name = `${story.name} ${kind} ${key}`;
  const parts = random.weighted([
    [1, 45],
    [detail === "full" ? 3 : 2, 30],
    [0, 25],
  ] as const);
  const dueOn = addDays(day, 28);
  writer.call({ at: imposedAt, as: team.who("adviser"), name }, casesContracts.imposePayment, {
    caseId: story.id,
    defendantId: id,
    ...{ kind, amountPence, dueOn, imposedAt },
    ...(parts > 1 && {
      instalment: { amountPence: Math.max(500, Math.floor(amountPence / 6)), every: "month" as const },
    }),
  });
  const isWhole = parts === 1 || random.chance(0.3);
  const part = isWhole ? Math.floor(amountPence / Math.max(1, parts)) : Math.floor(amountPence / 6);
  let paid = 0;
  for (let n = 0; n < parts; n++) {
    const amount = isWhole && n === parts - 1 ? amountPence - paid : part;
    paid += tellReceipt(telling, name, { n, on: addDays(day, 21 + n * 30 + random.int(0, 9)), amountPence: amount });
  }
  tellTheRest(telling, name, { paid, amountPence, after: addDays(day, 150) });
}

/** The pence received; none when the day is still to come. Now and then one is entered twice, and taken back. */
function tellReceipt(
  { random, team, writer, today }: Telling,
  name: string,
  { n, on, amountPence }: { n: number; on: Day; amountPence: number },
): number {
  const day = workingDayFrom(on);
  if (day >= today) return 0;
  const receivedAt = at(day, "11:15");
  const step = `${name} receipt ${n}`;
  const as = team.who("listing");
  writer.call({ at: receivedAt, as, name: step }, casesContracts.recordReceipt, {
    id: refTo(name),
    amountPence,
    receivedAt,
  });
  if (n > 0 || !random.chance(0.03)) return amountPence;
  const reversedAt = at(day, "15:20");
  writer.call({ at: reversedAt, as, name: `${step} reversed` }, casesContracts.reverseReceipt, {
    id: refTo(name),
    receiptId: refTo(step, "entries.0.id"),
    reason: "Belongs to another account.",
    reversedAt,
  });
  return 0;
}

/** What is not paid after months is written off at times; it stays owed otherwise. */
function tellTheRest(
  { random, team, writer, today }: Telling,
  name: string,
  { paid, amountPence, after }: { paid: number; amountPence: number; after: Day },
): void {
  const day = workingDayFrom(addDays(after, random.int(0, 60)));
  if (paid >= amountPence || day >= today || !random.chance(0.18)) return;
  const writtenOffAt = at(day, "12:40");
  writer.call({ at: writtenOffAt, as: team.who("adviser"), name: `${name} written off` }, casesContracts.writeOff, {
    id: refTo(name),
    amountPence: amountPence - paid,
    reason: random.pick(["No means, and none in sight.", "Remitted at a hearing on means.", "Served in default."]),
    writtenOffAt,
  });
}
