import { clock } from "../../libs/clock/clock.ts";
import { Api, Refused } from "./api.ts";
import { daysBetween } from "./calendar.ts";
import { type DemoOptions, generateDemo, usual } from "./generate.ts";
import { given, givenBy } from "./given.ts";
import { agencyListSchema, type Marker, markerStep, readMarker } from "./marker.ts";
import { administrator as administratorRole, type Call, type FileScript, type Step } from "./script.ts";
import { SignedIn } from "./signed-in.ts";
import type { ReferenceGroup, SignIn } from "./team.ts";

export interface LoadOptions extends DemoOptions {
  readonly url: string;
  /** Who exists already and may add agencies and people. */
  readonly administrator: { readonly username: string; readonly password: string };
  /** Of everybody who is made. */
  readonly password: string;
  readonly filesAtOnce?: number;
  report(line: string): void;
  readonly signal?: AbortSignal;
}
export interface DemoLoad {
  /** North Liverpool's people and its first files are there. */
  readonly first: Promise<void>;
  readonly all: Promise<void>;
  readonly signIns: readonly SignIn[];
}

const filesAtOnceUsual = 8;
const stepsAtOnce = 6;
/** After so many days hardly anything is coming any more. */
const daysFresh = 31;
const reportEveryMs = 1_500;

/**
 * Loads the demo data through the public API. Resolves when it is known what there is to do; the promises in the answer
 * when it is done. Data that is there already is left alone, and a loading that was interrupted goes on where it was.
 */
export async function loadDemo(options: LoadOptions): Promise<DemoLoad> {
  const { url, signal, tag = "", report, defendants } = options;
  const api = new Api(url, signal);
  const administrator = new SignedIn(api, options.administrator.username, options.administrator.password);
  const marker = await readMarkerOf(api, administrator, tag);
  const { seed, today } = marker ?? options;
  if (marker && (marker.seed !== options.seed || marker.today !== options.today))
    report(`Demo data: going on with what is there, seed ${seed} of ${today}`);
  const script = generateDemo({ ...options, seed, today });
  const signIns = script.reference.flatMap(group => group.signIns);
  if (marker && daysBetween(marker.today, options.today) > daysFresh)
    report(`Demo data: it ends on ${marker.today}, and what was due since is overdue; npm run reset begins anew`);
  if (marker && marker.loaded >= defendants) {
    report(`Demo data: all ${marker.loaded} defendants are there`);
    return { first: Promise.resolve(), all: Promise.resolve(), signIns };
  }
  const loader = new Loader(api, administrator, options, marker?.loaded ?? 0);
  const [firstGroup, ...otherGroups] = script.reference;
  const files = skip(script.files(), marker?.loaded ?? 0);
  const firstFiles = options.firstFiles ?? usual.firstFiles;

  const first = loader.reporting(async () => {
    await loader.carryOutAll([markerStep({ seed, today }, tag, { defendants, what: "begun" })]);
    if (firstGroup) await loader.makeGroup(firstGroup);
    await loader.tellFiles(files, firstFiles);
    // A later start does not make whoever waits for these wait for them again.
    if (firstFiles < defendants && firstFiles > (marker?.loaded ?? 0))
      await loader.carryOutAll([markerStep({ seed, today }, tag, { defendants: firstFiles, what: "loaded" })]);
  });
  const all = first.then(() =>
    loader.reporting(async () => {
      for (const group of otherGroups) await loader.makeGroup(group);
      await loader.tellFiles(files, defendants);
      await loader.carryOutAll([markerStep({ seed, today }, tag, { defendants, what: "loaded" })]);
    }),
  );
  // Whoever waits for the first part only is told of the rest by the report.
  all.catch(error => {
    report(`Demo data: stopped; ${error instanceof Error ? error.message : String(error)}`);
  });
  return { first, all, signIns };
}

/** What demo data the Tracker at `url` has; undefined when it has none. */
export function findMarker(
  url: string,
  { username, password }: LoadOptions["administrator"],
  tag = "",
): Promise<Marker | undefined> {
  const api = new Api(url);
  return readMarkerOf(api, new SignedIn(api, username, password), tag);
}

async function readMarkerOf(api: Api, administrator: SignedIn, tag: string): Promise<Marker | undefined> {
  const token = await administrator.token();
  const answer = await api.ask({ method: "GET", path: "/v1/agencies?type=supplier", token });
  if (answer.status !== 200) throw new Refused(answer.status, "the list of agencies", answer.text);
  return readMarker(
    agencyListSchema.parse(answer.body).items.map(({ name }) => name),
    tag,
  );
}

/** The files after those that were completed before. They are still told, since the courts' lists go on from them. */
function* skip(files: Iterable<FileScript>, loaded: number): Generator<FileScript, void, undefined> {
  for (const file of files) if (file.index >= loaded) yield file;
}

class Loader {
  readonly #api: Api;
  readonly #administrator: SignedIn;
  readonly #options: LoadOptions;
  readonly #people = new Map<string, SignedIn>();
  readonly #answers = new Map<string, unknown>();
  #told: number;
  #held: FileScript | undefined;

  constructor(api: Api, administrator: SignedIn, options: LoadOptions, loaded: number) {
    this.#told = loaded;
    this.#api = api;
    this.#administrator = administrator;
    this.#options = options;
    this.#answers.set(given, givenBy(options.password, clock.now()));
  }

  /** Says how far it is, from time to time while the work lasts and at its end. */
  async reporting(work: () => Promise<void>): Promise<void> {
    const { report, defendants } = this.#options;
    const say = () =>
      report(
        `Demo data: ${this.#told} of ${defendants} defendants, ${this.#api.sent.toLocaleString("en-GB")} requests`,
      );
    const timer = setInterval(say, reportEveryMs);
    try {
      await work();
      say();
    } finally {
      clearInterval(timer);
    }
  }

  /** A court with its agencies, then their people, then what these people record of the court. */
  async makeGroup({ steps }: ReferenceGroup): Promise<void> {
    const isAgency = ({ action }: Call) => action === "agencies.create";
    const isOfPeople = ({ as }: Call) => as !== administratorRole;
    await this.carryOutAll(steps.filter(isAgency));
    await this.carryOutAll(steps.filter(step => !isAgency(step) && !isOfPeople(step)));
    await this.carryOutAll(steps.filter(isOfPeople));
  }

  /** Steps that do not need each other. */
  async carryOutAll(steps: readonly Call[]): Promise<void> {
    await inParallel(steps.values(), stepsAtOnce, async step => {
      this.#answers.set(step.name, await this.#carryOut(step, this.#answers));
    });
  }

  /** Files up to an index, several at a time; the steps of each in their order. */
  async tellFiles(files: Generator<FileScript, void, undefined>, until: number): Promise<void> {
    await inParallel(
      this.#upTo(files, until),
      this.#options.filesAtOnce ?? filesAtOnceUsual,
      async ({ steps, defendants }) => {
        const answers = new Map<string, unknown>();
        for (const step of steps) answers.set(step.name, await this.#carryOut(step, answers));
        this.#told += defendants;
      },
    );
  }

  /** The files before an index; the first one beyond is kept for the next time. */
  *#upTo(files: Generator<FileScript, void, undefined>, until: number): Generator<FileScript, void, undefined> {
    for (;;) {
      const next = this.#held ?? files.next().value;
      this.#held = undefined;
      if (!next) return;
      if (next.index >= until) {
        this.#held = next;
        return;
      }
      yield next;
    }
  }

  #carryOut(step: Step, answers: ReadonlyMap<string, unknown>): Promise<unknown> {
    return this.#api.carryOut(step, this.#personOf(step.as), name => answers.get(name) ?? this.#answers.get(name));
  }

  #personOf(username: string): SignedIn {
    if (username === administratorRole) return this.#administrator;
    const known = this.#people.get(username);
    if (known) return known;
    const person = new SignedIn(this.#api, username, this.#options.password);
    this.#people.set(username, person);
    return person;
  }
}

/** Does the work for each, so many at once. The first failure ends it: nothing new is begun. */
async function inParallel<T>(items: Iterator<T>, atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  let failed = false;
  const worker = async () => {
    while (!failed) {
      const { value, done } = items.next();
      if (done) return;
      try {
        await work(value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
