import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Part } from "../../libs/bus/call-graph.ts";
import { type CrashPoint, crashPoints } from "../../libs/record/crash-point.ts";
import { eventually } from "../support/client.ts";
import { nothing } from "./checker.ts";
import type { Client } from "./clients.ts";
import { type OwnRig, say, startOwnRig } from "./own-rig.ts";

const minute = 60_000;
const settleMsMax = 20_000;
const batchesMax = 30;

/** A crash at the n-th pass of a point, counted from the start of a process. */
type Crash = `${CrashPoint}:${1 | 2}`;

/**
 * What dies where in one round: `cases` on an event's way out of the service that owns it, `reports` on its way into
 * the one that hears of it. Each life ends at the next crash of its list, and the one after the last lives on.
 */
const rounds: readonly { readonly cases: readonly Crash[]; readonly reports: readonly Crash[] }[] = [
  {
    cases: ["before-commit:1", "before-commit:2", "after-commit:1", "after-commit:2"],
    reports: ["before-apply:1", "before-apply:2"],
  },
  {
    cases: ["after-follow:1", "after-follow:2", "after-append:1", "after-append:2"],
    reports: ["after-apply:1", "after-apply:2"],
  },
  {
    cases: ["after-ring:1", "after-ring:2", "after-remove:1", "after-remove:2"],
    reports: ["after-ack:1", "after-ack:2"],
  },
  {
    cases: ["after-commit:1", "after-append:1", "after-ring:1", "before-commit:2"],
    reports: ["before-apply:1", "after-apply:1"],
  },
];

let own: OwnRig;

beforeAll(async () => {
  own = await startOwnRig();
}, 2 * minute);

afterAll(async () => {
  await own?.stop();
}, minute);

const title = ({ cases, reports }: (typeof rounds)[number]) =>
  [...cases.map(crash => `cases ${crash}`), ...reports.map(crash => `reports ${crash}`)].join(", ");

describe("a process dies at every step between a command and its last effect", () => {
  test("at every point there is, at its first pass and at its second", () => {
    const tried = new Set(rounds.flatMap(({ cases, reports }) => [...cases, ...reports]));
    expect([...tried].sort()).toEqual(crashPoints.flatMap(point => [`${point}:1`, `${point}:2`]).sort());
  });

  test.each(rounds.map(round => [title(round), round] as const))(
    "%s",
    async (_title, round) => {
      const { rig, ledger, checker, clients } = own;
      const dying = (["cases", "reports"] as const).filter(part => round[part].length > 0);
      const seenBefore = new Map(dying.map(part => [part, crashesOf(part).length]));
      const crashes = () => Object.fromEntries(dying.map(part => [part, crashesOf(part).slice(seenBefore.get(part))]));
      const expected = Object.fromEntries(dying.map(part => [part, [...round[part]]]));
      const haveHappened = async () => isDeepStrictEqual(crashes(), expected);
      await Promise.all(dying.map(part => rig.system.restart(part, ...round[part].map(CRASH_AT => ({ CRASH_AT })))));
      for (let sent = 0; sent === 0 || (sent < batchesMax && !(await haveHappened())); sent++)
        await Promise.all(clients.map(client => aHandful(client)));
      await eventually("every crash to happen", haveHappened, settleMsMax).catch(() => {});
      expect(crashes()).toEqual(expected);
      await Promise.all(dying.map(part => rig.system.whenReady(part)));
      const isClean = async () => isDeepStrictEqual(await checker.find(ledger), nothing);
      await eventually("everything to be told", isClean, settleMsMax).catch(() => own.sayComplaints());
      expect(await checker.find(ledger)).toEqual(nothing);
    },
    minute,
  );

  test(
    "no crash is left to come: every bell was acknowledged, none was put aside",
    async () => {
      const { ledger, checker } = own;
      await checker.whenQuiet();
      const { redeliveries, deadLetters } = await checker.count();
      say(
        `${ledger.acknowledged} commands, ${ledger.attempts - ledger.entries.length} retries, ` +
          `${crashesOf("cases").length} ends of cases, ${crashesOf("reports").length} of reports, ${redeliveries} redeliveries`,
      );
      expect(await checker.find(ledger)).toEqual(nothing);
      expect(deadLetters).toBe(0);
      expect(redeliveries).toBeGreaterThan(0);
    },
    2 * minute,
  );
});

async function aHandful(client: Client): Promise<void> {
  await client.addObligation();
  await client.recordOutcome();
  await client.sendCase();
}

/** The crashes that a part has said it is about to have, in order. */
function crashesOf(part: Part): string[] {
  const log = readFileSync(join(own.rig.facts.logsFolder, `${part}.log`), "utf8");
  return [...log.matchAll(/^crash point (\S+)$/gm)].map(([, crash]) => crash ?? "");
}
