import { findOrder } from "../../../deploy/demo/api.ts";
import { InProcess } from "../../../deploy/demo/bulk/in-process.ts";
import type { Document } from "../../../deploy/demo/bulk/memory-query.ts";
import type { DemoScript } from "../../../deploy/demo/generate.ts";
import { given, givenBy } from "../../../deploy/demo/given.ts";
import { administrator, type FileScript, resolve, type Step } from "../../../deploy/demo/script.ts";
import { services } from "../../../libs/bus/call-graph.ts";
import { clock } from "../../../libs/clock/clock.ts";

const administratorName = "administrator.of.the.ministry";
/** What files share. */
const kept: ReadonlySet<string> = new Set(["author-key", "payback-project", "provision"]);
const stepsBetweenPasses = 20;

/** Carries a script out with the services' own code and records in memory: every rule decides, and nothing is stored. */
export class InMemory {
  readonly #tracker: InProcess;
  readonly #reference = new Map<string, unknown>([[given, givenBy("a demo password for tests", clock.now())]]);

  constructor(secretsFolder: string) {
    this.#tracker = new InProcess(secretsFolder);
  }

  /** Courts, agencies and people. Passwords are hashed once, since nobody signs in. */
  async makeReference({ reference }: DemoScript): Promise<void> {
    this.#tracker.modelOf("agencies", "agency").hold([{ _id: ministry, type: "moj", name: "Ministry of Justice" }]);
    this.#tracker
      .modelOf("agencies", "person")
      .hold([{ _id: first, agencyId: ministry, username: administratorName, roles: ["ADM"], enabled: true }]);
    for (const step of reference.flatMap(({ steps }) => steps))
      this.#reference.set(step.name, await this.carryOut(step, new Map()));
    await this.#tracker.passOn();
  }

  /** One file from its first step to its last; every document that it made, by kind. */
  async tell({ steps }: FileScript): Promise<ReadonlyMap<string, readonly Document[]>> {
    const answers = new Map<string, unknown>();
    for (const [n, step] of steps.entries()) {
      answers.set(step.name, await this.carryOut(step, answers));
      if (n % stepsBetweenPasses === stepsBetweenPasses - 1) await this.#tracker.passOn();
    }
    await this.#tracker.passOn();
    const made = new Map<string, readonly Document[]>();
    for (const service of services.filter(name => name !== "agencies"))
      for (const model of this.#tracker.modelsOf(service)) {
        made.set(`${service} ${model.modelName}`, model.takeWritten());
        if (!kept.has(model.modelName)) model.forget();
      }
    return made;
  }

  async carryOut(step: Step, answers: ReadonlyMap<string, unknown>): Promise<unknown> {
    const find = (name: string) => answers.get(name) ?? this.#reference.get(name);
    const person = await this.#tracker.person(step.as === administrator ? administratorName : step.as);
    try {
      if ("look" in step) {
        await this.#tracker.passOn();
        const id = resolve(step.defendantId, find);
        const file = await this.#tracker.ask(person, "defendants.file", { id, limit: 1 });
        return findOrder(file, resolve(step.caseId, find)) ?? Promise.reject(new Error("there is no order"));
      }
      const { action, key, ifVersion } = step;
      return await this.#tracker.ask(person, action, resolve(step.input, find), { key, ifVersion });
    } catch (error) {
      throw new Error(
        `"${step.name}" (${"action" in step ? step.action : "look"}) as ${step.as}: ${String(error)} ${JSON.stringify(error)}`,
        { cause: error },
      );
    }
  }
}

const ministry = "00000000-0000-4000-8000-000000000001";
const first = "00000000-0000-4000-8000-000000000002";
