import type { RigFacts } from "../../support/rig.ts";
import type { World } from "../../support/world.ts";
import { atWork, type Ids, invited, listed } from "./named-things.ts";
import type { Naming } from "./naming.ts";
import { courtRequests } from "./naming-court.ts";
import { administrationRequests, fileRequests } from "./naming-files.ts";
import { supervisionRequests } from "./naming-supervision.ts";

export const namingRequests: Readonly<Record<string, Naming>> = {
  ...courtRequests,
  ...supervisionRequests,
  ...fileRequests,
  ...administrationRequests,
};

/** Prepares everything that one request needs. */
export async function prepared(world: World, people: Ids, naming: Naming, rig: RigFacts): Promise<Ids> {
  const about = await listed(world);
  await invited(world, about, "treatment", "probation", "support");
  const ids = { ...people, ...(naming.after === "sentenced" ? await atWork(world, about) : about) };
  return { ...ids, ...(await naming.needs?.(world, ids, rig)) };
}
