import {
  blockKeysOf,
  type Compared,
  compare,
  isFoundAlike,
  searchKeysOf,
} from "../../../services/defendants/matching/matching.rules.ts";
import { calledFor, nameKey } from "../../../services/defendants/matching/names.ts";
import { isMisspelt, soundsOf } from "../../../services/defendants/matching/phonetics.ts";

const mary: Compared = {
  name: { forenames: ["Mary", "Anne"], surname: "O'Neill" },
  aliases: [],
  dateOfBirth: "1990-04-12",
  dateOfBirthEstimated: false,
  sex: "female",
  addresses: [],
  matchKeys: [],
};
type Over = Partial<Compared> & { readonly is?: string };
const named = (forename: string, surname: string) => ({ name: { forenames: [forename], surname } });
const home = (postcode: string) => ({ addresses: [{ postcode }] });
const pnc = (number: string) => ({ matchKeys: [`pnc:${number}`] });
const rulesOf = (one: Over, other: Over) =>
  compare({ ...mary, ...one }, { ...mary, ...other })?.reasons.map(({ rule }) => rule);

test.each<[string, Over, Over, string[]]>([
  ["the same in all", {}, {}, ["same-surname", "same-forename", "same-birth"]],
  ["a nickname", {}, named("Molly", "O'Neill"), ["same-surname", "nickname", "same-birth"]],
  [
    "a middle name used as the first",
    {},
    named("Anne", "O'Neill"),
    ["same-surname", "other-forename-of-same-person", "same-birth"],
  ],
  ["an initial", named("M", "O'Neill"), named("Mary", "O'Neill"), ["same-surname", "initial", "same-birth"]],
  ["no forename", { name: { forenames: [], surname: "O'Neill" } }, {}, ["same-surname", "same-birth"]],
  ["names in the wrong boxes", {}, named("O'Neill", "Mary"), ["names-swapped", "same-birth"]],
  [
    "a surname as it is heard",
    named("Mary", "Philips"),
    named("Mary", "Fillips"),
    ["surname-sounds-alike", "same-forename", "same-birth"],
  ],
  [
    "a slip in the surname",
    named("Mary", "Hodgson"),
    named("Mary", "Hodsgon"),
    ["surname-misspelt", "same-forename", "same-birth"],
  ],
  [
    "half of a double name",
    named("Mary", "Neill-Carter"),
    named("Mary", "Carter"),
    ["part-of-surname", "same-forename", "same-birth"],
  ],
  ["without the O", {}, named("Mary", "Neal"), ["part-of-surname", "same-forename", "same-birth"]],
  [
    "a maiden name",
    { aliases: [{ forenames: [], surname: "Kowalska" }] },
    named("Mary", "Kowalska"),
    ["same-surname-as-alias", "same-forename", "same-birth"],
  ],
  ["accents", named("Zoë", "Müller"), named("Zoe", "Muller"), ["same-surname", "same-forename", "same-birth"]],
  [
    "another alphabet",
    named("Иван", "Петров"),
    named("Ivan", "Petrov"),
    ["same-surname", "same-forename", "same-birth"],
  ],
  [
    "day and month swapped",
    {},
    { dateOfBirth: "1990-12-04" },
    ["same-surname", "same-forename", "birth-day-and-month-swapped"],
  ],
  ["one digit of the birth", {}, { dateOfBirth: "1980-04-12" }, ["same-surname", "same-forename", "birth-digit"]],
  [
    "an estimated birth",
    {},
    { dateOfBirth: "1991-01-01", dateOfBirthEstimated: true },
    ["same-surname", "same-forename", "birth-estimated"],
  ],
  [
    "another address",
    home("L5 9XP"),
    home("L1 1AA"),
    ["same-surname", "same-forename", "same-birth", "other-postcode"],
  ],
  [
    "a postcode, however it is spaced",
    home("L5 9XP"),
    home("L59XP"),
    ["same-surname", "same-forename", "same-birth", "same-postcode"],
  ],
  [
    "another surname at the same address",
    home("L5 9XP"),
    { ...named("Mary", "Carter"), ...home("L5 9XP") },
    ["other-surname", "same-forename", "same-birth", "same-postcode"],
  ],
  [
    "an identifier and nothing else",
    pnc("2002/0073319Z"),
    { ...named("Ruth", "Carter"), dateOfBirth: "1971-01-30", sex: "male", ...pnc("2002/0073319Z") },
    ["same-pnc", "other-sex", "other-surname", "other-forename", "other-birth"],
  ],
  [
    "the same in all but for another PNC ID",
    pnc("2002/0073319Z"),
    pnc("2019/0123456E"),
    ["other-identifier", "same-surname", "same-forename", "same-birth"],
  ],
])("%s is worth a look, and why", (_what, one, other, rules) => {
  expect(rulesOf(one, other)).toEqual(rules);
  // Whichever is looked at first.
  expect(compare({ ...mary, ...one }, { ...mary, ...other })).toEqual(
    compare({ ...mary, ...other }, { ...mary, ...one }),
  );
});

test.each<[string, Over, Over]>([
  ["strangers", {}, { ...named("Ruth", "Carter"), dateOfBirth: "1971-01-30" }],
  ["a common name and another birth", {}, { dateOfBirth: "1971-01-30" }],
  [
    "a common name, another birth and the same address: parent and child",
    home("L5 9XP"),
    { ...home("L5 9XP"), dateOfBirth: "1965-01-30" },
  ],
  ["one surname and one birth with other forenames", {}, named("Ruth", "O'Neill")],
  ["twins", home("L5 9XP"), { ...named("Ruth", "O'Neill"), ...home("L5 9XP") }],
  [
    "one name, another address and a birth a digit apart, told by a nickname",
    home("L5 9XP"),
    { ...named("Molly", "O'Neill"), ...home("L1 1AA"), dateOfBirth: "1990-04-13" },
  ],
  ["one forename and one birth with other surnames", {}, named("Mary", "Carter")],
  ["an estimated birth of another decade", {}, { dateOfBirth: "1979-01-01", dateOfBirthEstimated: true }],
  [
    "a slip in the birth and in the sound of the surname, and other forenames",
    {},
    { ...named("Ruth", "Neal"), dateOfBirth: "1990-12-04" },
  ],
  [
    "other PNC IDs and a birth one digit apart",
    pnc("2002/0073319Z"),
    { ...pnc("2019/0123456E"), dateOfBirth: "1990-04-13" },
  ],
  ["an address and a birth", home("L5 9XP"), { ...named("Ruth", "Carter"), ...home("L5 9XP") }],
])("%s are not proposed", (_what, one, other) => {
  expect(rulesOf(one, other)).toBeUndefined();
});

test.each<[string, Over, Over, number]>([
  ["a name and an estimated birth", {}, { dateOfBirth: "1991-01-01", dateOfBirthEstimated: true }, 0.67],
  [
    "an identifier and all else different",
    pnc("2002/0073319Z"),
    { ...named("Ruth", "Carter"), dateOfBirth: "1971-01-30", sex: "male", ...pnc("2002/0073319Z") },
    0.5,
  ],
  ["never certain", pnc("2002/0073319Z"), pnc("2002/0073319Z"), 0.99],
])("the score is the odds: %s", (_what, one, other, score) => {
  expect(compare({ ...mary, ...one }, { ...mary, ...other })?.score).toBe(score);
});

test.each([
  [{}, named("Molly", "O'Neill")],
  [{}, named("Mary", "Neal")],
  [{}, named("O'Neill", "Mary")],
  [{}, { dateOfBirth: "1990-12-04" }],
  [{}, { dateOfBirth: "1980-04-12" }],
  [{}, { dateOfBirth: "1990-04-13" }],
  [{}, { dateOfBirth: "1991-01-01", dateOfBirthEstimated: true }],
  [{}, named("Mary", "Carter")],
  [home("L5 9XP"), { ...home("L5 9XP"), dateOfBirth: "1971-01-30" }],
] as const)("%j and %j have a blocking key in common", (one, other) => {
  const keys = blockKeysOf({ ...mary, ...one });
  expect(blockKeysOf({ ...mary, ...other }).some(key => keys.includes(key))).toBe(true);
});

test("strangers have none, and nobody has too many", () => {
  const keys = blockKeysOf(mary);
  const stranger = { ...mary, ...named("Ruth", "Carter"), dateOfBirth: "1971-01-30" };
  expect(blockKeysOf(stranger).filter(key => keys.includes(key))).toEqual([]);
  const aliases = Array.from({ length: 400 }, (_, n) => ({
    forenames: [`F${"abcdefghij"[n % 10]}k`],
    surname: `S${"bdfgklmnpr"[n % 10]}t${"bdfgklmnpr"[Math.floor(n / 10) % 10]}`,
  }));
  expect(blockKeysOf({ ...mary, aliases }).length).toBe(120);
});

test.each([
  ["Smith", "Smyth", true],
  ["Philips", "Fillips", true],
  ["Knight", "Nite", true],
  ["McDonald", "MacDonald", true],
  ["Wright", "Right", true],
  ["Stephenson", "Stevenson", true],
  ["Thompson", "Tomson", false],
  ["Smith", "Jones", false],
  ["Brown", "Green", false],
  ["Khan", "Kelly", false],
])("%s and %s sound alike: %s", (one, other, alike) => {
  const sounds = soundsOf(nameKey(one));
  expect(soundsOf(nameKey(other)).some(sound => sounds.includes(sound))).toBe(alike);
});

test.each([
  ["hodgson", "hodsgon", true],
  ["hodgson", "hodson", true],
  ["hodgson", "hodgsson", true],
  ["hodgson", "hadgson", true],
  ["hodgson", "hadgsan", false],
  ["robertson", "robretsen", true],
  ["lee", "les", false],
  ["cole", "colemann", false],
])("%s and %s differ by a slip: %s", (one, other, isSlip) => {
  expect(isMisspelt(one, other)).toBe(isSlip);
});

test.each([
  ["O’Neill", "oneill"],
  [" Zoë-Łucja ", "zoelucja"],
  ["Straße", "strasse"],
  ["Ørsted", "orsted"],
  ["Владимир", "vladimir"],
  ["Γεώργιος", "georgios"],
  ["محمد", "محمد"],
  ["𝓜ary", "mary"],
  ["123 --", ""],
])("%j is compared as %j", (name, key) => {
  expect(nameKey(name)).toBe(key);
});

test("a nickname stands for every name that it is short for, and a name of its own for itself", () => {
  expect([calledFor("jack"), calledFor("kate"), calledFor("quentin")]).toEqual([["john"], ["catherine"], ["quentin"]]);
});

test("a search by sound finds the surname, its aliases and a swapped birth; never another surname or a forename", () => {
  const sought = { surname: "Neal", dateOfBirth: "1990-12-04" };
  const keys = blockKeysOf(mary);
  expect(searchKeysOf(sought).some(key => keys.includes(key))).toBe(true);
  expect(isFoundAlike(mary, sought)).toBe(true);
  expect(isFoundAlike({ ...mary, ...named("Neal", "Carter") }, sought)).toBe(false);
  expect(isFoundAlike({ ...mary, ...named("Mary", "Carter") }, sought)).toBe(false);
  expect(isFoundAlike({ ...mary, dateOfBirth: "1990-04-13" }, sought)).toBe(false);
  const married = { ...mary, ...named("Mary", "Carter"), aliases: [{ forenames: [], surname: "Neill" }] };
  expect(isFoundAlike(married, sought)).toBe(true);
});
