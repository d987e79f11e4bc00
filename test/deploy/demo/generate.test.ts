import { createHash } from "node:crypto";
import { ageOn, isWorkingDay } from "../../../deploy/demo/calendar.ts";
import { type DemoOptions, generateDemo } from "../../../deploy/demo/generate.ts";
import { given } from "../../../deploy/demo/given.ts";
import type { FileScript } from "../../../deploy/demo/script.ts";
import { checkIdentifier, type IdentifierKind } from "../../../libs/identifiers/identifiers.ts";
import { callsOf, hearingsOf, peopleOf, refsIn, type Sent } from "./script-reader.ts";

const today = "2026-03-11";
const usual: DemoOptions = { defendants: 500, seed: 7, today };
const script = generateDemo(usual);
const files = [...script.files()];
const calls = files.flatMap(callsOf);
const sent = (action: string): Sent[] => calls.filter(call => call.action === action);

const hashOf = (options: DemoOptions): string => {
  const made = generateDemo(options);
  const text = JSON.stringify([made.reference, [...made.files()]]);
  return createHash("sha256").update(text).digest("hex");
};

describe("the same is told every time", () => {
  test("the same seed and day give the same script to the byte", () => {
    expect(hashOf({ ...usual, defendants: 60 })).toBe(hashOf({ ...usual, defendants: 60 }));
  });

  test.each([
    ["seed", { seed: 8 }],
    ["day", { today: "2026-03-12" }],
    ["tag", { tag: "other" }],
  ])("another %s gives another script", (_what, other) => {
    expect(hashOf({ ...usual, defendants: 60, ...other })).not.toBe(hashOf({ ...usual, defendants: 60 }));
  });

  test("a larger script begins with the smaller one", () => {
    const fewer = [...generateDemo({ ...usual, defendants: 100 }).files()];
    expect(files.slice(0, fewer.length)).toEqual(fewer);
  });

  test("keys do not depend on the day, so that a loading can go on tomorrow", () => {
    const [first] = [...generateDemo({ ...usual, defendants: 1, today: "2026-03-12" }).files()];
    expect(first?.steps[0]).toMatchObject({ key: keyOf(files[0], 0) });
  });

  test("every key is there once", () => {
    const keys = files.flatMap(({ steps }) => steps.flatMap(step => ("key" in step ? [step.key] : [])));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

const keyOf = (file: FileScript | undefined, index: number): string | undefined => {
  const step = file?.steps[index];
  return step && "key" in step ? step.key : undefined;
};

describe("how much there is", () => {
  test("as many defendants as asked for, with fewer steps for the first, which are waited for", () => {
    const defendants = files.reduce((sum, file) => sum + file.defendants, 0);
    const mean = files.reduce((sum, { steps }) => sum + steps.length, 0) / defendants;
    const first = files.filter(({ index }) => index < 60).reduce((sum, { steps }) => sum + steps.length, 0) / 60;
    process.stdout.write(`demo data: ${mean.toFixed(1)} steps a defendant, ${first.toFixed(1)} of the first sixty\n`);
    expect(defendants).toBe(500);
    expect(mean).toBeGreaterThan(40);
    expect(mean).toBeLessThan(95);
    expect(first).toBeLessThan(65);
  });

  test("thirteen courts, and the first sixty files are North Liverpool's", () => {
    const courts = script.reference.flatMap(({ steps }) =>
      steps.filter(({ input }) => "type" in input && input.type === "court").map(({ input }) => input),
    );
    expect(courts).toHaveLength(13);
    expect(courts[0]).toMatchObject({ name: "North Liverpool Community Justice Centre" });
    expect(new Set(files.filter(({ index }) => index < 60).map(({ court }) => court))).toEqual(
      new Set(["north-liverpool"]),
    );
    expect(new Set(files.map(({ court }) => court)).size).toBe(13);
  });

  test("today's list at North Liverpool is full, and there is something on most of the next days", () => {
    const listed = files
      .filter(({ court }) => court === "north-liverpool")
      .flatMap(file => hearingsOf(callsOf(file)))
      .flatMap(({ days }) => days);
    expect(listed.filter(day => day === today).length).toBeGreaterThanOrEqual(15);
    expect(new Set(listed.filter(day => day > today)).size).toBeGreaterThanOrEqual(8);
  });
});

/** What the record can hold beside the usual course of a case, with the fewest of it among the first sixty files. */
const among: readonly (readonly [what: string, least: number, is: (sent: Sent) => boolean])[] = [
  ["documents", 15, ({ action }) => action === "notes.addDocument"],
  ["what the prosecution tells", 40, ({ action }) => action === "cases.summarise"],
  ["claims of compensation", 8, ({ action, input }) => action === "cases.summarise" && input.compensation.length > 0],
  ["bases of plea", 2, ({ action, input }) => action === "cases.plead" && input.pleas[0].basis !== undefined],
  ["offences taken into consideration", 1, ({ action }) => action === "cases.admitOffences"],
  ["criminal behaviour orders", 1, makes("1177")],
  ["restraining orders", 1, makes("3047")],
  ["deferred sentences", 1, makes("4005")],
  ["contact with victims", 3, ({ action }) => action === "cases.offerVictimContact"],
  ["private notes", 5, ({ action }) => action === "notes.addPrivate"],
  ["releases of private notes", 1, ({ action }) => action === "notes.releasePrivate"],
  ["treatment", 3, ({ action }) => action === "cases.startTreatment"],
  ["work on payback projects", 5, ({ input }) => input.projectId !== undefined],
];

/** Whether results make an order by this code. */
function makes(code: string) {
  return ({ action, input }: Sent) =>
    action === "cases.draftResults" && input.lines.some((line: Sent["input"]) => line.code === code);
}

describe("everything that the record can hold is in the first sixty files of a usual start", () => {
  test.each(["2026-03-11", "2026-08-05", "2026-11-28", "2027-02-02"])("on %s", day => {
    const first = [...generateDemo({ defendants: 60, seed: 2007, today: day, courts: [] }).files()];
    const met = first.flatMap(callsOf);
    const counted = among.map(([what, least, is]) => [what, met.filter(is).length, least] as const);
    const told = counted.map(([what, count]) => `${count} ${what}`).join(", ");
    process.stdout.write(`demo data on ${day}, ${met.length} requests: ${told}\n`);
    expect(counted.filter(([, count, least]) => count < least)).toEqual([]);
  });

  test("and payback projects are there for every court before its files", () => {
    for (const { court, steps } of script.reference) {
      const projects = steps.filter(({ action }) => action === "cases.recordProject");
      expect([court, projects.length]).toEqual([court, 4]);
      expect(projects.filter(({ input }) => "to" in input)).toHaveLength(1);
    }
  });
});

test("who is in post at a court says what can be provided there, of what can be imposed and of nothing twice", () => {
  for (const { court, steps } of script.reference) {
    const said = steps
      .filter(({ action }) => action === "cases.stateProvision")
      .map(({ input }) => input as Sent["input"]);
    const types = said.map(({ requirementType }) => requirementType);
    const usually = ["unpaid-work", "rehabilitation-activity", "programme", "drug-rehabilitation", "alcohol-treatment"];
    const here = [...usually, "drug-testing", ...(court === "north-liverpool" ? ["mental-health-treatment"] : [])];
    expect([court, types]).toEqual([court, [...here, "residence", "attendance-centre"]]);
    for (const { placesFree, nextStartOn, statedAt } of said) {
      expect(statedAt < today).toBe(true);
      expect(placesFree === 0 || nextStartOn > today).toBe(true);
    }
  }
});

describe("people", () => {
  const people = peopleOf(script);

  test("there is somebody in every role at North Liverpool, and a machine client", () => {
    const [northLiverpool] = generateDemo({ ...usual, courts: [] }).reference;
    const roles = northLiverpool?.signIns.map(({ role }) => role);
    expect(new Set(roles)).toEqual(
      new Set("JUD LA LST CO POL INT CPS DEF PRB YOT TRT HLT SUP VIC ASB REP OPS IGO ADM".split(" ")),
    );
    expect(northLiverpool?.steps.filter(({ action }) => action === "agencies.createClient")).toHaveLength(1);
  });

  test("each other court has at least those who hear and follow up a case", () => {
    for (const court of script.reference.slice(1).map(group => group.court)) {
      const posts = people.map(({ input }) => String(input.username)).filter(name => name.endsWith(`.${court}`));
      expect(posts.map(name => name.split(".")[0])).toEqual(
        expect.arrayContaining(["judge", "adviser", "listing", "treatment", "housing"]),
      );
    }
    const ofAreas = people
      .map(({ input }) => String(input.username))
      .filter(name => /^(police|probation)\./.test(name));
    expect(ofAreas).toHaveLength(22);
  });

  test("usernames are memorable, and nobody's twice", () => {
    const usernames = people.map(({ input }) => String(input.username));
    expect(usernames).toEqual(expect.arrayContaining(["judge.north-liverpool", "police.merseyside", "analyst.moj"]));
    expect(new Set(usernames).size).toBe(usernames.length);
  });

  test("whoever sends a step was made before", () => {
    const usernames = new Set(people.map(({ input }) => String(input.username)));
    expect(calls.filter(({ as }) => !usernames.has(as))).toEqual([]);
  });

  test("names are as people have them", () => {
    const names = sent("defendants.record").map(({ input }) => [...input.name.forenames, input.name.surname].join(" "));
    expect(names.filter(name => /[^\p{ASCII}]/u.test(name)).length).toBeGreaterThan(20);
    expect(names.filter(name => name.includes("'")).length).toBeGreaterThan(3);
    expect(names.filter(name => name.includes("-")).length).toBeGreaterThan(3);
    expect(sent("defendants.record").filter(({ input }) => input.name.forenames.length === 0).length).toBeGreaterThan(
      0,
    );
    expect(new Set(names).size).toBeGreaterThan(400);
  });
});

describe("identifiers", () => {
  // What is kept as it was quoted is no identifier of anybody.
  const taken = ({ identifiers }: Sent["input"]): Sent["input"][] =>
    identifiers.filter(({ asQuoted }: Sent["input"]) => !asQuoted);

  const given: [IdentifierKind, string][] = [
    ...sent("defendants.record").flatMap(({ name, input }): [IdentifierKind, string][] =>
      // Taken down a second time, the same person has the same identifier.
      name === "defendant again" ? [] : taken(input).map(({ kind, value }) => [kind, value]),
    ),
    ...sent("cases.receive").flatMap(({ input }): [IdentifierKind, string][] => [
      ["urn", input.urn],
      ...input.defendants.map(({ asn }: Sent["input"]) => ["asn", asn]),
    ]),
  ];

  test("each is valid by its rule", () => {
    const day = new Date(`${today}T00:00:00Z`);
    const wrong = given.filter(([kind, value]) => {
      const { valid, matchable } = checkIdentifier(kind, value, { today: day });
      return !valid || !matchable;
    });
    expect(wrong).toEqual([]);
    expect(new Set(given.map(([kind]) => kind))).toEqual(new Set(["pnc", "cro", "noms", "ni", "urn", "asn"]));
  });

  test("a few that are none are kept as they were quoted", () => {
    const quoted = sent("defendants.record").flatMap(({ input }) =>
      (input.identifiers ?? []).filter(({ asQuoted }: Sent["input"]) => asQuoted),
    );
    expect(quoted.length).toBeGreaterThan(3);
    const day = new Date(`${today}T00:00:00Z`);
    expect(quoted.filter(({ kind, value }) => checkIdentifier(kind, value, { today: day }).valid)).toEqual([]);
  });

  test("no two people or cases share one", () => {
    const values = given.map(([kind, value]) => `${kind} ${value}`);
    expect(new Set(values).size).toBe(values.length);
  });

  test("postcodes are of the court's own districts", () => {
    const atNorthLiverpool = files
      .filter(({ court }) => court === "north-liverpool")
      .flatMap(callsOf)
      .filter(({ action }) => action === "defendants.record")
      .flatMap(({ input }) => input.addresses ?? [])
      .flatMap(({ postcode }: Sent["input"]) => postcode ?? []);
    expect(atNorthLiverpool.length).toBeGreaterThan(60);
    expect(atNorthLiverpool.filter((code: string) => !/^L[4569] \d[ABD-HJLNP-UW-Z]{2}$/.test(code))).toEqual([]);
  });
});

describe("dates make sense", () => {
  const born = new Map(
    files.flatMap(file =>
      callsOf(file)
        .filter(({ action }) => action === "defendants.record")
        .map(({ name, input }) => [`${file.index} ${name}`, String(input.dateOfBirth)] as const),
    ),
  );

  test("everybody is 15 to 75, and a few are under 18", () => {
    const ages = [...born].filter(([key]) => !key.endsWith("again")).map(([, birth]) => ageOn(birth, today));
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(15);
    expect(Math.max(...ages)).toBeLessThanOrEqual(76);
    expect(ages.filter(age => age < 18).length).toBeGreaterThan(5);
    expect(ages.filter(age => age < 18).length).toBeLessThan(50);
  });

  test("birth, offence, receipt, hearing, sentence, end of the order come in this order", () => {
    const wrong: string[] = [];
    const inOrder = (what: string, ...days: (string | undefined)[]) => {
      const known = days.flatMap(day => day?.slice(0, 10) ?? []);
      if (known.some((day, n) => n > 0 && day < (known[n - 1] ?? ""))) wrong.push(`${what}: ${known.join(" ")}`);
    };
    for (const file of files) {
      const of = callsOf(file);
      for (const received of of.filter(({ action }) => action === "cases.receive")) {
        const { name: caseName, input } = received;
        for (const { defendantId, offences } of input.defendants)
          for (const { date } of offences)
            inOrder(
              `${file.index} ${caseName}`,
              born.get(`${file.index} ${defendantId.ref}`),
              date,
              input.receivedAt,
              today,
            );
        const hearings = hearingsOf(of.filter(({ name }) => name.startsWith(`${caseName} hearing`)));
        inOrder(`${file.index} ${caseName} hearings`, input.receivedAt, ...hearings.map(({ days }) => days[0]));
        for (const { input: sentence } of of.filter(
          ({ action, input: of }) => action === "cases.sentence" && of.caseId.ref === caseName,
        )) {
          const hearing = hearings.find(({ step }) => step === sentence.hearingId.ref);
          expect(sentence.passedAt.slice(0, 10)).toBe(hearing?.days.at(-1));
          inOrder(`${file.index} ${caseName} sentence`, sentence.passedAt, sentence.order?.endsOn);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("nothing has happened today or later; only hearings, reports and obligations are to come", () => {
    const mayBeAhead = new Set(
      "day days dueAt dueOn endsOn plannedEndOn appointmentAt rearrangedTo until expectedReleaseOn".split(" "),
    );
    const ahead = calls.flatMap(call =>
      fieldsOf(call.input)
        .filter(([field, value]) => /^\d{4}-\d\d-\d\d/.test(value) && value >= today && !mayBeAhead.has(field))
        .map(([field, value]) => `${call.name} ${field} ${value}`),
    );
    expect(ahead).toEqual([]);
  });

  test("history reaches back three years, and no further", () => {
    const days = sent("cases.receive")
      .map(({ input }) => String(input.receivedAt).slice(0, 10))
      .sort();
    expect(days[0] && days[0] >= "2023-03-01").toBe(true);
    expect(days[0] && days[0] <= "2023-04-30").toBe(true);
  });

  test("courts sit on working days, and hearings are held where they were listed", () => {
    const wrong = files.flatMap(file => {
      const of = callsOf(file);
      const listed = new Map(hearingsOf(of).map(hearing => [hearing.step, hearing.days]));
      const offDay = [...listed.values()].flat().filter(day => !isWorkingDay(day));
      const elsewhere = of.filter(
        ({ action, input }) =>
          action === "cases.recordHearing" &&
          input.heldAt &&
          !listed.get(input.id.ref)?.includes(input.heldAt.slice(0, 10)),
      );
      return [...offDay, ...elsewhere];
    });
    expect(wrong).toEqual([]);
  });

  test("Christmas, Easter Monday and Sundays are no working days; the day after Easter Monday is one", () => {
    expect(
      ["2025-12-25", "2025-12-26", "2026-04-03", "2026-04-06", "2026-03-08", "2027-12-28"].map(isWorkingDay),
    ).toEqual([false, false, false, false, false, false]);
    expect(["2026-04-07", "2025-12-24", "2025-12-29"].map(isWorkingDay)).toEqual([true, true, true]);
  });
});

describe("steps follow from each other", () => {
  test("what a step refers to was told before it", () => {
    const reference = new Set([given, ...script.reference.flatMap(({ steps }) => steps.map(({ name }) => name))]);
    const early = files.flatMap(({ index, steps }) => {
      const told = new Set(reference);
      return steps.flatMap(step => {
        const missing = refsIn(step).filter(ref => !told.has(ref));
        told.add(step.name);
        return missing.map(ref => `${index} ${step.name} needs ${ref}`);
      });
    });
    expect(early).toEqual([]);
  });

  test("no two hearings have the same place on a list", () => {
    const places = files.flatMap(file =>
      hearingsOf(callsOf(file)).map(({ place: { day, session, room, order } }) =>
        [file.court, day, session, room, order].join("|"),
      ),
    );
    expect(new Set(places).size).toBe(places.length);
  });
});

/** Every text in a value with the name of its field. */
function fieldsOf(value: unknown, field = ""): [field: string, text: string][] {
  if (typeof value === "string") return [[field, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, Array.isArray(value) ? field : name));
}
