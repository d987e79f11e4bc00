/** A stored document, as the driver gives it. */
export type Document = { readonly [field: string]: unknown } & { readonly _id: string };
export type Filter = Readonly<Record<string, unknown>>;

/** Whether a document is what the filter asks for. What is not known here stops the work: nothing is matched by mistake. */
export function matches(document: Readonly<Record<string, unknown>>, filter: Filter): boolean {
  return Object.entries(filter).every(([field, wanted]) =>
    field === "$or"
      ? (wanted as Filter[]).some(inner => matches(document, inner))
      : field.startsWith("$")
        ? unknown(field)
        : isMet(document[field], wanted),
  );
}

function isMet(value: unknown, wanted: unknown): boolean {
  if (!isOperators(wanted)) return isOneOf(value, wanted);
  return Object.entries(wanted).every(([operator, operand]) => meets(operator, value, operand));
}

function meets(operator: string, value: unknown, operand: unknown): boolean {
  switch (operator) {
    case "$in":
      return (operand as unknown[]).some(entry => isOneOf(value, entry));
    case "$ne":
      return !isOneOf(value, operand);
    case "$gt":
      return isComparable(value, operand) && compare(value, operand) > 0;
    case "$gte":
      return isComparable(value, operand) && compare(value, operand) >= 0;
    case "$lte":
      return isComparable(value, operand) && compare(value, operand) <= 0;
    case "$size":
      return Array.isArray(value) && value.length === operand;
    case "$exists":
      return (value !== undefined) === operand;
    default:
      return unknown(operator);
  }
}

const isOperators = (wanted: unknown): wanted is Record<string, unknown> =>
  typeof wanted === "object" &&
  wanted !== null &&
  !(wanted instanceof Date) &&
  Object.keys(wanted)[0]?.startsWith("$") === true;

/** Equal, or an array that holds it, as MongoDB has it. A field that is missing equals null. */
function isOneOf(value: unknown, wanted: unknown): boolean {
  return (
    isEqual(value ?? null, wanted ?? null) || (Array.isArray(value) && value.some(entry => isEqual(entry, wanted)))
  );
}

const isEqual = (a: unknown, b: unknown): boolean =>
  a === b || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());

const isComparable = (a: unknown, b: unknown): boolean =>
  a instanceof Date ? b instanceof Date : typeof a === typeof b && (typeof a === "number" || typeof a === "string");

export function compare(a: unknown, b: unknown): number {
  const [one, other] = [a, b].map(value => (value instanceof Date ? value.getTime() : (value as number | string)));
  return one === other ? 0 : (one ?? 0) < (other ?? 0) ? -1 : 1;
}

function unknown(operator: string): never {
  throw new Error(`${operator} is not known to the in-memory models of the bulk loader`);
}

type Update = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The document after an update; the one before is left as it was. */
export function updated<D extends Readonly<Record<string, unknown>>>(document: D, update: Update): D {
  const after: Record<string, unknown> = { ...document };
  for (const [operator, fields] of Object.entries(update))
    for (const [field, operand] of Object.entries(fields)) change(after, operator, field, operand);
  return after as D;
}

function change(after: Record<string, unknown>, operator: string, field: string, operand: unknown): void {
  if (field.includes(".")) unknown(`the path ${field}`);
  const list = Array.isArray(after[field]) ? (after[field] as unknown[]) : [];
  switch (operator) {
    case "$set":
      after[field] = operand;
      return;
    case "$unset":
      delete after[field];
      return;
    case "$inc":
      after[field] = Number(after[field] ?? 0) + Number(operand);
      return;
    case "$push": {
      const { $each, $slice } = operand as { $each: unknown[]; $slice?: number };
      const longer = [...list, ...$each];
      after[field] = $slice === undefined ? longer : longer.slice($slice);
      return;
    }
    case "$pull":
      after[field] = list.filter(entry => !matches(entry as Filter, operand as Filter));
      return;
    default:
      unknown(operator);
  }
}
