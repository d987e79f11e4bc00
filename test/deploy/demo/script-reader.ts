import type { DemoScript } from "../../../deploy/demo/generate.ts";
import type { Call, FileScript, Step } from "../../../deploy/demo/script.ts";
import type { Json } from "../../support/client.ts";

/** A request of the script, its input as plain JSON. */
export interface Sent {
  readonly name: string;
  readonly as: string;
  readonly action: string;
  readonly input: Json;
}

const isCall = (step: Step): step is Call => "action" in step;

export const callsOf = (file: FileScript): Sent[] => file.steps.filter(isCall).map(({ key: _key, ...sent }) => sent);

export const peopleOf = (script: DemoScript): Sent[] =>
  script.reference.flatMap(({ steps }) => steps).filter(({ action }) => action === "agencies.createPerson");

/** The names of earlier steps that an input refers to. */
export function refsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  if ("ref" in value) return [String(value.ref)];
  return Object.values(value).flatMap(refsIn);
}

/** A hearing as it was listed, by itself or in place of one that was moved or adjourned. */
export interface ListedHearing {
  /** The name of the step whose answer holds its id. */
  readonly step: string;
  readonly days: readonly string[];
  readonly place: Json;
}

export const hearingsOf = (calls: readonly Sent[]): ListedHearing[] =>
  calls.flatMap(({ name, action, input }) => {
    const place =
      action === "cases.listHearing" ? input : /adjournHearing|rescheduleHearing/.test(action) ? input.next : null;
    return place ? [{ step: name, days: [place.day, ...(place.days ?? [])], place }] : [];
  });
