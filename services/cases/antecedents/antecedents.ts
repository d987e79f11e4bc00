import type { z } from "zod";
import { type Assembled, assemble, look } from "../../../libs/access/assemble.ts";
import { type Files, nothingHeld, type Scope } from "../../../libs/access/files.ts";
import { type PartsForSubject, partForSubject } from "../../../libs/access/subject-parts.ts";
import type { Handlers } from "../../../libs/bus/actions.ts";
import type { Tools } from "../../../libs/bus/serve.ts";
import { clock } from "../../../libs/clock/clock.ts";
import { fail, notYet } from "../../../libs/errors/errors.ts";
import type { Person } from "../../../libs/identity/subject.ts";
import { findEarlier } from "../../../libs/record/earlier.ts";
import { withoutBookkeeping } from "../../../libs/record/record.ts";
import type { antecedentsContracts } from "./antecedents.contract.ts";
import { type Conviction, convictionModel } from "./antecedents.schema.ts";
import { Antecedents } from "./antecedents.views.ts";
import { assertCautionAlone, isCaution } from "./spent.rules.ts";

type Given = z.output<typeof antecedentsContracts.recordConviction.input>["offences"][number];
const convictionsMax = 500;
const atMidnight = (day: string) => new Date(`${day}T00:00:00Z`);

/** Earlier convictions: recorded by the police, marked when spent, and read by those who may read spent ones then. */
export function antecedentsActions(
  { db, committer, events }: Pick<Tools, "db" | "committer" | "events">,
  files: Files,
) {
  const convictions = convictionModel(db);
  const earlier = (stored: Conviction, at: Date) => findEarlier<Conviction>(events, "conviction", stored, at);

  const listOf = (defendantId: string) =>
    convictions
      .find({ defendantId }, withoutBookkeeping)
      .sort({ occurredAt: 1, _id: 1 })
      .limit(convictionsMax)
      .lean<Conviction[]>();

  /** One conviction as this person may see it, among all of the same file; an id that never was takes the same work. */
  async function show(id: string, stored: Conviction | null, person: Person) {
    const fileId = stored?.defendantId ?? id;
    const all = await listOf(fileId);
    // Who is told of it at all depends on whether it is spent, so the file is opened by that.
    const open = (antecedents: Antecedents) =>
      files.openToRead(person, fileId, stored ? antecedents.partOf(stored).held(stored) : nothingHeld("antecedents"));
    const scope = await open(new Antecedents(all, null, clock.today()));
    const antecedents = new Antecedents(all, scope.access.adultFrom, clock.today());
    const seen = stored && (await look(antecedents.partOf(stored), await open(antecedents), stored, earlier));
    return seen ? antecedents.view(seen.item, seen.sight.view) : fail("NOT_FOUND");
  }

  const handlers: Handlers<typeof antecedentsContracts> = {
    recordConviction: async ({ defendantId, offences, disposals, ...written }, { person, command }) => {
      await files.openToWrite(person(), defendantId, { class: "antecedents", caseId: null });
      assertCautionAlone(disposals.map(({ kind }) => kind));
      const fields = {
        ...written,
        defendantId,
        caseId: null,
        courtId: null,
        agencyId: person().agencyId,
        occurredAt: atMidnight(written.convictedOn),
        offences: offences.map(offenceWithNulls),
        disposals: disposals.map(withNulls),
        corrections: [],
      };
      const { record } = await committer.create<Conviction>(
        convictions,
        fields,
        [
          {
            type: isCaution(fields.disposals) ? "caution.recorded" : "conviction.recorded",
            occurredAt: fields.occurredAt,
            data: told(fields),
          },
        ],
        command(),
      );
      return notYet(show(record._id, record, person()));
    },

    getConviction: async ({ id }, { person }) => show(id, await convictions.findById(id).lean<Conviction>(), person()),

    correctConviction: async ({ id, reason, offences, disposals, ...changes }, { person, command }) => {
      const set = {
        ...changes,
        ...(changes.convictedOn && { occurredAt: atMidnight(changes.convictedOn) }),
        ...(offences && { offences: offences.map(offenceWithNulls) }),
        ...(disposals && { disposals: disposals.map(withNulls) }),
      };
      if (Object.keys(set).length === 0)
        fail("VALIDATION", { errors: [{ path: "", message: "expected at least one field to correct" }] });
      const { at, by } = command();
      const { record } = await committer.change<Conviction>(
        convictions,
        id,
        command(),
        async stored => {
          await show(id, stored, person());
          await files.openToWrite(person(), stored?.defendantId ?? id, { class: "antecedents", caseId: null });
          if (stored && stored.agencyId !== person().agencyId) fail("ACCESS_DENIED");
        },
        stored => {
          assertCautionAlone((set.disposals ?? stored.disposals).map(({ kind }) => kind));
          return {
            set,
            push: { corrections: [{ at, by: by.id, reason, fields: Object.keys(set) }] },
            events: [
              {
                type: "conviction.corrected",
                data: { ...told({ ...stored, ...set }), fields: Object.keys(set) },
              },
            ],
          };
        },
      );
      return notYet(show(id, record, person()));
    },
  };

  return {
    handlers,
    async parts(scope: Scope, newest?: number): Promise<Assembled[]> {
      const all = await listOf(scope.fileId);
      const antecedents = new Antecedents(all, scope.access.adultFrom, clock.today());
      const of = (isSpent: boolean) => all.filter(one => antecedents.spentOf(one).isSpent === isSpent);
      const spent = of(true);
      return Promise.all([
        assemble(antecedents.part("antecedents"), scope, of(false), earlier, newest),
        ...(spent.length > 0 ? [assemble(antecedents.part("spent"), scope, spent, earlier, newest)] : []),
      ]);
    },
    async forSubject({ fileId, access }: Scope): Promise<PartsForSubject> {
      const antecedents = new Antecedents(await listOf(fileId), access.adultFrom, clock.today());
      return partForSubject(convictions, antecedents.part("antecedents"), { defendantId: fileId });
    },
  };
}

function told({
  defendantId,
  convictedOn,
  disposals,
  offences,
}: Pick<Conviction, "defendantId" | "convictedOn" | "disposals" | "offences">) {
  return {
    ...{ defendantId, caseId: null, courtId: null, convictedOn },
    disposals: disposals.map(({ kind }) => kind),
    offences: offences.map(({ code, committedOn }) => ({ code, committedOn })),
  };
}

const offenceWithNulls = ({ code, title, committedOn }: Given) => ({
  code: code ?? null,
  title,
  committedOn: committedOn ?? null,
});

const withNulls = ({
  kind,
  lengthMonths,
  endsOn,
}: {
  kind: Conviction["disposals"][number]["kind"];
  lengthMonths?: number | undefined;
  endsOn?: string | undefined;
}) => ({
  kind,
  lengthMonths: lengthMonths ?? null,
  endsOn: endsOn ?? null,
});
