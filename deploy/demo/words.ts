import type { Random } from "./random.ts";

/** Who a text is about. */
export interface About {
  readonly sex: "female" | "male";
  readonly ward: { readonly name: string };
}

const pronouns = {
  female: { he: "she", his: "her", him: "her", himself: "herself" },
  male: { he: "he", his: "his", him: "him", himself: "himself" },
} as const;

/** A text with its gaps filled in. */
export function tell(text: string, { sex, ward }: About, more: Readonly<Record<string, string>> = {}): string {
  const { he, his, him, himself } = pronouns[sex];
  const He = he === "she" ? "She" : "He";
  const known: Readonly<Record<string, string>> = { he, his, him, himself, He, ward: ward.name, ...more };
  return text.replace(/\{(\w+)\}/g, (_gap, word: string) => known[word] ?? word);
}

/** One of the texts, filled in. */
export function say(random: Random, texts: readonly string[], about: About): string {
  return tell(random.pick(texts), about, { pounds: String(random.int(12, 480)) });
}
