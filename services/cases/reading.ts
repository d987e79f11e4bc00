import type { Model } from "mongoose";
import { type Assembled, assemble, type Item, look, type PartDefinition } from "../../libs/access/assemble.ts";
import { type Held, mayWrite, type Sight } from "../../libs/access/decide.ts";
import { isLive } from "../../libs/access/facts.ts";
import { type Files, nothingHeld, type Scope } from "../../libs/access/files.ts";
import type { Tools } from "../../libs/bus/serve.ts";
import { sourceSchema } from "../../libs/contract/views.ts";
import { fail, isKnown } from "../../libs/errors/errors.ts";
import type { Person } from "../../libs/identity/subject.ts";
import type { AuditObject } from "../../libs/record/audit-row.ts";
import { findEarlier } from "../../libs/record/earlier.ts";
import { listOfFile } from "../../libs/record/of-file.ts";
import type { Stored } from "../../libs/record/record.ts";
import type { Case, CasesModels } from "./cases.schema.ts";
import { casesPart, caseView, itemView, needsPart, reportsPart } from "./cases.views.ts";
import { type CoDefendants, coDefendantsIn } from "./co-defendants/co-defendants.ts";
import { testsPart } from "./drug-tests/drug-tests.views.ts";
import type { Hearing } from "./hearings/hearings.schema.ts";
import { hearingsPart, hearingView, heldHearing } from "./hearings/hearings.views.ts";
import { ordersPart } from "./orders/orders.views.ts";
import { paymentsPart } from "./payments/payments.views.ts";
import { referralsPart } from "./referrals/referrals.views.ts";
import { resultsView } from "./results/results.views.ts";
import { supervised } from "./supervised.ts";
import { warrantsPart } from "./warrants/warrants.views.ts";

const itemsMax = 2_000;

type Single = Item & Stored & { readonly defendantId: string };

/** Every way to read what this service holds: one record within reach, or all parts of one file. */
export function reading(models: CasesModels, files: Files, events: Tools["events"]) {
  const earlierOf =
    <T extends Stored>(kind: string): ((stored: T, at: Date) => Promise<T | undefined>) =>
    (stored, at) =>
      findEarlier<T>(events, kind, stored, at);

  /** One thing as this person may see it; an id that never was takes the same work and gives the same answer. */
  async function openItem<T extends Single>(
    kind: string,
    definition: PartDefinition<T>,
    stored: T | null,
    id: string,
    person: Person,
  ): Promise<{ item: T; sight: Sight }> {
    const held = stored ? definition.held(stored) : nothingHeld(definition.class);
    const scope = await files.openToRead(person, stored?.defendantId ?? id, held);
    return (stored && (await look(definition, scope, stored, earlierOf<T>(kind)))) ?? fail("NOT_FOUND");
  }

  /** The scopes of those of these defendants whom the person may see in connection with the case. Fails with NOT_FOUND when there is none, with ERASED where the person knew one that has been erased, and with whatever kept one from being asked about: nobody is left out for that. */
  async function openAny(defendantIds: readonly string[], person: Person, held: Held): Promise<[Scope, ...Scope[]]> {
    const opened = await Promise.all(
      defendantIds.map(fileId => files.openToRead(person, fileId, held).catch(error => whyNot(error))),
    );
    const [first, ...others] = opened.flatMap(scope => (typeof scope === "string" ? [] : [scope]));
    return first ? [first, ...others] : fail(opened.includes("ERASED") ? "ERASED" : "NOT_FOUND");
  }

  /** A case, or what is known of it at a hearing, as these scopes let it be seen. */
  async function showIn(stored: Case, scopes: readonly [Scope, ...Scope[]]) {
    const definition = { held: () => heldCase(stored) };
    const { item, sight } = (await look(definition, scopes[0], stored, earlierOf<Case>("case"))) ?? fail("NOT_FOUND");
    const visible = new Set(scopes.map(({ fileId }) => fileId));
    return caseView(item, sight.view, defendantId => visible.has(defendantId), reportingIn(scopes));
  }

  return {
    async showCase(stored: Case, person: Person) {
      return showIn(stored, await openAny(stored.defendantIds, person, heldCase(stored)));
    },

    /** A case for whoever sent it, with all its defendants; NOT_FOUND while the sender is not yet involved with each. */
    async showSentCase(stored: Case, person: Person) {
      const shown = await this.showCase(stored, person);
      return shown.defendants.length === stored.defendants.length ? shown : fail("NOT_FOUND");
    },

    async case(id: string, person: Person) {
      const stored = await models.cases.findById(id).lean<Case>();
      const scopes = await openAny(
        stored?.defendantIds ?? [id],
        person,
        stored ? heldCase(stored) : nothingHeld("case", id),
      );
      return showIn(stored ?? fail("NOT_FOUND"), scopes);
    },

    /** The results of one defendant, for a reader who may see that defendant; NOT_FOUND also where the view is limited. */
    async results(
      stored: Case | null,
      { caseId, defendantId }: { caseId: string; defendantId: string },
      person: Person,
    ) {
      const held: Held = { ...(stored ? heldCase(stored) : nothingHeld("case", caseId)), class: "results" };
      const isOf = stored?.defendantIds.includes(defendantId) ?? false;
      const scope = await files.openToRead(person, defendantId, held);
      if (!stored || !isOf) return fail("NOT_FOUND");
      const found = await look({ held: () => held }, scope, stored, earlierOf<Case>("case"));
      if (found?.sight.view !== "full") return fail("NOT_FOUND");
      const current = found.item.defendants.find(each => each.defendantId === defendantId) ?? fail("NOT_FOUND");
      const seesDraft = person.courtId === stored.courtId && mayWrite(person, "results");
      return resultsView(found.item, current, seesDraft);
    },

    async hearing(id: string, person: Person) {
      const stored = await models.hearings.findById(id).lean<Hearing>();
      if (stored) return this.showHearing(stored, person);
      await openAny([id], person, nothingHeld("case", id));
      return fail("NOT_FOUND");
    },

    async open<T extends Single>(model: Model<T>, definition: PartDefinition<T>, id: string, person: Person) {
      return openItem(model.modelName, definition, await model.findById(id).lean<T>(), id, person);
    },

    async item<T extends Single>(model: Model<T>, definition: PartDefinition<T>, id: string, person: Person) {
      const { item, sight } = await this.open(model, definition, id, person);
      return itemView(definition, item, sight.view);
    },

    /** What was just written, for its writer. */
    async show<T extends Single>(definition: PartDefinition<T>, written: T, person: Person) {
      const { item, sight } = await openItem("", definition, written, written._id, person);
      return itemView(definition, item, sight.view);
    },

    async showHearing(stored: Hearing, person: Person) {
      const definition = { held: heldHearing };
      const scopes = await openAny(stored.defendantIds, person, heldHearing(stored));
      const { item } = (await look(definition, scopes[0], stored, earlierOf<Hearing>("hearing"))) ?? fail("NOT_FOUND");
      const visible = new Set(scopes.map(({ fileId }) => fileId));
      return hearingView(item, defendantId => visible.has(defendantId), reportingIn(scopes));
    },

    /**
     * All parts of one file for one reader: every kind asked for at once and once, each answered within the scope.
     * Co-defendants are looked for where somebody hears of whom the reader is shown.
     */
    async parts(scope: Scope, newest?: number, saw?: (shown: AuditObject) => void) {
      const { fileId } = scope;
      const listOf = <T extends Stored>(model: Model<T>, key: "defendantId" | "defendantIds" = "defendantId") =>
        listOfFile(model, key, fileId, itemsMax);
      const shown = async <T extends Item & Stored>(
        model: Model<T>,
        definition: PartDefinition<T>,
        key?: "defendantIds",
      ) => assemble(definition, scope, await listOf(model, key), earlierOf<T>(model.modelName), newest);
      const ofCases = async () => {
        const all = await listOf(models.cases, "defendantIds");
        const others = saw ? await coDefendantsIn(files, scope, all) : new Map();
        const assembled = await assemble(casesPart(fileId, others), scope, all, earlierOf<Case>("case"), newest);
        if (saw) for (const shown of consulted(assembled, others)) saw(shown);
        return assembled;
      };
      const kept = [...Map.groupBy(supervised(models), ({ model }) => model)];
      const [single, several] = await Promise.all([
        Promise.all([
          ofCases(),
          shown(models.hearings, hearingsPart(fileId), "defendantIds"),
          shown(models.reports, reportsPart),
          shown(models.orders, ordersPart),
          shown(models.referrals, referralsPart),
          shown(models.tests, testsPart),
          shown(models.needs, needsPart),
          shown(models.warrants, warrantsPart),
          shown(models.payments, paymentsPart),
        ]),
        Promise.all(
          kept.map(async ([model, parts]) => {
            const all = await listOf(model);
            const earlier = earlierOf<Item & Stored>(model.modelName);
            return Promise.all(
              parts.map(({ definition, isOf }) => assemble(definition, scope, all.filter(isOf), earlier, newest)),
            );
          }),
        ),
      ]);
      return [...single, ...several.flat()];
    },
  };
}
/** The co-defendants in what a reader is shown, each as an object of the audit. */
const consulted = ({ part }: Assembled, others: CoDefendants): AuditObject[] =>
  (part?.items ?? []).flatMap(({ id, source }) =>
    (others.get(String(id)) ?? []).map(({ defendantId }) => ({
      ...{ class: "case" as const, fileId: defendantId, recordId: String(id) },
      holderAgencyIds: [sourceSchema.parse(source).agencyId],
    })),
  );

const reportingIn = (scopes: readonly Scope[]) =>
  scopes.flatMap(({ access, now }) => access.reporting.filter(found => isLive(found, now)));

/** What a decision needs to know of a case. */
export function heldCase({ _id, agencyId, occurredAt, recordedAt }: Case): Held {
  return { class: "case", agencyId, caseId: _id, occurredAt, recordedAt };
}

function whyNot(error: unknown): "NOT_FOUND" | "ERASED" {
  if (isKnown(error) && (error.type === "NOT_FOUND" || error.type === "ERASED")) return error.type;
  throw error;
}

export type Reading = ReturnType<typeof reading>;
