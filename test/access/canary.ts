import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every form in which a word may turn up: as it is, in capitals, small, escaped, or encoded whatever stands before it. */
export function formsOf(word: string): readonly string[] {
  const bytes = Buffer.from(word, "utf8");
  // Base64 of a part of something longer: from each of three places, without what depends on its neighbours.
  const base64 = [0, 1, 2].map(shift => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return whole.slice(shift === 0 ? 0 : shift + 1, -2);
  });
  const plain = [word, word.toUpperCase(), word.toLowerCase()];
  const encoded = [bytes.toString("hex"), bytes.toString("hex").toUpperCase(), encodeURIComponent(word)];
  const escaped = JSON.stringify(word).slice(1, -1);
  const unicode = [...word].map(letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  return [...new Set([...plain, ...encoded, ...base64, escaped, unicode])];
}

/** The words that turn up in these bytes, in whatever form. */
export function wordsIn(bytes: Buffer | string, words: readonly string[]): string[] {
  const haystack = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  return words.filter(word => formsOf(word).some(form => haystack.includes(form)));
}

/** Every file below a folder that can be read now; what a running program takes away meanwhile is passed over. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** The words found in files below a folder, with the files they stand in. */
export function wordsBelow(folder: string, words: readonly string[]): string[] {
  return filesBelow(folder).flatMap(path => {
    if (!statSync(path, { throwIfNoEntry: false })) return [];
    return wordsIn(readFileSync(path), words).map(word => `${word} in ${path.slice(folder.length)}`);
  });
}
