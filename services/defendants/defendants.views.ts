import { sourceOf } from "../../libs/access/assemble.ts";
import type { View } from "../../libs/access/decide.ts";
import type { ReportingRestriction } from "../../libs/access/facts.ts";
import type { fileMarkers } from "./defendants.contract.ts";
import type { Defendant } from "./defendants.schema.ts";
import { reportingView } from "./file-access/file-access.views.ts";
import { type Others, othersView } from "./matching/matching.views.ts";

/** A defendant as one reader may see them; `others` holds only whom the reader may know. */
export function defendantView(
  stored: Defendant,
  view: View,
  others: Others,
  reporting: readonly ReportingRestriction[],
  markers: readonly (typeof fileMarkers)[number][],
) {
  const { title, forenames, surname } = stored.name;
  const always = {
    id: stored._id,
    version: stored.v,
    source: sourceOf(stored),
    view,
    ...othersView(view === "full" ? others : { ...others, pairs: [] }, stored._id),
    name: { title: title ?? null, forenames: [...forenames], surname },
    dateOfBirth: stored.dateOfBirth,
    dateOfBirthEstimated: stored.dateOfBirthEstimated,
    reportingRestrictions: reporting.map(reportingView),
    markers: [...markers],
  };
  if (view === "limited")
    return {
      ...always,
      sex: null,
      languages: [],
      interpreter: stored.interpreter,
      aliases: [],
      addresses: [],
      identifiers: [],
    };
  return {
    ...always,
    sex: stored.sex,
    languages: [...stored.languages],
    interpreter: stored.interpreter,
    aliases: stored.aliases.map(alias => ({
      type: alias.type,
      forenames: [...alias.forenames],
      surname: alias.surname,
    })),
    addresses: stored.addresses.map(({ type, lines, postcode, from, to }) => ({
      type,
      lines: [...lines],
      postcode: postcode ?? null,
      from: from ?? null,
      to: to ?? null,
    })),
    identifiers: stored.identifiers.map(({ kind, raw, canonical, valid, reason, warning, agencyId }) => ({
      kind: kind as IdentifierViewKind,
      value: canonical ?? raw,
      raw,
      valid,
      reason,
      warning,
      sourceAgencyId: agencyId,
    })),
  };
}
type IdentifierViewKind = "pnc" | "cro" | "noms" | "crn" | "ni" | "nhs" | "driver";

/** `Mary Anne O'Neill`. */
export function fullName({ name: { forenames, surname } }: Pick<Defendant, "name">): string {
  return [...forenames, surname].join(" ");
}
