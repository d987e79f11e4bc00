import { sourceOf } from "../../../libs/access/assemble.ts";
import type { Held } from "../../../libs/access/decide.ts";
import type { Scope } from "../../../libs/access/files.ts";
import { cellOf } from "../../../libs/access/matrix.ts";
import type { Decision } from "../../../libs/contract/decision.ts";
import type { ViewToFreeze } from "../../../libs/contract/frozen.ts";
import type { HeldThen } from "../../../libs/contract/views.ts";
import type { FrozenContent, Snapshot } from "./snapshots.schema.ts";

type FrozenPart = ViewToFreeze["blocks"][number]["parts"][number];

/** What decides who may read the snapshot at all: it belongs to the results of the case, and is the court's. */
export function heldSnapshot({ agencyId, caseId, occurredAt, recordedAt }: Snapshot): Held {
  return { class: "results", agencyId, caseId, occurredAt, recordedAt };
}

/** A frozen thing as `decide` takes it: shared as it was shared then. */
export function heldOfThen(then: HeldThen, takenAt: Date): Held {
  return {
    class: then.class,
    agencyId: then.agencyId,
    caseId: then.caseId,
    occurredAt: new Date(then.occurredAt),
    recordedAt: new Date(then.recordedAt),
    disclosures: then.sharedWith.map(({ id, recipient }) => ({
      id,
      recipient,
      byAgencyId: then.agencyId,
      from: takenAt,
      to: null,
    })),
    statutes: then.statutes,
  };
}

/** The snapshot for one reader, who may read these of its things as they were shown; whole, where that is all of them. */
export function snapshotView(
  stored: Snapshot,
  { person }: Pick<Scope, "person">,
  mayRead: (recordId: string) => boolean,
) {
  const { content, contentHash, defendantId, caseId, courtId } = stored;
  const isKnown = ({ class: cls }: FrozenPart) => person.roles.some(role => cellOf(cls, role).read !== "none");
  const complete =
    stored.held.every(({ recordId }) => mayRead(recordId)) &&
    content.view.blocks.every(({ parts }) => parts.every(isKnown));
  return {
    id: stored._id,
    version: stored.v,
    source: sourceOf(stored),
    ...{ defendantId, caseId, courtId },
    takenAt: content.takenAt,
    contentHash,
    complete,
    content: { ...(complete ? content : readable(content, mayRead, isKnown)) },
  };
}

/** The content without what the reader may not read, and without what was made of all of it. */
function readable(
  { caseId, defendantId, courtId, hearingId, takenAt, shownTo, view }: FrozenContent,
  mayRead: (recordId: string) => boolean,
  isKnown: (part: FrozenPart) => boolean,
) {
  const blocks = view.blocks.map(({ block, parts }) => ({
    block,
    parts: parts.flatMap(part => readablePart(part, mayRead, isKnown(part))),
  }));
  const named = new Set([
    ...blocks.flatMap(({ parts }) => parts.flatMap(part => [...part.suppliedBy, ...part.alsoHeldBy])),
    ...(view.decision?.requirements ?? []).flatMap(({ providers }) => providers.map(({ agencyId }) => agencyId)),
  ]);
  const mayReadPerson = mayRead(defendantId);
  return {
    ...{ caseId, defendantId, courtId, hearingId, takenAt, shownTo },
    view: {
      form: view.form,
      defendant: mayReadPerson ? view.defendant : null,
      ageYears: mayReadPerson ? view.ageYears : null,
      flags: view.flags.filter(({ recordId }) => mayRead(recordId ?? defendantId)),
      strip: null,
      blocks,
      timeline: view.timeline.filter(({ recordId }) => mayRead(recordId)),
      agencies: view.agencies.filter(({ id }) => named.has(id)),
      ...(view.decision && { decision: readableDecision(view.decision, mayRead) }),
    },
  };
}

/** What agencies could provide is for everybody; what the person said of treatment only for those who may read the report that has it. */
function readableDecision(decision: Decision, mayRead: (recordId: string) => boolean): Decision {
  return {
    ...decision,
    requirements: decision.requirements.map(row => {
      const said = row.willingness?.said.filter(({ recordId }) => mayRead(recordId)) ?? [];
      const isHidden = said.length === 0 && row.willingness?.state === "supplied";
      return { ...row, willingness: row.willingness && { state: isHidden ? "withheld" : row.willingness.state, said } };
    }),
  };
}

/** What may be read of a part; what may not is withheld by those who hold it, and a part that is nothing to the reader's role is not named. */
function readablePart(part: FrozenPart, mayRead: (recordId: string) => boolean, isKnown: boolean): FrozenPart[] {
  const isOpen = (item: FrozenPart["items"][number]) => mayRead(String(item.id));
  const items = part.items.filter(isOpen);
  if (items.length === part.items.length) return isKnown || items.length > 0 ? [part] : [];
  if (items.length === 0 && !isKnown) return [];
  const hidden = part.items.filter(item => !isOpen(item)).flatMap(holderOf);
  return [
    {
      ...part,
      state: items.length > 0 ? part.state : "withheld",
      suppliedBy: [...new Set(items.flatMap(holderOf))],
      alsoHeldBy: [...new Set([...part.alsoHeldBy, ...hidden])],
      asOf: null,
      items,
      total: items.length,
    },
  ];
}

function holderOf({ source }: FrozenPart["items"][number]): string[] {
  return typeof source === "object" && source !== null && "agencyId" in source ? [String(source.agencyId)] : [];
}
