import { z } from "zod";
import { routes } from "../../../gateway/routes/routes.ts";
import { agenciesContracts } from "../../../services/agencies/agencies.contract.ts";
import { auditContracts } from "../../../services/audit/audit.contract.ts";
import { casesContracts } from "../../../services/cases/cases.contract.ts";
import { defendantsContracts } from "../../../services/defendants/defendants.contract.ts";
import { notesContracts } from "../../../services/notes/notes.contract.ts";
import { reportsContracts } from "../../../services/reports/reports.contract.ts";
import type { Json } from "../../support/client.ts";

const contracts = [
  ...Object.values(agenciesContracts),
  ...Object.values(auditContracts),
  ...Object.values(casesContracts),
  ...Object.values(defendantsContracts),
  ...Object.values(notesContracts),
  ...Object.values(reportsContracts),
];

/** Every field of every action that takes an id: by its form, or by its name where an id has no form of its own. `cases.plead pleas[].offenceId` */
export const idFields: readonly string[] = contracts.flatMap(({ action, input }) =>
  [...new Set(idsIn(z.toJSONSchema(input, { io: "input", unrepresentable: "any" })))].map(path => `${action} ${path}`),
);

function idsIn(schema: Json, path = ""): string[] {
  const isNamed = /(^|\.)(id|\w+Ids?)(\[\])?$/.test(path);
  const own = schema.type === "string" && (schema.format === "uuid" || isNamed) ? [path] : [];
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [
    ...own,
    ...forms.flatMap(form => idsIn(form, path)),
    ...(schema.items ? idsIn(schema.items, `${path}[]`) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
      idsIn(inner, path ? `${path}.${name}` : name),
    ),
  ];
}

/** The id by which a route's record is found: the first one in its address. */
export const addressed: ReadonlySet<string> = new Set(
  routes.flatMap(({ path, contract }) => {
    const first = /\{(\w+)\}/.exec(path)?.[1];
    return first ? [`${contract.action} ${first}`] : [];
  }),
);

/** The actions that a route leads to. */
export const routed: ReadonlySet<string> = new Set(routes.map(({ contract }) => contract.action));

/** An input with one of its ids replaced: `pleas[].offenceId` is that of the first plea. */
export function withId<T extends object>(input: T, path: string, id: string): T {
  const copy = structuredClone(input);
  const steps = path.replaceAll("[]", ".0").split(".");
  const last = steps.pop() ?? "";
  const holder = steps.reduce<Json>((inside, step) => inside[step], copy);
  if (holder?.[last] === undefined) throw new Error(`the request has no ${path}`);
  holder[last] = id;
  return copy;
}
