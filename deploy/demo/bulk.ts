import { randomUUID } from "node:crypto";
import { setImmediate as otherWork } from "node:timers/promises";
import mongoose from "mongoose";
import { type Service, services } from "../../libs/bus/call-graph.ts";
import { clock } from "../../libs/clock/clock.ts";
import { waitingRows } from "../../libs/record/audit.ts";
import { auditRowSchema, policyVersion } from "../../libs/record/audit-row.ts";
import { findOrder } from "./api.ts";
import { InProcess } from "./bulk/in-process.ts";
import { KnownPeople } from "./bulk/known-people.ts";
import type { Document } from "./bulk/memory-query.ts";
import { Store } from "./bulk/store.ts";
import { type DemoOptions, generateDemo } from "./generate.ts";
import { given, givenBy } from "./given.ts";
import { markerStep, readMarker } from "./marker.ts";
import { administrator as administratorRole, type Call, type FileScript, resolve, type Step } from "./script.ts";

export interface BulkOptions extends DemoOptions {
  readonly mongoUri: string;
  readonly databasePrefix: string;
  readonly secretsFolder: string;
  /** The username of the administrator who exists already. */
  readonly administrator: string;
  /** Of everybody who is made. */
  readonly password: string;
  report(line: string): void;
}
export interface BulkResult {
  readonly defendants: number;
  readonly commands: number;
}

/**
 * Files are written out together. It must not take longer to gather them than sweeps leave to the bells, or a sweep
 * could be past the time that their events bear before they are there.
 */
const filesTogether = 60;
const gatherMsMax = 4_000;
const reportEveryMs = 1_500;
/** The relay empties a record's outbox before it is full. */
const stepsBetweenRelays = 20;

/** Written in this order: a file counts as there when its defendant is, and by then everything else is. */
const writingOrder: readonly Service[] = ["agencies", "reports", "notes", "cases", "defendants"];
const writtenFirst = "author-keys";
const writtenLast = "defendant";

/** What stays in memory from file to file: the directory, the judges' keys, where unpaid work is done, and what agencies can provide. */
const kept: readonly (readonly [Service, string])[] = [
  ["agencies", "agency"],
  ["agencies", "person"],
  ["agencies", "client"],
  ["notes", "author-key"],
  ["cases", "payback-project"],
  ["cases", "provision"],
];

/**
 * The script that the API is sent, carried out by the services' own code in this process, with their records in
 * memory, and written out in large batches. Files that are there already are left alone.
 */
export async function loadInBulk(options: BulkOptions): Promise<BulkResult> {
  const client = await mongoose.createConnection(options.mongoUri).asPromise();
  try {
    const store = new Store(client, options.databasePrefix);
    return await new BulkLoader(options, new InProcess(options.secretsFolder), store).run();
  } finally {
    await client.close();
  }
}

class BulkLoader {
  readonly #options: BulkOptions;
  readonly #tracker: InProcess;
  readonly #store: Store;
  readonly #reference = new Map<string, unknown>();
  readonly #people = new KnownPeople();
  #gathered = new Map<string, Document[]>();
  #gatheredSince = performance.now();
  #files = 0;
  #writing: Promise<void> = Promise.resolve();
  #commands = 0;
  #defendants = 0;

  constructor(options: BulkOptions, tracker: InProcess, store: Store) {
    this.#options = options;
    this.#tracker = tracker;
    this.#store = store;
    this.#reference.set(given, givenBy(options.password, clock.now()));
  }

  async run(): Promise<BulkResult> {
    const { defendants, report, tag = "" } = this.#options;
    await this.#takeIn();
    const agencies = await this.#store.all("agencies", "agency", { name: 1 });
    const marker = readMarker(
      agencies.map(({ name }) => String(name)),
      tag,
    );
    if (marker && marker.begun > marker.loaded)
      throw new Error(`${marker.begun} defendants were begun through the API; let that loading end first`);
    const { seed, today } = marker ?? this.#options;
    const loaded = marker?.loaded ?? 0;
    if (loaded < defendants) {
      const timer = setInterval(() => this.#say(), reportEveryMs);
      try {
        await this.#tell(seed, today, loaded);
      } finally {
        clearInterval(timer);
        await this.#writing.catch(() => {});
      }
    }
    report(`Demo data: ${Math.max(loaded, defendants)} defendants are there`);
    return { defendants: this.#defendants, commands: this.#commands };
  }

  /** Takes in what the script builds on: the directory, the judges' keys, and whom a new defendant may be mistaken for. */
  async #takeIn(): Promise<void> {
    for (const [service, name] of kept) {
      const model = this.#tracker.modelOf(service, name);
      const documents = await this.#store.all(service, model.collectionName);
      // What still waits in an outbox is the running service's to pass on.
      model.hold(
        documents.map(({ pendingAt: _waiting, ...document }) => ({
          ...document,
          ...("outbox" in document && { outbox: [] }),
        })),
      );
    }
    const fields = { surnameKey: 1, dateOfBirth: 1, matchKeys: 1, name: 1 } as const;
    for (const person of await this.#store.all("defendants", "defendant", fields)) this.#people.add(person);
    this.#tracker.modelOf("defendants", "defendant").lookElsewhere(filter => this.#people.find(filter));
  }

  async #tell(seed: number, today: string, loaded: number): Promise<void> {
    const { defendants, tag = "" } = this.#options;
    const script = generateDemo({ ...this.#options, seed, today });
    await this.#makeAll([markerStep({ seed, today }, tag), ...script.reference.flatMap(({ steps }) => steps)]);
    for (const together of batches(script.files(), filesTogether)) await this.#tellFiles(together, loaded);
    await this.#writeOut();
    await this.#makeAll([markerStep({ seed, today }, tag, { defendants, what: "loaded" })]);
    await this.#tellAudit();
  }

  /** The commands left no rows of their own, since nobody sent them: one row says who loaded, when, and how many they were. */
  async #tellAudit(): Promise<void> {
    const { id, agencyId, roles } = await this.#tracker.person(this.#options.administrator);
    const { id: _id, ...row } = auditRowSchema.parse({
      id: `agencies:demo.loaded:${randomUUID()}`,
      at: clock.now(),
      requestId: null,
      service: "agencies",
      of: "request",
      who: { kind: "person", id, agencyId, roles },
      action: "demo.loaded",
      class: "administration",
      operation: "administration",
      objects: [{ class: "administration", fileId: null, recordId: null, holderAgencyIds: [agencyId] }],
      recipients: [],
      purpose: null,
      grantId: null,
      commandId: null,
      decision: { effect: "allow", because: null },
      policyVersion,
      outcome: "ok",
      count: this.#commands,
    });
    await this.#store.write("agencies", "audit-rows", [{ _id, ...row }]);
    await this.#store.write(
      "agencies",
      "audit-waiting",
      waitingRows([_id], clock.now()).map(batch => ({ ...batch })),
    );
  }

  /** Reference data. A person who is there is left alone: only making the password's hash again would show it. */
  async #makeAll(steps: readonly Call[]): Promise<void> {
    const isThere = async ({ input }: Call) =>
      "username" in input &&
      (await this.#tracker.modelOf("agencies", "person").findOne({ username: input.username }).lean());
    for (const [n, step] of steps.entries()) {
      const there = await isThere(step);
      this.#reference.set(step.name, there ? { id: there._id } : await this.#carryOut(step, new Map()));
      if (n % stepsBetweenRelays === stepsBetweenRelays - 1) await this.#gather();
    }
    await this.#gather();
    await this.#writeOut();
    await this.#writing;
  }

  async #tellFiles(files: readonly FileScript[], loaded: number): Promise<void> {
    const fresh = files.filter(({ index }) => index >= loaded);
    const ids = new Map<FileScript, string>();
    for (const file of fresh) ids.set(file, await this.#idOfFirst(file));
    const existing = await this.#store.existing("defendants", "defendant", [...ids.values()]);
    for (const file of fresh) {
      if (existing.has(ids.get(file) ?? "")) continue;
      await this.#tellFile(file);
      if (this.#files >= filesTogether || performance.now() - this.#gatheredSince > gatherMsMax) await this.#writeOut();
    }
  }

  /** The id of the defendant whom a file begins with. */
  async #idOfFirst({ steps: [first] }: FileScript): Promise<string> {
    if (!first || "look" in first) throw new Error("a file begins with its defendant");
    return this.#tracker.idOf(await this.#tracker.person(first.as), first.action, first.key);
  }

  async #tellFile({ steps, defendants }: FileScript): Promise<void> {
    const answers = new Map<string, unknown>();
    for (const [n, step] of steps.entries()) {
      answers.set(step.name, await this.#carryOut(step, answers));
      if (n % stepsBetweenRelays === stepsBetweenRelays - 1) await this.#tracker.passOn();
    }
    this.#defendants += defendants;
    this.#files++;
    await this.#gather();
    // Nothing here waits for anything outside, so what is being written would wait for all of it.
    await otherWork();
  }

  async #carryOut(step: Step, answers: ReadonlyMap<string, unknown>): Promise<unknown> {
    const find = (name: string) => answers.get(name) ?? this.#reference.get(name);
    const { administrator } = this.#options;
    const person = await this.#tracker.person(step.as === administratorRole ? administrator : step.as);
    this.#commands++;
    try {
      if ("look" in step) {
        // What lets the supervisor see the order is passed on by an event.
        await this.#tracker.passOn();
        const file = await this.#tracker.ask(person, "defendants.file", {
          id: resolve(step.defendantId, find),
          limit: 1,
        });
        return (
          findOrder(file, resolve(step.caseId, find)) ?? Promise.reject(new Error("there is no order on the case"))
        );
      }
      const { action, key, ifVersion } = step;
      return await this.#tracker.ask(person, action, resolve(step.input, find), { key, ifVersion });
    } catch (error) {
      throw new Error(`"${step.name}" as ${step.as} failed`, { cause: error });
    }
  }

  /** Passes on what waits, and takes the records out of memory into what is to be written. */
  async #gather(): Promise<void> {
    await this.#tracker.passOn();
    for (const service of services) {
      for (const pile of this.#tracker.pilesOf(service)) this.#keep(service, pile.collectionName, pile.takeWritten());
      for (const model of this.#tracker.modelsOf(service)) {
        const written = model.takeWritten();
        if (written.some(({ pendingAt }) => pendingAt !== undefined))
          throw new Error(`${service} left events of a ${model.modelName} behind`);
        if (model.modelName === "defendant") for (const person of written) this.#people.add(person);
        if (!kept.some(([at, name]) => at === service && name === model.modelName)) model.forget();
        this.#keep(service, model.collectionName, written);
      }
    }
  }

  #keep(service: Service, name: string, written: readonly Document[]): void {
    if (written.length === 0) return;
    const place = `${service} ${name}`;
    this.#gathered.set(place, [...(this.#gathered.get(place) ?? []), ...written]);
  }

  /** Writes what was gathered, while the next files are being told. One writing at a time. */
  async #writeOut(): Promise<void> {
    await this.#writing;
    const gathered = this.#gathered;
    this.#gathered = new Map();
    this.#gatheredSince = performance.now();
    this.#files = 0;
    this.#writing = this.#write(gathered);
    // Whoever awaits the writing next is told; until then it is not an error that nobody heard.
    this.#writing.catch(() => {});
  }

  async #write(gathered: ReadonlyMap<string, readonly Document[]>): Promise<void> {
    const rank = (name: string) => (name === writtenFirst ? 0 : name === writtenLast ? 2 : 1);
    for (const service of writingOrder) {
      const names = [...gathered.keys()]
        .filter(place => place.startsWith(`${service} `))
        .map(place => place.slice(service.length + 1));
      for (const name of names.sort((a, b) => rank(a) - rank(b)))
        await this.#store.write(service, name, gathered.get(`${service} ${name}`) ?? []);
    }
  }

  #say(): void {
    const { report, defendants } = this.#options;
    report(
      `Demo data: ${this.#defendants} of ${defendants} defendants, ${this.#commands.toLocaleString("en-GB")} commands`,
    );
  }
}

function* batches<T>(items: Iterable<T>, size: number): Generator<T[], void, undefined> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
