import { generateDemo } from "../../../deploy/demo/generate.ts";
import type { FileScript } from "../../../deploy/demo/script.ts";
import { callsOf, type Sent } from "./script-reader.ts";

/**
 * What was published of North Liverpool in 2007 and in Ministry of Justice Research Series 10/12 (2012), and how far a
 * drawn set of two thousand may be from it.
 */
const published = {
  daysFromFirstHearingToSentence: [26, 2.5],
  daysFromOffenceToConviction: [61, 4],
  percentOfOrdersBreached: [24, 3],
  percentOfTrialsEffective: [36, 4],
  percentOfTrialsCracked: [49, 4],
  hearingsInTrialCases: [2.2, 0.15],
} as const;

const today = "2026-03-11";
const files = [...generateDemo({ defendants: 2_000, seed: 7, today }).files()];

const daysFrom = (earlier: string, later: string) =>
  (Date.parse(later.slice(0, 10)) - Date.parse(earlier.slice(0, 10))) / 86_400_000;
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const first = (days: readonly string[]) => days.toSorted()[0];

/** Everything that was sent about one case, with its first defendant. */
interface CaseSent {
  readonly received: Sent;
  readonly of: (action: string) => Sent[];
  readonly file: FileScript;
}
const cases: CaseSent[] = files.flatMap(file => {
  const sent = callsOf(file);
  return sent
    .filter(({ action }) => action === "cases.receive")
    .map(received => {
      const own = sent.filter(({ name }) => name.startsWith(`${received.name} `) && !name.endsWith(" b"));
      return { received, file, of: action => own.filter(found => found.action === action) };
    });
});

const heldBeforeSentence = ({ of }: CaseSent) =>
  of("cases.recordHearing")
    .filter(({ name, input }) => input.outcome === "held" && !name.includes(" order "))
    .map(({ input }) => String(input.heldAt));
const daysAway = ({ of }: CaseSent) => {
  const ends = new Map(of("cases.moveWarrant").map(({ input }) => [input.id.ref, String(input.movedAt)]));
  return of("cases.issueWarrant").reduce((sum, { name, input }) => {
    const end = ends.get(name);
    return end ? sum + daysFrom(input.issuedAt, end) : sum;
  }, 0);
};
const convictedAt = ({ of }: CaseSent) =>
  first([
    ...of("cases.plead").flatMap(({ input }) => (input.pleas[0].plea === "guilty" ? [input.enteredAt] : [])),
    ...of("cases.recordVerdicts").flatMap(({ input }) =>
      input.verdicts[0].verdict === "guilty" ? [input.foundAt] : [],
    ),
  ]);

const measured: Readonly<Record<keyof typeof published, number>> = {
  daysFromFirstHearingToSentence: mean(
    cases.flatMap(found => {
      const [sentence] = found.of("cases.sentence");
      const held = first(heldBeforeSentence(found));
      return sentence && held ? [daysFrom(held, sentence.input.passedAt) - daysAway(found)] : [];
    }),
  ),
  daysFromOffenceToConviction: mean(
    cases.flatMap(found => {
      const convicted = convictedAt(found);
      const offence = first(found.received.input.defendants[0].offences.map(({ date }: { date: string }) => date));
      return convicted && offence ? [daysFrom(offence, convicted) - daysAway(found)] : [];
    }),
  ),
  percentOfOrdersBreached: percentBreached(),
  ...trials(),
  hearingsInTrialCases: mean(
    cases.flatMap(found => {
      const went = found.of("cases.classifyTrial").some(({ input }) => /effective|cracked/.test(input.classification));
      const isOver = found.of("cases.sentence").length + found.of("cases.shareResults").length > 0;
      return went && isOver ? [heldBeforeSentence(found).length] : [];
    }),
  ),
};

/** Of orders made twelve months ago or earlier, those with a breach admitted or proved within twelve months. */
function percentBreached(): number {
  const old = cases.flatMap(found => {
    const [sentence] = found.of("cases.sentence");
    if (!sentence?.input.order || daysFrom(sentence.input.passedAt, today) < 366) return [];
    const dealtWith = found.of("cases.moveEnforcement").find(({ input }) => input.move.name === "deal-with");
    return [dealtWith !== undefined && daysFrom(sentence.input.passedAt, dealtWith.input.move.at) <= 365];
  });
  return (100 * old.filter(breached => breached).length) / old.length;
}

function trials() {
  const all = cases.flatMap(({ of }) => of("cases.classifyTrial").map(({ input }) => String(input.classification)));
  const called = all.filter(classification => classification !== "vacated");
  const percent = (wanted: string) => (100 * called.filter(found => found === wanted).length) / called.length;
  return { percentOfTrialsEffective: percent("effective"), percentOfTrialsCracked: percent("cracked") };
}

describe("what was published of North Liverpool comes out", () => {
  test.each(Object.entries(published))("%s: %j", (name, [expected, tolerance]) => {
    const found = measured[name as keyof typeof published];
    process.stdout.write(`demo data: ${name} ${found.toFixed(2)}, published ${expected}\n`);
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance);
  });

  test("few fines and much custody", () => {
    const disposals = cases.flatMap(({ of }) => of("cases.sentence").map(({ input }) => String(input.disposal)));
    const percent = (wanted: string) => (100 * disposals.filter(found => found === wanted).length) / disposals.length;
    expect(percent("fine")).toBeLessThan(16);
    expect(percent("custody")).toBeGreaterThan(13);
    expect(percent("community-order")).toBeGreaterThan(33);
    expect(new Set(disposals).size).toBe(8);
  });

  test("as many orders as the rate needs to mean something", () => {
    expect(cases.filter(({ of }) => of("cases.sentence").length > 0).length).toBeGreaterThan(1_500);
  });
});
