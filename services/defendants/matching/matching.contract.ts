import { z } from "zod";
import { contract, fields } from "../../../libs/contract/contract.ts";
import { matchRules } from "./matching.rules.ts";
import { matchStates } from "./pairs.rules.ts";

const reasonsView = z.array(z.strictObject({ rule: z.enum(matchRules), weight: z.number() }));
const state = z.enum(matchStates);
const decision = z.enum(["same", "different"]);
const reason = fields.text(300);

/** Somebody who may be the same person: by which rules, what each adds in bits, and what was decided. */
export const candidateView = z.strictObject({
  defendantId: fields.id,
  score: z.number(),
  reasons: reasonsView,
  state,
});

const taskView = z.strictObject({
  id: fields.id,
  score: z.number(),
  reasons: reasonsView,
  state,
  proposedAt: fields.instant,
  people: z.array(z.strictObject({ id: fields.id, name: z.string(), dateOfBirth: z.string() })),
});

const linkView = z.strictObject({
  id: fields.id,
  defendantId: fields.id,
  otherId: fields.id,
  state: z.enum(["merged", "unmerged"]),
  from: fields.instant,
  to: fields.instant.nullable(),
  /** After an unmerge: when what was recorded is to be looked at by a person, who says whose it is. */
  toPlace: z.strictObject({ since: fields.instant, until: fields.instant }).nullable(),
});

const two = { id: fields.id, otherId: fields.id };
const isOther = ({ id, otherId }: { id: string; otherId: string }) => id !== otherId;
const notItself = { path: ["otherId"], message: "expected another person" };

/** Whether two records are of one person, as people decide it, and what is done about it. */
export const matchingContracts = {
  overrideMatch: contract(
    "defendants.overrideMatch",
    "Keep two people apart for good, or say for good that they are one, whatever the rules propose",
    z.strictObject({ ...two, match: z.enum(["always", "never"]), reason }).refine(isOther, notItself),
    z.strictObject({ ...two, state }),
  ),
  listMatchTasks: contract(
    "defendants.listMatchTasks",
    "Pairs to decide on that those who recorded them may not know of, the likeliest first",
    z.strictObject({}),
    z.strictObject({ items: z.array(taskView) }),
  ),
  decideMatchTask: contract(
    "defendants.decideMatchTask",
    "Say whether the two of a pair are one person; nothing is merged by that",
    z.strictObject({ id: fields.id, decision, reason }),
    taskView,
  ),
  merge: contract(
    "defendants.merge",
    "Merge another file into this one by a link: every record stays where it is and each reader sees what they saw",
    z.strictObject({ ...two, reason }).refine(isOther, notItself),
    linkView,
  ),
  unmerge: contract(
    "defendants.unmerge",
    "Undo a merge; what was recorded meanwhile is for a person to place",
    z.strictObject({ ...two, reason }).refine(isOther, notItself),
    linkView,
  ),
};
