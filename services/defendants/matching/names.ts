/** Letters that do not come apart into a plain one and a mark, and the alphabets that courts here meet most. */
const transliterated: Readonly<Record<string, string>> = {
  ...{ ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i", ħ: "h" },
  ...{ а: "a", б: "b", в: "v", г: "g", ґ: "g", д: "d", е: "e", є: "ye", ж: "zh", з: "z", и: "i", і: "i", к: "k" },
  ...{ л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch" },
  ...{ ш: "sh", щ: "shch", ъ: "", ы: "y", ь: "", э: "e", ю: "yu", я: "ya" },
  ...{ α: "a", β: "v", γ: "g", δ: "d", ε: "e", ζ: "z", η: "i", θ: "th", ι: "i", κ: "k", λ: "l", μ: "m", ν: "n" },
  ...{ ξ: "x", ο: "o", π: "p", ρ: "r", σ: "s", ς: "s", τ: "t", υ: "y", φ: "f", χ: "ch", ψ: "ps", ω: "o" },
};

/** A name as it is compared: lower case, in plain letters as far as they are known, without marks and spaces. */
export function nameKey(name: string): string {
  return [
    ...name
      .normalize("NFKD")
      .replace(/[^\p{L}]/gu, "")
      .toLowerCase(),
  ]
    .map(letter => transliterated[letter] ?? letter)
    .join("");
}

/** The parts of a name that has several, without particles too short to tell anybody by: `Smith-Jones`, `van der Berg`, `O'Neill`. */
export function nameParts(name: string): string[] {
  return name
    .split(/[\s\-–—'’]+/u)
    .map(nameKey)
    .filter(part => part.length > 2);
}

/** One name and what people are called who have it; the first stands for all. */
const nicknames: readonly (readonly string[])[] = [
  ["abigail", "abby", "abbie", "gail"],
  ["abdul", "abdullah", "abdel"],
  ["alexander", "alex", "alec", "sandy", "sasha", "lex"],
  ["alexandra", "alexa", "sandra", "lexi"],
  ["alfred", "alf", "alfie", "fred"],
  ["amanda", "mandy"],
  ["andrew", "andy", "drew", "andrei", "andrzej"],
  ["anne", "ann", "anna", "annie", "hannah"],
  ["anthony", "tony", "antony", "ant", "antoni"],
  ["arthur", "art", "artie"],
  ["barbara", "barb", "babs"],
  ["benjamin", "ben", "benny", "benji"],
  ["bernard", "bernie"],
  ["catherine", "katherine", "kathryn", "cathy", "kathy", "kate", "katie", "kay", "kitty", "katarzyna"],
  ["charles", "charlie", "chas", "chuck"],
  ["charlotte", "lottie"],
  ["christine", "christina", "tina", "chrissie"],
  ["christopher", "chris", "kit", "topher"],
  ["daniel", "dan", "danny"],
  ["david", "dave", "davey", "dai"],
  ["deborah", "debra", "debbie", "deb"],
  ["dorothy", "dot", "dolly", "dottie"],
  ["edward", "ed", "eddie", "ted", "teddy", "ned", "eduard"],
  ["eleanor", "ellie", "nell", "nora", "ellen"],
  ["elizabeth", "elisabeth", "liz", "lizzie", "beth", "betty", "bess", "eliza", "lisa", "elzbieta"],
  ["emily", "em", "emma"],
  ["frances", "fran", "francesca"],
  ["francis", "frank", "frankie"],
  ["frederick", "freddie"],
  ["geoffrey", "jeffrey", "geoff", "jeff"],
  ["george", "georgie", "jerzy"],
  ["gerald", "gerry", "jerry", "gerard"],
  ["gregory", "greg"],
  ["henry", "harry", "hal", "hank"],
  ["isabella", "isabel", "bella", "izzy"],
  ["jacqueline", "jackie", "jacqui"],
  ["james", "jim", "jimmy", "jamie", "jem"],
  ["jane", "janet", "jan", "janey", "jean"],
  ["jennifer", "jenny", "jen", "jenna"],
  ["jessica", "jess", "jessie"],
  ["john", "jack", "johnny", "jon", "jonny", "ian", "sean", "shaun", "jan", "ivan"],
  ["jonathan", "johnathan", "nathan"],
  ["joseph", "joe", "joey", "josef", "yusuf"],
  ["joshua", "josh"],
  ["judith", "judy", "jude"],
  ["kenneth", "ken", "kenny"],
  ["lawrence", "laurence", "larry", "laurie"],
  ["leonard", "len", "lenny", "leo"],
  ["margaret", "maggie", "meg", "peggy", "madge", "marge", "greta", "rita", "malgorzata"],
  ["mary", "maria", "marie", "molly", "polly", "may", "mia", "maryam", "mariam"],
  ["matthew", "matt", "matty", "mateusz"],
  ["michael", "mike", "mick", "mickey", "mikey", "michal", "mikhail"],
  ["mohammed", "muhammad", "mohamed", "mohammad", "muhammed", "mo", "mohd"],
  ["nicholas", "nick", "nicky", "nico", "nikolai"],
  ["nicola", "nikki", "nicole"],
  ["oliver", "ollie"],
  ["pamela", "pam"],
  ["patricia", "pat", "trish", "tricia", "patsy"],
  ["patrick", "paddy", "patryk"],
  ["peter", "pete", "piotr"],
  ["philip", "phillip", "phil", "pip"],
  ["raymond", "ray"],
  ["rebecca", "becky", "becca", "bex"],
  ["richard", "rick", "ricky", "dick", "rich", "richie"],
  ["robert", "rob", "bob", "bobby", "robbie", "bert"],
  ["ronald", "ron", "ronnie"],
  ["samuel", "sam", "sammy"],
  ["samantha", "sammie"],
  ["sarah", "sara", "sally", "sadie"],
  ["stephen", "steven", "steve", "stevie", "stefan"],
  ["stuart", "stewart", "stu"],
  ["susan", "sue", "susie", "suzanne", "susannah"],
  ["terence", "terry", "terrence"],
  ["theresa", "teresa", "tess", "tessa", "terri"],
  ["thomas", "tom", "tommy", "tomasz"],
  ["timothy", "tim", "timmy"],
  ["valerie", "val"],
  ["victoria", "vicky", "vicki", "tori"],
  ["vincent", "vince", "vinny"],
  ["walter", "wally", "walt"],
  ["william", "will", "bill", "billy", "willie", "liam", "wilhelm"],
];

const groupsOf = new Map<string, string[]>();
for (const group of nicknames)
  for (const name of group) groupsOf.set(name, [...(groupsOf.get(name) ?? []), group[0] ?? name]);

/** What a forename may stand for: `jack` for john. A name that nobody shortens stands for itself. */
export function calledFor(forenameKey: string): readonly string[] {
  return groupsOf.get(forenameKey) ?? [forenameKey];
}
