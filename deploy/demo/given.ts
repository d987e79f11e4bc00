/** The name under which a loader keeps what it was given: `refTo(given, "password")`. */
export const given = "given";

const daysLeftMin = 30;
const dayMs = 86_400_000;

/**
 * What a script leaves to its loader: everybody's password, and when releases of private notes end, which is within a
 * year of the real day. That is the same for half a year, so that a loading that is gone on with sends the same again.
 */
export function givenBy(password: string, now: Date): { readonly password: string; readonly releasedUntil: string } {
  const earliest = new Date(now.getTime() + daysLeftMin * dayMs);
  const year = earliest.getUTCFullYear();
  const releasedUntil = earliest < new Date(Date.UTC(year, 6, 1)) ? `${year}-07-01` : `${year + 1}-01-01`;
  return { password, releasedUntil: `${releasedUntil}T00:00:00Z` };
}
