/** What a document may be. Nothing among them is run by whoever opens it in what it is meant for. */
export const documentTypes = ["application/pdf", "image/png", "image/jpeg", "text/plain"] as const;
export type DocumentType = (typeof documentTypes)[number];

const signatures: readonly (readonly [type: DocumentType, firstBytes: readonly number[]])[] = [
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
];

/** What these bytes are, by what they begin with, whatever somebody calls them; undefined when nothing that is taken. */
export function typeOf(content: Uint8Array): DocumentType | undefined {
  const signed = signatures.find(([, first]) => first.every((byte, at) => content[at] === byte));
  if (signed) return signed[0];
  return isPlainText(content) ? "text/plain" : undefined;
}

/** UTF-8 without control characters other than tab and line ends; and no mark-up that a browser would take for a page. */
function isPlainText(content: Uint8Array): boolean {
  if (content.some(byte => (byte < 0x20 && !lineBytes.has(byte)) || byte === 0x7f)) return false;
  try {
    return !/^\s*<(!doctype|html|svg|script|\?xml)/i.test(new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch {
    return false;
  }
}
const lineBytes: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d]);
