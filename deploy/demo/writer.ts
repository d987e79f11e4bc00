import type { Contract } from "../../libs/contract/contract.ts";
import type { Instant } from "./calendar.ts";
import { type Call, type Input, keyFrom, type Ref, type Step } from "./script.ts";

export interface Told {
  /** When it happened in the world; steps are sent in this order. */
  readonly at: Instant;
  readonly as: string;
  readonly name: string;
  readonly ifVersion?: number;
}

/** Gathers the steps of one file. */
export class FileWriter {
  readonly #words: readonly (string | number)[];
  readonly #told: { readonly at: Instant; readonly step: Step }[] = [];

  constructor(...words: readonly (string | number)[]) {
    this.#words = words;
  }

  call<C extends Contract>({ at, as, name, ifVersion }: Told, { action }: C, input: Input<C>): void {
    const step: Call = {
      name,
      as,
      action,
      input: input as object,
      key: keyFrom(...this.#words, name),
      ...(ifVersion !== undefined && { ifVersion }),
    };
    this.#told.push({ at, step });
  }

  lookForOrder({ at, as, name }: Told, defendantId: Ref, caseId: Ref): void {
    this.#told.push({ at, step: { name, as, look: "order", defendantId, caseId } });
  }

  /** In the order in which things happened; what happened at one instant stays as it was told. */
  steps(): Step[] {
    return this.#told.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ step }) => step);
  }
}
