/** The last of these instants; undefined where there is none. */
export function latest(instants: readonly Date[]): Date | undefined {
  return instants.reduce<Date | undefined>((last, instant) => (last && last > instant ? last : instant), undefined);
}
