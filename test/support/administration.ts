import { randomUUID } from "node:crypto";
import { type Answer, type Caller, type Json, signIn } from "./client.ts";
import type { RigFacts } from "./rig.ts";
import { makePerson } from "./world.ts";

export const password = "correct horse battery staple";

/** A change of a record from the version that it has now. */
export async function tryChange(by: Caller, record: string, what: string, body: object = {}): Promise<Answer> {
  const { version } = await by.get(record);
  return by.send("POST", `${record}/${what}`, { body, ifMatch: version });
}

/** The same, which must be done. */
export async function change(by: Caller, record: string, what: string, body: object = {}): Promise<Json> {
  const answer = await tryChange(by, record, what, body);
  if (answer.status !== 200) throw new Error(`${record}/${what} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

export interface Member {
  readonly username: string;
  readonly caller: Caller;
  readonly path: string;
}

/** A person of this test's own, signed in. */
export async function member(rig: RigFacts, by: Caller, agencyId: string, role: string): Promise<Member> {
  const username = `${role.toLowerCase()}.${randomUUID()}`;
  const caller = await makePerson(rig, by, agencyId, role, username);
  return { username, caller, path: `/v1/people/${caller.me.id}` };
}

export const again = (rig: RigFacts, { username }: Pick<Member, "username">) => signIn(rig.url, username, password);

/** What one proposes and another approves. */
export async function byTwo(first: Caller, second: Caller, proposal: object): Promise<Json> {
  const { id } = await first.create("/v1/approvals", proposal);
  return change(second, `/v1/approvals/${id}`, "decision", { decision: "approve" });
}
