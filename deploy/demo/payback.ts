import { casesContracts } from "../../services/cases/cases.contract.ts";
import { addDays, type Day } from "./calendar.ts";
import type { Court, Ward } from "./data/places.ts";
import { type Call, type Input, keyFrom, type Ref, refTo } from "./script.ts";

type Project = Pick<Input<typeof casesContracts.recordProject>, "name" | "kind">;

/** Where people pay back: a project for each of a court's first wards, what is done differing from ward to ward. */
const projects: readonly ((ward: Ward) => Project)[] = [
  ({ streets }) => ({ name: `Churchyard of ${streets[0]}`, kind: "environmental" }),
  ({ name }) => ({ name: `${name} community centre`, kind: "painting-and-decorating" }),
  ({ name }) => ({ name: `${name} food bank`, kind: "food-bank" }),
];
const endedAfterDays = 400;

const stepOf = ({ key }: Court, n: number) => `project ${key} ${n}`;
const wardsOf = ({ wards }: Court) => wards.slice(0, projects.length);

/** The projects that go on. */
export const projectRefs = (court: Court): Ref[] => wardsOf(court).map((_ward, n) => refTo(stepOf(court, n)));

/** The steps by which a court's co-ordinator records its projects; one more has ended since. */
export function projectSteps(
  court: Court,
  { as, words, begun }: { as: string; words: readonly (string | number)[]; begun: Day },
): Call[] {
  const record = (name: string, input: Input<typeof casesContracts.recordProject>): Call => ({
    ...{ name, as, action: casesContracts.recordProject.action, input, key: keyFrom(...words, name) },
  });
  const going = wardsOf(court).map((ward, n) => {
    const project = projects[n]?.(ward);
    return project ? [record(stepOf(court, n), { ...project, ward: ward.name, from: begun })] : [];
  });
  const [first] = court.wards;
  const ended = first && {
    ...{ name: "Canal towpath", kind: "environmental" as const, ward: first.name },
    ...{ from: begun, to: addDays(begun, endedAfterDays) },
  };
  return [...going.flat(), ...(ended ? [record(stepOf(court, projects.length), ended)] : [])];
}
