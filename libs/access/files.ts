import { clock } from "../clock/clock.ts";
import { fail } from "../errors/errors.ts";
import type { Person } from "../identity/subject.ts";
import {
  type Because,
  decideRead,
  emergencyFor,
  type Held,
  isAtTable,
  knewOf,
  knownBy,
  mayAnswerSubject,
  type Sight,
  writingBy,
} from "./decide.ts";
import { noteAllowed } from "./decisions.ts";
import { type FileAccess, isLive, noFacts, type Period } from "./facts.ts";
import { enter } from "./under-way.ts";

/** The access facts of files, wherever a service keeps them. */
export interface FileSource<F extends FileAccess = FileAccess> {
  find(fileId: string): Promise<F | undefined>;
  findMany(fileIds: readonly string[]): Promise<readonly F[]>;
  /** Brings the facts about one file up to date, where they are a copy. */
  refresh(fileId: string): Promise<void>;
  /** Fails with UNAVAILABLE when a narrowing may have been missed. */
  assertFresh(): void;
}

declare const opened: unique symbol;
/** A file this person may know of. Only `Files` makes one, and every query about a file needs one; the owner of the facts has all it keeps beside them in hand. */
export interface Scope<F extends FileAccess = FileAccess> {
  readonly person: Person;
  readonly fileId: string;
  readonly access: F;
  readonly now: Date;
  readonly [opened]: true;
}

/** The one way to a file: what a person may not know is NOT_FOUND, as if it had never been; what they knew and is no more is ERASED; why they may is noted for the audit. */
export class Files<F extends FileAccess = FileAccess> {
  readonly #source: FileSource<F>;

  constructor(source: FileSource<F>) {
    this.#source = source;
  }

  /** The file, if this person may know of it, by facts not older than a version. Fails with NOT_FOUND. */
  async open(person: Person, fileId: string, versionMin = 0): Promise<Scope<F>> {
    const known = (scope: Scope<F>) => knownBy(person, scope.access, scope.now);
    const scope = await this.#asked(person, fileId, known);
    if (scope.access.v >= versionMin) return scope;
    await this.#source.refresh(fileId);
    return this.#asked(person, fileId, known);
  }

  /** The file, if this person's agency is at the table now, for this case of it where one is named. Fails with NOT_FOUND. */
  openAtTable(person: Person, fileId: string, caseId: string | null = null): Promise<Scope<F>> {
    return this.#asked(person, fileId, ({ access, now }) =>
      isAtTable(person, access, now, caseId) ? { rule: "involvement" } : undefined,
    );
  }

  /** The file, if this person may write things of this class about it. Fails with NOT_FOUND. */
  openToWrite(person: Person, fileId: string, held: Pick<Held, "class" | "caseId">): Promise<Scope<F>> {
    return this.#asked(person, fileId, ({ access, now }) => writingBy(person, access, held, now));
  }

  /** The file, for answering the person it is about; nothing is read by it that `subject-access.ts` does not give them. Fails with NOT_FOUND. */
  openForSubject(person: Person, fileId: string): Promise<Scope<F>> {
    return this.#asked(person, fileId, ({ access, now }) =>
      mayAnswerSubject(person, access, now) ? { rule: "subject-request" } : undefined,
    );
  }

  /** The file, if this person may see this thing in it. Fails with NOT_FOUND. */
  openToRead(person: Person, fileId: string, held: Held): Promise<Scope<F>> {
    return this.#asked(person, fileId, scope => sightOf(scope, held)?.because);
  }

  /**
   * Of many files those this person may know of, by the facts as they are held: a list does not ask the owner again
   * about each "no", so whoever was let in a moment ago is in the next one. What is shown is noted when it is read.
   */
  async among(person: Person, fileIds: readonly string[]): Promise<ReadonlyMap<string, Scope<F>>> {
    this.#source.assertFresh();
    const now = clock.now();
    const held = await this.#source.findMany(fileIds);
    return new Map(
      held
        .filter(access => knownBy(person, access, now))
        .map(access => [access._id, { person, fileId: access._id, access, now } as unknown as Scope<F>]),
    );
  }

  /** A "no" is asked once more with the owner's latest facts: whoever was let in a moment ago is in, and a "no" always takes the same work. */
  async #asked(person: Person, fileId: string, allowedBy: (scope: Scope<F>) => Because | undefined): Promise<Scope<F>> {
    this.#source.assertFresh();
    const decidedBy = enter(fileId);
    for (const isLast of [false, true]) {
      const access = (await this.#source.find(fileId)) ?? { ...noFacts, _id: fileId, v: 0 };
      decidedBy(access.v);
      const scope = { person, fileId, access, now: clock.now() } as unknown as Scope<F>;
      const because = allowedBy(scope);
      if (because) return noted(scope, because);
      if (isLast && knewOf(person, access, scope.now)) return fail("ERASED");
      if (!isLast) await this.#source.refresh(fileId);
    }
    return fail("NOT_FOUND");
  }
}

/** How much of one thing the person may see, and why; undefined is not at all. */
export function readIn(scope: Scope, held: Held): Sight | undefined {
  const sight = sightOf(scope, held);
  if (sight) noted(scope, sight.because);
  return sight;
}

function sightOf({ person, access, now }: Scope, held: Held): Sight | undefined {
  const decision = decideRead(person, access, held, now);
  return decision.view ? decision : undefined;
}

function noted<F extends FileAccess>(scope: Scope<F>, because: Because): Scope<F> {
  noteAllowed(scope.fileId, because, emergencyFor(scope.person, scope.access, because, scope.now));
  return scope;
}

/**
 * The file for reading what was frozen at an instant: what was shared then counts as shared, recalled since or not.
 * Who is at the table and who is barred stays as it is now.
 */
export function sharedAt(scope: Scope, at: Date): Scope {
  const asThen = <P extends Period>(facts: readonly P[]): P[] =>
    facts.map(fact => (isLive(fact, at) ? { ...fact, to: null } : fact));
  const { access } = scope;
  return {
    ...scope,
    access: { ...access, disclosures: asThen(access.disclosures), consents: asThen(access.consents) },
  };
}

/** A thing of this class that nobody has: asked about in the place of an id that never was, so that both take the same work. */
export function nothingHeld(cls: Held["class"], caseId: string | null = null): Held {
  return { class: cls, agencyId: "", caseId, occurredAt: new Date(0), recordedAt: new Date(0) };
}
