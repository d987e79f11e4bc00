import { randomBytes } from "node:crypto";
import type { Step } from "../../../services/notes/private-notes.rules.ts";
import type { Release } from "../../../services/notes/release.rules.ts";
import {
  documentId,
  notePseudonym,
  openRelease,
  openStep,
  openStepWith,
  releaseTag,
  sealRelease,
  sealStep,
  stepKey,
  unwrapReleased,
  wrapForGrantee,
} from "../../../services/notes/sealing.ts";
import { rotateTexts } from "../../../services/notes/taking-back.ts";

const [author, grantee, stranger] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const step: Step = {
  id: "1",
  fingerprint: "f",
  noteId: "1",
  defendantId: "file",
  did: "wrote",
  at: "2026-03-01T09:00:00.000Z",
  writtenAt: "2026-03-01T09:00:00.000Z",
  text: "A text",
};
const document = documentId(author, "file");
const release: Release = {
  id: "r",
  fingerprint: "f",
  authorId: "a",
  granteeId: "g",
  courtId: "c",
  defendantId: "file",
  noteIds: ["1"],
  from: "2026-03-01T09:00:00.000Z",
  until: "2026-03-02T09:00:00.000Z",
  recalledAt: null,
};

test("a step opens with its author's key, in its own place, and nowhere else", () => {
  const sealed = sealStep(author, document, step);
  expect(openStep(author, document, sealed)).toEqual(step);
  expect(() => openStep(stranger, document, sealed)).toThrow();
  expect(() => openStep(author, documentId(author, "another file"), sealed)).toThrow();
  expect(() => openStep(author, document, { ...sealed, id: "2" })).toThrow();
  const other = sealStep(author, document, { ...step, id: "2" });
  expect(() => openStep(author, document, { ...sealed, sealed: other.sealed })).toThrow();
  expect(() => openStep(author, document, { ...sealed, key: other.key })).toThrow();
});

test("one sealed step is as long as another of the same kilobyte, be it a note or a pin", () => {
  const lengths = [
    step,
    { ...step, text: "A".repeat(500) },
    { ...step, did: "pinned" as const, text: null, writtenAt: null },
  ];
  expect(new Set(lengths.map(one => sealStep(author, document, one).sealed.length)).size).toBe(1);
});

test("names of documents, tags and pseudonyms tell files, people and purposes apart", () => {
  const names = [author, grantee].flatMap(key =>
    ["file", "other"].flatMap(file => [documentId(key, file), releaseTag(key, file), notePseudonym(key, file)]),
  );
  expect(new Set(names).size).toBe(12);
  expect(notePseudonym(author, "file")).toBe(notePseudonym(author, "file"));
  for (const name of names) expect(name).toMatch(/^[\w-]{43}$/);
});

test("a wrapped key opens for its grantee, for its release and its text only", () => {
  const sealed = sealStep(author, document, step);
  const wrapped = wrapForGrantee(grantee, "r", "1", stepKey(author, document, sealed));
  expect(openStepWith(unwrapReleased(grantee, "r", wrapped), document, sealed)).toEqual(step);
  expect(() => unwrapReleased(stranger, "r", wrapped)).toThrow();
  expect(() => unwrapReleased(grantee, "another", wrapped)).toThrow();
  expect(() => unwrapReleased(grantee, "r", { ...wrapped, step: "2" })).toThrow();
});

test("what a release says cannot be moved, opened by another or given a later end", () => {
  const sealed = sealRelease(grantee, document, release);
  expect(openRelease(grantee, document, "r", sealed)).toEqual(release);
  expect(() => openRelease(grantee, document, "another", sealed)).toThrow();
  expect(() => openRelease(stranger, document, "r", sealed)).toThrow();
  const bytes = Buffer.from(sealed, "base64url");
  for (const at of [0, 12, 40, bytes.length - 1]) {
    const bent = Buffer.from(bytes);
    bent[at] = (bent[at] ?? 0) ^ 1;
    expect(() => openRelease(grantee, document, "r", bent.toString("base64url"))).toThrow();
  }
});

test("after a rotation the keys given out before open nothing, and those who keep theirs have new ones", () => {
  const steps = [sealStep(author, document, step), sealStep(author, document, { ...step, id: "2" })];
  const [first] = steps;
  const keyGivenOut = stepKey(author, document, first!);
  const releases = ["r", "kept"].map(id => ({
    id,
    tag: "tag",
    forAuthor: "",
    forGrantee: "",
    keys: steps.map(one => wrapForGrantee(grantee, id, one.id, stepKey(author, document, one))),
  }));
  const now = rotateTexts(author, { _id: document, steps, releases }, new Set(["1"]), new Map([["kept", grantee]]));
  const [one, two] = now.steps;
  expect(() => openStepWith(keyGivenOut, document, one!)).toThrow();
  expect(openStep(author, document, one!)).toEqual(step);
  expect(two).toEqual(steps[1]);
  const [taken, kept] = now.releases;
  expect(taken?.keys.map(wrapped => wrapped.step)).toEqual(["2"]);
  expect(kept?.keys.map(wrapped => wrapped.step)).toEqual(["1", "2"]);
  for (const wrapped of kept?.keys ?? []) {
    const sealed = now.steps.find(({ id }) => id === wrapped.step)!;
    expect(openStepWith(unwrapReleased(grantee, "kept", wrapped), document, sealed).text).toBe("A text");
  }
});
