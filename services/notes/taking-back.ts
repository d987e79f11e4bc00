import type { PrivateNotes, PrivateRelease, PrivateStep } from "./notes.schema.ts";
import { openStep, sealStep, stepKey, wrapForGrantee } from "./sealing.ts";

/**
 * A document with these texts under new keys, so that whoever held the old keys holds nothing. Releases whose grantee's
 * own key is given here, by the release's id, go on with the new keys; all others lose these texts.
 */
export function rotateTexts(
  authorKey: Buffer,
  { _id, steps, releases }: Pick<PrivateNotes, "_id" | "steps" | "releases">,
  stepIds: ReadonlySet<string>,
  granteeKeys: ReadonlyMap<string, Buffer>,
): Pick<PrivateNotes, "steps" | "releases"> {
  const renewed = new Map(
    steps
      .filter(({ id }) => stepIds.has(id))
      .map(step => [step.id, sealStep(authorKey, _id, openStep(authorKey, _id, step))]),
  );
  const rewrap = (release: PrivateRelease): PrivateRelease => ({
    ...release,
    keys: release.keys.flatMap(wrapped => {
      const step = renewed.get(wrapped.step);
      if (!step) return [wrapped];
      return rewrapped(authorKey, _id, release.id, step, granteeKeys.get(release.id));
    }),
  });
  return { steps: steps.map(step => renewed.get(step.id) ?? step), releases: releases.map(rewrap) };
}

function rewrapped(
  authorKey: Buffer,
  document: string,
  releaseId: string,
  step: PrivateStep,
  granteeKey: Buffer | undefined,
): PrivateRelease["keys"] {
  return granteeKey ? [wrapForGrantee(granteeKey, releaseId, step.id, stepKey(authorKey, document, step))] : [];
}
