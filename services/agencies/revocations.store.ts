import { clock } from "../../libs/clock/clock.ts";
import { type Revocation, revocationSeconds } from "../../libs/identity/access-claims.ts";
import type { AgenciesModels, Revoked } from "./agencies.schema.ts";

const eachMax = 2_000;

interface Told {
  readonly at: Date;
  readonly revocation: Revocation;
}

/**
 * Who is refused since an instant. Nothing is written for it: what takes something away says so in the record itself,
 * in the same write, so no crash can come between the two.
 */
export function revocationsStore({ people, clients, agencies, sessions, teams }: AgenciesModels) {
  const from = (after: Date) => ({ "revoked.at": { $gte: after } });
  const oldestFirst = { "revoked.at": 1, _id: 1 } as const;
  const told =
    (kind: Revocation["kind"]) =>
    ({ _id, revoked }: { _id: string; revoked?: Revoked | null }): Told[] =>
      revoked ? [{ at: revoked.at, revocation: { kind, id: _id, beforeVersion: revoked.beforeVersion } }] : [];

  return {
    /** What was revoked at `after` or later, at the most ten minutes back; `upTo` is where to go on from. */
    async since(after: Date): Promise<{ items: Revocation[]; upTo: Date; isAll: boolean }> {
      const now = clock.now();
      const first = new Date(Math.max(after.getTime(), now.getTime() - revocationSeconds * 1_000));
      const lists = await Promise.all([
        people.find(from(first), { revoked: 1 }).sort(oldestFirst).limit(eachMax).lean().then(ofEach("person")),
        clients.find(from(first), { revoked: 1 }).sort(oldestFirst).limit(eachMax).lean().then(ofEach("client")),
        agencies.find(from(first), { revoked: 1 }).sort(oldestFirst).limit(eachMax).lean().then(ofEach("agency")),
        sessions
          .find({ endedAt: { $gte: first } }, { endedAt: 1 })
          .sort({ endedAt: 1, _id: 1 })
          .limit(eachMax)
          .lean()
          .then(found => found.flatMap(({ _id, endedAt }) => ended("session", _id, endedAt))),
        teams
          .find({ closedAt: { $gte: first } }, { closedAt: 1 })
          .sort({ closedAt: 1, _id: 1 })
          .limit(eachMax)
          .lean()
          .then(found => found.flatMap(({ _id, closedAt }) => ended("team", _id, closedAt))),
      ]);
      const cut = lists.filter(list => list.length === eachMax).flatMap(list => list.at(-1)?.at.getTime() ?? []);
      return {
        items: lists.flat().map(({ revocation }) => revocation),
        upTo: cut.length > 0 ? new Date(Math.min(...cut)) : now,
        isAll: cut.length === 0,
      };
    },
  };

  function ofEach(kind: Revocation["kind"]) {
    return (found: readonly { _id: string; revoked?: Revoked | null }[]) => found.flatMap(told(kind));
  }

  function ended(kind: "session" | "team", id: string, at: Date | null): Told[] {
    return at ? [{ at, revocation: { kind, id, beforeVersion: null } }] : [];
  }
}
