import type { Model } from "mongoose";
import { fail } from "../../../libs/errors/errors.ts";
import type { Command } from "../../../libs/record/command.ts";
import type { Change, Committer } from "../../../libs/record/commit.ts";
import { type Stored, withoutBookkeeping } from "../../../libs/record/record.ts";
import type { SubjectRequest } from "./subject-requests.schema.ts";

const listMax = 200;

/** Every query on the requests of the people files are about. */
export function subjectRequestsStore(requests: Model<SubjectRequest>, committer: Committer) {
  const listIn = (state: SubjectRequest["state"], order: Record<string, 1>) =>
    requests
      .find({ state }, withoutBookkeeping)
      .sort(order)
      .limit(listMax + 1)
      .lean<SubjectRequest[]>();

  return {
    async record(fields: Omit<SubjectRequest, keyof Stored>, command: Command): Promise<SubjectRequest> {
      const { defendantId, kind, receivedAt } = fields;
      const { record } = await committer.create<SubjectRequest>(
        requests,
        fields,
        [{ type: "subject-request.received", occurredAt: receivedAt, data: { defendantId, kind } }],
        command,
      );
      return record;
    },

    async get(id: string): Promise<SubjectRequest> {
      return (await requests.findById(id).lean<SubjectRequest>()) ?? fail("NOT_FOUND");
    },

    /** The open ones, by the day they are due; those that wait for identity last, the oldest first. */
    async listOpen(): Promise<{ found: SubjectRequest[]; more: boolean }> {
      const due = await listIn("identity-shown", { dueOn: 1, _id: 1 });
      const waiting = await listIn("received", { receivedAt: 1, _id: 1 });
      const found = [...due, ...waiting];
      return { found: found.slice(0, listMax), more: found.length > listMax };
    },

    async change(
      id: string,
      command: Command,
      authorize: (current: SubjectRequest) => Promise<unknown>,
      decide: (current: SubjectRequest) => Change<SubjectRequest>,
    ): Promise<SubjectRequest> {
      const { record } = await committer.change<SubjectRequest>(
        requests,
        id,
        command,
        async current => void (await authorize(current ?? fail("NOT_FOUND"))),
        decide,
      );
      return record;
    },

    /** Whether the processing of what is held of this person is restricted because they asked. */
    async isRestricted(defendantId: string): Promise<boolean> {
      return (await requests.findOne({ defendantId, restricting: true }, { _id: 1 }).lean()) !== null;
    },
  };
}
export type SubjectRequestsStore = ReturnType<typeof subjectRequestsStore>;
