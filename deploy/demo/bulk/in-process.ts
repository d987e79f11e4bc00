import { randomUUID } from "node:crypto";
import type { NatsConnection } from "nats";
import { admit } from "../../../libs/access/rows.ts";
import type { Asked, Handler } from "../../../libs/bus/actions.ts";
import { type Service, serviceOf } from "../../../libs/bus/call-graph.ts";
import { openFileKeys, type ServiceDefinition, type Tools } from "../../../libs/bus/serve.ts";
import { readConfig, readSecret } from "../../../libs/config/config.ts";
import { type Contract, parseInput } from "../../../libs/contract/contract.ts";
import { fail } from "../../../libs/errors/errors.ts";
import { readPublicKeys } from "../../../libs/identity/keys.ts";
import type { Person, Subject } from "../../../libs/identity/subject.ts";
import type { Bell } from "../../../libs/record/bells.ts";
import { type CommandHeader, makeCommand } from "../../../libs/record/command.ts";
import { Committer } from "../../../libs/record/commit.ts";
import { eventsInput, eventsOutput, type History, readEvents } from "../../../libs/record/history.ts";
import { Inbox } from "../../../libs/record/inbox.ts";
import { eventsModel, type RecordEvent } from "../../../libs/record/record.ts";
import { Relay, type Steps } from "../../../libs/record/relay.ts";
import { ChangeSeal } from "../../../libs/record/sealed-change.ts";
import type { Agency, AgencyPerson } from "../../../services/agencies/agencies.schema.ts";
import { agencies } from "../../../services/agencies/agencies.service.ts";
import { cases } from "../../../services/cases/cases.service.ts";
import { defendants } from "../../../services/defendants/defendants.service.ts";
import { notes } from "../../../services/notes/notes.service.ts";
import { reports } from "../../../services/reports/reports.service.ts";
import { MemoryDatabase, type MemoryModel } from "./memory-model.ts";
import type { MemoryPile } from "./memory-pile.ts";

/** Made-up people are loaded in bulk without rows in the audit: nobody asked for anything. One row says that they were loaded (bulk.ts). */
const untold: Tools["trail"] = { writeOnce: async () => {}, pseudonym: () => "" };

/** One service with its own code, in this process: records in memory, calls direct, nothing on the bus. */
interface Hosted {
  readonly name: Service;
  readonly database: MemoryDatabase;
  readonly idSecret: string;
  readonly events: History;
  readonly inbox: Inbox | undefined;
  answer(action: string, subject: Subject, input: unknown, header: CommandHeader): Promise<unknown>;
}

/**
 * The services' own contracts, access rows, handlers, stores, relay and inbox, joined without HTTP, bus or database.
 * No rule is written a second time here; only what carries a request from one to the other is.
 */
export class InProcess {
  readonly #hosted: ReadonlyMap<string, Hosted>;
  readonly #people = new Map<string, Person>();

  constructor(secretsFolder: string) {
    const host = <C extends Record<string, Contract>>(definition: ServiceDefinition<C>) =>
      this.#host(definition, secretsFolder);
    const all = [host(agencies), host(defendants), host(cases), host(notes), host(reports)];
    this.#hosted = new Map(all.map(hosted => [hosted.name, hosted]));
  }

  modelsOf(service: Service): readonly MemoryModel[] {
    return Object.values(this.#hosted.get(service)?.database.models ?? {});
  }

  pilesOf(service: Service): readonly MemoryPile[] {
    return this.#hosted.get(service)?.database.piles ?? [];
  }

  modelOf(service: Service, name: string): MemoryModel {
    const model = this.#service(service).database.models[name];
    if (!model) throw new Error(`${service} has no ${name}`);
    return model;
  }

  /** Sends a person's request to the service that answers it. */
  ask(person: Person, action: string, input: unknown, header: CommandHeader = {}): Promise<unknown> {
    return this.#service(serviceOf(action)).answer(action, person, input, header);
  }

  /** The id that a person's command will have: that of what it creates. */
  idOf(person: Person, action: string, key: string): string {
    return makeCommand(this.#service(serviceOf(action)).idSecret, person, action, {}, { key }).id;
  }

  /** Someone of the directory, as if signed in. */
  async person(username: string): Promise<Person> {
    const known = this.#people.get(username);
    if (known) return known;
    const found = await this.modelOf("agencies", "person").findOne({ username }).lean<AgencyPerson>();
    const agency = found && (await this.modelOf("agencies", "agency").findById(found.agencyId).lean<Agency>());
    if (!agency) throw new Error(`there is nobody called ${username}`);
    const person: Person = {
      kind: "person",
      id: found._id,
      agencyId: agency._id,
      agencyType: agency.type,
      courtId: agency.type === "court" ? agency._id : null,
      roles: [...found.roles],
      teamIds: [],
      sessionId: randomUUID(),
      signedInAtSeconds: 0,
    };
    this.#people.set(username, person);
    return person;
  }

  /** What the relays and inboxes do between requests: events are recorded, outboxes emptied, copies and facts brought up to date. */
  async passOn(): Promise<void> {
    const bells: Bell[] = [];
    for (const { database, events } of this.#hosted.values()) {
      const relay = new Relay(
        database.connection,
        events.model,
        { ring: async rung => void bells.push(...rung) },
        () => ({}),
      );
      relay.start();
      await relay.stop();
    }
    for (const { inbox } of this.#hosted.values()) await inbox?.apply(bells);
  }

  #service(name: string): Hosted {
    return this.#hosted.get(name) ?? fail("INTERNAL");
  }

  #host<C extends Record<string, Contract>>(definition: ServiceDefinition<C>, secretsFolder: string): Hosted {
    const { name, access } = definition;
    const config = readConfig(name, { TRACKER_SECRETS: secretsFolder, MONGODB_URI: "none", NATS_URL: "none" });
    const database = new MemoryDatabase();
    const fileKeys = openFileKeys(database.connection, config);
    const events: History = { model: eventsModel(database.connection), seal: new ChangeSeal(fileKeys) };
    const idSecret = readSecret(config, "id-secret");
    let steps: Steps = {};
    let inbox: Inbox | undefined;
    const call: Tools["call"] = (target, input) =>
      this.#service(serviceOf(target.action)).answer(target.action, { kind: "service", name }, input, {}) as never;
    const opened = definition.open({
      config,
      db: database.connection,
      committer: new Committer({ assertRoom() {}, follow: written => followAll(steps, written) }, events),
      events,
      fileKeys,
      publicKeys: readPublicKeys(config),
      isAlone: true,
      trail: untold,
      call,
      catchUp: (owner, kind, id) => inbox?.catchUp(owner, kind, id) ?? Promise.resolve(),
    });
    steps = opened.steps ?? {};
    if (opened.projections) inbox = this.#inbox(name, database, opened.projections);
    const byAction = new Map(
      Object.entries(definition.contracts).map(([key, contract]) => [
        contract.action,
        { contract, handler: opened.handlers[key] as Handler<Contract> },
      ]),
    );
    const answer: Hosted["answer"] = async (action, subject, given, header) => {
      // The question every service answers to its consumers; who may ask it is in the call graph.
      if (action === `${name}.events`)
        return readEvents(events, subject.kind === "service" ? subject.name : "", eventsInput.parse(given));
      const { contract, handler } = byAction.get(action) ?? fail("NOT_FOUND");
      admit(access[action] ?? fail("ACCESS_DENIED"), subject);
      const input = parseInput(contract.input, given);
      return handler(input, this.#asked(idSecret, subject, action, input, header));
    };
    return { name, database, idSecret, events, inbox, answer };
  }

  #asked(idSecret: string, subject: Subject, action: string, input: unknown, header: CommandHeader): Asked {
    return {
      subject,
      requestId: "",
      person: () => (subject.kind === "person" || subject.kind === "client" ? subject : fail("UNAUTHENTICATED")),
      command: () => makeCommand(idSecret, subject, action, input, header),
      saw: () => {},
      call: (contract, inner) =>
        this.#service(serviceOf(contract.action)).answer(contract.action, subject, inner, {}) as never,
    };
  }

  #inbox(name: Service, { connection }: MemoryDatabase, projections: ConstructorParameters<typeof Inbox>[4]): Inbox {
    const ask: ConstructorParameters<typeof Inbox>[3] = {
      events: async (owner, input) =>
        eventsOutput.parse(await this.#service(owner).answer(`${owner}.events`, { kind: "service", name }, input, {})),
      heads: () => fail("INTERNAL"),
    };
    // Never started, so it never listens: it is told here what the bells would tell it.
    return new Inbox(name, connection, undefined as unknown as NatsConnection, ask, projections);
  }
}

async function followAll(steps: Steps, events: readonly RecordEvent[]): Promise<void> {
  for (const event of events) {
    const step = steps[event.type] as ((event: RecordEvent) => Promise<void>) | undefined;
    await step?.(event);
  }
}
