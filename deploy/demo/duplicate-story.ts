import { defendantsContracts } from "../../services/defendants/defendants.contract.ts";
import { addDays, at } from "./calendar.ts";
import { misheard, type Someone } from "./identity.ts";
import { type Ref, refTo } from "./script.ts";
import type { Telling } from "./telling.ts";

/**
 * Another officer took the same person down a second time. Nobody has compared the two yet, or a colleague has: they
 * are one and the files are merged, or two who share a name and a birthday; now and then a merge was a mistake.
 */
export function tellMistakenIdentity({ random, team, today, writer }: Telling, someone: Someone, id: Ref): void {
  const day = addDays(today, -random.int(3, 60));
  const name = "defendant again";
  const as = team.who("police");
  const openedAt = at(day, "08:20");
  writer.call({ at: openedAt, as, name }, defendantsContracts.record, { ...misheard(random, someone), openedAt });
  if (!someone.recorded.identifiers?.some(({ kind }) => kind === "pnc") || !random.chance(0.65)) return;
  const decision = random.chance(0.8) ? "same" : "different";
  writer.call({ at: at(day, "17:20"), as, name: `${name} decided` }, defendantsContracts.decideCandidate, {
    ...{ id: refTo(name), candidateId: id, decision },
    reason: decision === "same" ? "Fingerprints compared: one person." : "Fingerprints compared: brothers.",
  });
  if (decision === "different" || !random.chance(0.6)) return;
  const two = { id, otherId: refTo(name) };
  writer.call({ at: at(day, "17:30"), as, name: `${name} merged` }, defendantsContracts.merge, {
    ...{ ...two, reason: "One person, by fingerprints." },
  });
  if (random.chance(0.12))
    writer.call({ at: at(day, "20:30"), as, name: `${name} unmerged` }, defendantsContracts.unmerge, {
      ...{ ...two, reason: "The wrong card was compared." },
    });
}
