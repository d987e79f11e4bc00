import mongoose, { type Connection } from "mongoose";
import { clock } from "../clock/clock.ts";
import { fail } from "../errors/errors.ts";
import type { Person } from "../identity/subject.ts";
import { eventTable } from "../record/event-table.ts";
import type { Told } from "../record/history.ts";
import { defineProjection, type Holding, holdingModel, type Inbox, type Projection } from "../record/inbox.ts";
import { decideRead, decideWrite, type FileAccess, type Held, type Involvement, mayKnow, type View } from "./decide.ts";

/** The access facts of files, wherever a service keeps them. */
export interface FileSource {
  find(fileId: string): Promise<FileAccess | undefined>;
  /** Brings the facts about one file up to date, where they are a copy. */
  refresh(fileId: string): Promise<void>;
}

declare const opened: unique symbol;
/** A file this person may know of. Only `Files` makes one, and every query about a file needs one. */
export interface Scope {
  readonly person: Person;
  readonly fileId: string;
  readonly access: FileAccess;
  readonly now: Date;
  readonly [opened]: true;
}

/** The one way to a file: what a person may not know is NOT_FOUND, as if it had never been. */
export class Files {
  readonly #source: FileSource;

  constructor(source: FileSource) {
    this.#source = source;
  }

  /** The file, if this person may know of it. Fails with NOT_FOUND. */
  async open(person: Person, fileId: string): Promise<Scope> {
    return (await this.#asked(person, fileId, scope => mayKnow(person, scope.access, scope.now))) ?? fail("NOT_FOUND");
  }

  /** The file, if this person may write things of this class about it. Fails with NOT_FOUND. */
  async openToWrite(person: Person, fileId: string, held: Pick<Held, "class" | "caseId">): Promise<Scope> {
    return (
      (await this.#asked(person, fileId, scope => decideWrite(person, scope.access, held, scope.now))) ??
      fail("NOT_FOUND")
    );
  }

  /** The file, if this person may see this thing in it. Fails with NOT_FOUND. */
  async openToRead(person: Person, fileId: string, held: Held): Promise<Scope> {
    return (await this.#asked(person, fileId, scope => readIn(scope, held) !== undefined)) ?? fail("NOT_FOUND");
  }

  /** A "no" is asked once more with the owner's latest facts: whoever was let in a moment ago is in, and a "no" always takes the same work. */
  async #asked(person: Person, fileId: string, isAllowed: (scope: Scope) => boolean): Promise<Scope | undefined> {
    for (const isLast of [false, true]) {
      const access = await this.#source.find(fileId);
      const scope = {
        person,
        fileId,
        access: access ?? { _id: fileId, v: 0, involvements: [] },
        now: clock.now(),
      } as unknown as Scope;
      if (isAllowed(scope)) return scope;
      if (!isLast) await this.#source.refresh(fileId);
    }
    return undefined;
  }
}

/** How much of one thing the person may see; undefined is not at all. */
export function readIn({ person, access, now }: Scope, held: Held): View | undefined {
  return decideRead(person, access, held, now);
}

interface Copy {
  readonly involvements: readonly Involvement[];
}

/** A service's own copy of the access facts of every file, kept by events. */
export function copiedFiles(db: Connection, catchUp: Inbox["catchUp"]): { files: Files; projection: Projection } {
  const model = holdingModel<Copy>(db, "file-access", { involvements: [mongoose.Schema.Types.Mixed] });
  const source: FileSource = {
    find: async fileId => (await model.findById(fileId).lean<Holding<Copy>>()) ?? undefined,
    refresh: fileId => catchUp("defendants", "file-access", fileId),
  };
  return {
    files: new Files(source),
    projection: defineProjection<Copy>({ kind: "file-access", model, fold: foldAccess }),
  };
}

function foldAccess(held: Copy | undefined, events: readonly Told[]): Copy {
  const started = events
    .filter(({ type }) => type === "involvement.started")
    .map(({ data }) => eventTable["involvement.started"].payload.parse(data));
  return { involvements: [...(held?.involvements ?? []), ...started] };
}
