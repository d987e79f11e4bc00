import type { Contract } from "../../libs/contract/contract.ts";
import type { Instant } from "./calendar.ts";
import { type Input, keyFrom, type Ref, type Step } from "./script.ts";

export interface Told {
  /** When it happened in the world; steps are sent in this order. */
  readonly at: Instant;
  readonly as: string;
  readonly name: string;
  /** The records that the step makes or changes, each by a name of its own in this file. */
  readonly changes?: readonly string[];
  /** The record that the step is decided on: it is sent with the version which that one has by then. */
  readonly from?: string;
}

/** Gathers the steps of one file. */
export class FileWriter {
  readonly #words: readonly (string | number)[];
  readonly #told: { readonly told: Told; readonly step: Step }[] = [];

  constructor(...words: readonly (string | number)[]) {
    this.#words = words;
  }

  call<C extends Contract>(told: Told, { action }: C, input: Input<C>): void {
    const { as, name } = told;
    const step = { name, as, action, input: input as object, key: keyFrom(...this.#words, name) };
    this.#told.push({ told, step });
  }

  lookForOrder(told: Told, defendantId: Ref, caseId: Ref): void {
    this.#told.push({ told, step: { name: told.name, as: told.as, look: "order", defendantId, caseId } });
  }

  /** In the order in which things happened; what happened at one instant stays as it was told. */
  steps(): Step[] {
    const versions = new Map<string, number>();
    return this.#told
      .toSorted((a, b) => (a.told.at < b.told.at ? -1 : a.told.at > b.told.at ? 1 : 0))
      .map(({ told: { name, changes = [], from }, step }) => {
        const ifVersion = from === undefined ? undefined : versions.get(from);
        if (from !== undefined && ifVersion === undefined) throw new Error(`"${name}" is told before ${from}`);
        for (const record of changes) versions.set(record, (versions.get(record) ?? 0) + 1);
        return ifVersion === undefined ? step : { ...step, ifVersion };
      });
  }
}
