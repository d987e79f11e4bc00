import { defendantsContracts } from "../../services/defendants/defendants.contract.ts";
import { notesContracts } from "../../services/notes/notes.contract.ts";
import { at, type Day } from "./calendar.ts";
import { notes } from "./data/texts.ts";
import { tellDocument } from "./documents-story.ts";
import { tellProsecution } from "./prosecution-story.ts";
import type { CaseTold, Telling } from "./telling.ts";
import { tellVictimContact } from "./victims-story.ts";
import { say } from "./words.ts";

/** The prosecution, and at times others, are brought to the table when the case is listed. */
export function invite(telling: Telling, story: CaseTold, day: Day): void {
  const { random, team, writer } = telling;
  const guests = [
    ["prosecution", "prosecutor", 0.8],
    ["defence", "defence", 0.4],
    ["victims", "victims", 0.2],
    ["asb", "asb", 0.12],
  ] as const;
  for (const accused of story.accused) {
    const { key, id, someone } = accused;
    for (const [kind, post, likelihood] of guests) {
      const comes = team.has(post) && random.chance(likelihood);
      if (kind === "prosecution")
        tellProsecution(telling, story, accused, { by: comes ? "prosecutor" : "police", at: at(day, "16:30") });
      if (!comes) continue;
      writer.call(
        { at: at(day, "16:00"), as: team.who("coordinator"), name: `${story.name} invites ${kind} ${key}` },
        defendantsContracts.invite,
        { id, agencyId: team.agency(kind), caseId: story.id, reason: "support" },
      );
      if (kind === "victims") {
        tellVictimContact(telling, story, accused, day);
        tellDocument(telling, story, accused, { kept: "victims", as: team.who(post), day });
      }
      const texts = { prosecution: notes.prosecution, victims: notes.victims, defence: [], asb: [] }[kind];
      if (texts.length === 0 || !random.chance(0.45)) continue;
      writer.call(
        { at: at(day, "16:20"), as: team.who(post), name: `${story.name} ${kind} note ${key}` },
        notesContracts.add,
        {
          defendantId: id,
          caseId: story.id,
          kind: "agency",
          text: say(random, texts, someone),
          writtenAt: at(day, "16:10"),
          shareWith: kind === "victims" && random.chance(0.5) ? [team.agency("court")] : [],
        },
      );
    }
  }
}
