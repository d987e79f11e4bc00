/** Rewritten in this order, each wherever it occurs: how English spells its sounds, and what names from elsewhere become in English mouths. */
const rewritten: readonly (readonly [RegExp, string])[] = [
  [/^(?:kn|gn|pn)/, "n"],
  [/^wr/, "r"],
  [/^ps/, "s"],
  [/^x/, "s"],
  [/^mc/, "mac"],
  [/ph/g, "f"],
  [/([aeiou])ght/g, "$1t"],
  [/ough/g, "o"],
  [/gh(?=[^aeiouy]|$)/g, ""],
  [/gh/g, "g"],
  [/sch|shch|tsch|tch/g, "X"],
  [/(?:sh|ch|zh)/g, "X"],
  [/(?:s|t|c)i(?=o|a)/g, "X"],
  [/th/g, "T"],
  [/d(?=g[eiy])/g, ""],
  [/g(?=[eiy])/g, "j"],
  [/c(?=[eiy])/g, "s"],
  [/s(?=c[eiy])/g, ""],
  [/ck|[cq]/g, "k"],
  [/x/g, "ks"],
  [/z/g, "s"],
  [/v/g, "f"],
  [/w(?=[^aeiouy]|$)/g, ""],
  [/([aeiou])h(?=[^aeiouy]|$)/g, "$1"],
  [/mb$/, "m"],
];

/** Sounds that a letter also has, elsewhere; with any of these the second code differs from the first. */
const otherwise: readonly (readonly [RegExp, string])[] = [
  [/^j/, "y"],
  [/w/g, "v"],
  [/sz|cz/g, "sh"],
  [/ch/g, "k"],
  [/g(?=[eiy])/g, "gh"],
];

const codeLengthMax = 6;

function codeOf(key: string): string {
  const heard = rewritten.reduce((name, [spelt, sound]) => name.replace(spelt, sound), key);
  const first = /^[aeiouy]/.test(heard) ? "a" : "";
  const consonants = heard.replace(/[aeiouyh]/g, "").replace(/w/g, "v");
  return (first + consonants.replace(/(.)\1+/g, "$1")).slice(0, codeLengthMax) || key.slice(0, 2);
}

/**
 * One or two codes for how a name sounds, after Lawrence Philips's double metaphone, cut down to what names here need.
 * Takes a name's key, so letters only.
 */
export function soundsOf(key: string): readonly string[] {
  if (key === "") return [];
  const first = codeOf(key);
  const second = codeOf(otherwise.reduce((name, [spelt, sound]) => name.replace(spelt, sound), key));
  return first === second ? [first] : [first, second];
}

/** Whether one slip of the finger makes one name of the other: a letter wrong, missing, too many, or two swapped; two in a long name. */
export function isMisspelt(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < 4) return false;
  const most = Math.min(one.length, other.length) >= 8 ? 2 : 1;
  return Math.abs(one.length - other.length) <= most && distance(one, other) <= most;
}

/** Optimal string alignment distance: insertions, deletions, changes and swaps of neighbours. */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + cost,
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = row;
  }
  return last[other.length] ?? 0;
}
