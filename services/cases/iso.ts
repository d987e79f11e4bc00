/** An instant as it goes over the wire; null stays null. */
export const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
