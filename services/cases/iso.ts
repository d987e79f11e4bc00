/** An instant as it goes over the wire; null stays null. */
export const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
/** The day of an instant, in UTC. */
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
