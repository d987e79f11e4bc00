import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import { seal, unseal } from "../../libs/crypto/seal.ts";
import type { PrivateStep } from "./notes.schema.ts";
import type { Step } from "./private-notes.rules.ts";
import type { Release } from "./release.rules.ts";

export const keyBytes = 32;
/** Texts are padded to whole steps, so that a dump does not tell how long a note is, nor a note from a pin. */
const padBytes = 1_024;

const stepSchema = z.strictObject({
  fingerprint: z.string(),
  noteId: z.string(),
  defendantId: z.string(),
  did: z.enum(["wrote", "edited", "pinned", "unpinned", "withdrew"]),
  at: z.string(),
  writtenAt: z.string().nullable(),
  text: z.string().nullable(),
});
const releaseSchema = z.strictObject({
  id: z.string(),
  fingerprint: z.string(),
  authorId: z.string(),
  granteeId: z.string(),
  courtId: z.string(),
  defendantId: z.string(),
  noteIds: z.array(z.string()),
  from: z.string(),
  until: z.string(),
  recalledAt: z.string().nullable(),
});

/** The id of an author's document on one file. */
export const documentId = (authorKey: Buffer, defendantId: string) => digest(authorKey, `file|${defendantId}`);

/** By what a grantee finds what was released to them on one file. */
export const releaseTag = (granteeKey: Buffer, defendantId: string) => digest(granteeKey, `released|${defendantId}`);

/** What an audit row says instead of the file when an author uses their private notes: the same file gives the same text, to the author's key alone. */
export const notePseudonym = (authorKey: Buffer, fileId: string): string => digest(authorKey, `audit|${fileId}`);

function digest(key: Buffer, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

/** One step under a new key of its own, bound to the document and to its place in it. */
export function sealStep(authorKey: Buffer, document: string, { id, ...inside }: Step): PrivateStep {
  const key = randomBytes(keyBytes);
  return {
    id,
    key: wrapStepKey(authorKey, document, id, key),
    sealed: seal(key, textContext(document, id), padded(inside)),
  };
}

export function openStep(authorKey: Buffer, document: string, step: PrivateStep): Step {
  return openStepWith(stepKey(authorKey, document, step), document, step);
}

/** With the step's own key: all that a grantee has. */
export function openStepWith(key: Buffer, document: string, { id, sealed }: Pick<PrivateStep, "id" | "sealed">): Step {
  const inside = JSON.parse(unseal(key, textContext(document, id), sealed).toString("utf8"));
  return { id, ...stepSchema.parse(inside) };
}

export function stepKey(authorKey: Buffer, document: string, { id, key }: PrivateStep): Buffer {
  return unseal(authorKey, `key|${document}|${id}`, key);
}

function wrapStepKey(authorKey: Buffer, document: string, id: string, key: Buffer): string {
  return seal(authorKey, `key|${document}|${id}`, key);
}

/** A step's key for one release, wrapped by the grantee's own key. */
export function wrapForGrantee(granteeKey: Buffer, releaseId: string, stepId: string, key: Buffer) {
  return { step: stepId, key: seal(granteeKey, `release-key|${releaseId}|${stepId}`, key) };
}

export function unwrapReleased(granteeKey: Buffer, releaseId: string, { step, key }: { step: string; key: string }) {
  return unseal(granteeKey, `release-key|${releaseId}|${step}`, key);
}

/** What a release says, for its author or for its grantee. */
export function sealRelease(key: Buffer, document: string, release: Release): string {
  return seal(key, releaseContext(document, release.id), padded(release));
}

export function openRelease(key: Buffer, document: string, id: string, sealed: string): Release {
  return releaseSchema.parse(JSON.parse(unseal(key, releaseContext(document, id), sealed).toString("utf8")));
}

const textContext = (document: string, id: string) => `note|${document}|${id}`;
const releaseContext = (document: string, id: string) => `release|${document}|${id}`;

function padded(inside: object): string {
  const text = JSON.stringify(inside);
  const bytes = Buffer.byteLength(text);
  return text + " ".repeat((padBytes - (bytes % padBytes)) % padBytes);
}
