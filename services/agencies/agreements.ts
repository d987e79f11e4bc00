import type { Handlers } from "../../libs/bus/actions.ts";
import { fail } from "../../libs/errors/errors.ts";
import { assertNational } from "./administration.rules.ts";
import type { DirectoryStore } from "./agencies.store.ts";
import { agreementView, pageOf } from "./agencies.views.ts";
import type { agreementContracts } from "./agreements.contract.ts";
import type { AgreementsStore } from "./agreements.store.ts";

interface Stores {
  readonly directory: DirectoryStore;
  readonly agreements: AgreementsStore;
}

/** Sharing agreements between agencies. */
export function agreeing({ directory, agreements }: Stores): Handlers<typeof agreementContracts> {
  return {
    recordAgreement: async (terms, { person, command }) => {
      assertNational(person());
      const known = new Set((await directory.describe(terms.parties)).map(({ _id }) => _id));
      const errors = terms.parties.flatMap((id, n) =>
        known.has(id) ? [] : [{ path: `parties[${n}]`, message: "expected the id of an agency" }],
      );
      if (errors.length > 0) fail("VALIDATION", { errors });
      return agreementView(await agreements.record(terms, command()));
    },
    listAgreements: async (page, { person }) =>
      pageOf(await agreements.list(person(), page), page.limit, agreementView),
    getAgreement: async ({ id }, { person }) => agreementView(await agreements.get(id, person())),
    endAgreement: async ({ id }, { person, command }) =>
      agreementView((await agreements.end(id, person(), command())).record),
  };
}
