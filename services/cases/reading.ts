import type { Model } from "mongoose";
import { assemble, type PartDefinition } from "../../libs/access/assemble.ts";
import type { View } from "../../libs/access/decide.ts";
import { type Files, readIn, type Scope } from "../../libs/access/files.ts";
import { fail, isKnown } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import { withoutBookkeeping } from "../../libs/record/record.ts";
import type { Case, CasesModels, Hearing } from "./cases.schema.ts";
import {
  casesPart,
  caseView,
  hearingsPart,
  hearingView,
  itemView,
  needsPart,
  obligationsPart,
  ordersPart,
  referralsPart,
  reportsPart,
  testsPart,
} from "./cases.views.ts";

const itemsMax = 2_000;

type Single = Parameters<typeof itemView>[1];

/** Every way to read what this service holds: one record within reach, or all parts of one file. */
export function reading(models: CasesModels, files: Files) {
  /** The scope in which this person may see one thing; an id that never was takes the same work and gives the same answer. */
  async function openItem<T extends Single>(
    definition: PartDefinition<T>,
    stored: T | null,
    id: string,
    person: Person,
  ): Promise<{ stored: T; view: View }> {
    const held = stored ? definition.held(stored) : { class: definition.class, agencyId: "", caseId: null };
    const scope = await files.openToRead(person, stored?.defendantId ?? id, held);
    return { stored: stored ?? fail("NOT_FOUND"), view: readIn(scope, held) ?? fail("NOT_FOUND") };
  }

  /** Who of these defendants the person may see in connection with the case. Fails with NOT_FOUND when none, and with whatever kept one from being asked about: nobody is left out for that. */
  async function openAny(
    defendantIds: readonly string[],
    person: Person,
    held: { agencyId: string; caseId: string },
  ): Promise<{ view: View; visible: ReadonlySet<string> }> {
    const opened = await Promise.all(
      defendantIds.map(fileId =>
        files.openToRead(person, fileId, { class: "case", ...held }).catch(error => outOfReach(error)),
      ),
    );
    const scopes = opened.flatMap(scope => scope ?? []);
    const [first] = scopes;
    if (!first) return fail("NOT_FOUND");
    return {
      view: readIn(first, { class: "case", ...held }) ?? fail("NOT_FOUND"),
      visible: new Set(scopes.map(({ fileId }) => fileId)),
    };
  }

  async function part<T extends { readonly _id: string }>(model: Model<T>, filter: object) {
    return model
      .find(filter as never, withoutBookkeeping)
      .sort({ occurredAt: 1 })
      .limit(itemsMax)
      .lean<T[]>();
  }

  return {
    async showCase(stored: Case, person: Person) {
      const { view, visible } = await openAny(stored.defendantIds, person, {
        agencyId: stored.agencyId,
        caseId: stored._id,
      });
      return caseView(stored, view, defendantId => visible.has(defendantId));
    },

    /** A case for whoever sent it, with all its defendants; NOT_FOUND while the sender is not yet involved with each. */
    async showSentCase(stored: Case, person: Person) {
      const shown = await this.showCase(stored, person);
      return shown.defendants.length === stored.defendants.length ? shown : fail("NOT_FOUND");
    },

    async case(id: string, person: Person) {
      const stored = await models.cases.findById(id).lean<Case>();
      const { view, visible } = await openAny(stored?.defendantIds ?? [id], person, {
        agencyId: stored?.agencyId ?? "",
        caseId: id,
      });
      return caseView(stored ?? fail("NOT_FOUND"), view, defendantId => visible.has(defendantId));
    },

    async hearing(id: string, person: Person) {
      const stored = await models.hearings.findById(id).lean<Hearing>();
      if (stored) return this.showHearing(stored, person);
      await openAny([id], person, { agencyId: "", caseId: id });
      return fail("NOT_FOUND");
    },

    async item<T extends Single>(model: Model<T>, definition: PartDefinition<T>, id: string, person: Person) {
      const found = await model.findById(id).lean<T>();
      const { stored, view } = await openItem(definition, found, id, person);
      return itemView(definition, stored, view);
    },

    /** What was just written, for its writer. */
    async show<T extends Single>(definition: PartDefinition<T>, written: T, person: Person) {
      const { stored, view } = await openItem(definition, written, written._id, person);
      return itemView(definition, stored, view);
    },

    async showHearing(stored: Hearing, person: Person) {
      const { visible } = await openAny(stored.defendantIds, person, stored);
      return hearingView({
        ...stored,
        defendantIds: stored.defendantIds.filter(id => visible.has(id)),
        present: stored.present.filter(id => visible.has(id)),
      });
    },

    /** All parts of one file for one reader: eight questions at once, each answered within the scope. */
    async parts(scope: Scope) {
      const { fileId } = scope;
      const ofFile = { defendantId: fileId };
      const ofMany = { defendantIds: fileId };
      const [cases, hearings, reports, orders, obligations, referrals, tests, needs] = await Promise.all([
        part(models.cases, ofMany),
        part(models.hearings, ofMany),
        part(models.reports, ofFile),
        part(models.orders, ofFile),
        part(models.obligations, ofFile),
        part(models.referrals, ofFile),
        part(models.tests, ofFile),
        part(models.needs, ofFile),
      ]);
      return [
        assemble(casesPart(fileId), scope, cases),
        assemble(hearingsPart, scope, hearings),
        assemble(reportsPart, scope, reports),
        assemble(ordersPart, scope, orders),
        assemble(obligationsPart, scope, obligations),
        assemble(referralsPart, scope, referrals),
        assemble(testsPart, scope, tests),
        assemble(needsPart, scope, needs),
      ];
    },
  };
}
function outOfReach(error: unknown): undefined {
  if (!isKnown(error) || error.type !== "NOT_FOUND") throw error;
}

export type Reading = ReturnType<typeof reading>;
