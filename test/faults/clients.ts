import { randomUUID } from "node:crypto";
import type { Caller, Json } from "../support/client.ts";
import { caseOf, chargedDefendant, person, type World } from "../support/world.ts";
import type { Chance } from "./chance.ts";
import { type Answer, insist } from "./insist.ts";
import type { Command, Ledger } from "./ledger.ts";

/** One defendant under a community order, prepared while nothing is broken: what a client's commands are about. */
export interface PreparedFile {
  readonly defendantId: string;
  readonly caseId: string;
  readonly orderId: string;
}

export async function prepareFile(world: World): Promise<PreparedFile> {
  const { defendant, case: sent } = await chargedDefendant(world, distinctPerson());
  const hearing = await world.lister.create(`/v1/cases/${sent.id}/hearings`, hearingOf(defendant.id, "1"));
  const offenceId = sent.defendants[0].offences[0].id;
  const pleaded = await world.legalAdviser.post(`/v1/cases/${sent.id}/pleas`, {
    defendantId: defendant.id,
    pleas: [{ offenceId, plea: "guilty" }],
  });
  await world.judge.post(
    `/v1/cases/${sent.id}/sentence`,
    {
      defendantId: defendant.id,
      hearingId: hearing.id,
      disposal: "community-order",
      results: [{ offenceId, code: "1002", text: "Community order for 12 months" }],
      order: {
        supervisedBy: world.agencies.probation,
        endsOn: "2027-03-10",
        requirements: [{ type: "unpaid-work", length: 80, providerAgencyId: world.agencies.support }],
      },
    },
    { ifMatch: pleaded.version },
  );
  const whole = await world.judge.get(`/v1/defendants/${defendant.id}/file`);
  const orderId = whole.parts.find((part: Json) => part.part === "orders").items[0].id;
  return { defendantId: defendant.id, caseId: sent.id, orderId };
}

/** An agency's system that works on its own file: it draws commands and insists on an answer to each. */
export class Client {
  readonly #world: World;
  readonly #ledger: Ledger;
  readonly #chance: Chance;
  readonly #file: PreparedFile;
  readonly #obligations: string[] = [];
  readonly #recorded: { id: string; version: number }[] = [];

  constructor(world: World, ledger: Ledger, chance: Chance, file: PreparedFile) {
    this.#world = world;
    this.#ledger = ledger;
    this.#chance = chance;
    this.#file = file;
  }

  /** One command of the mix, until there is an answer. */
  async act(): Promise<void> {
    await this.#chance.pick([
      () => this.recordDefendant(),
      () => this.sendCase(),
      () => this.listHearing(),
      () => this.writeNote(),
      () => this.writeNote(),
      () => this.identifyNeed(),
      () => this.identifyNeed(),
      () => this.addObligation(),
      () => this.addObligation(),
      () => this.recordOutcome(),
      () => this.correctDefendant(),
    ])();
  }

  async recordDefendant(): Promise<void> {
    const mark = randomUUID();
    const body = person({ ...distinctPerson(), addresses: [{ type: "home", lines: [mark] }] });
    const answer = await this.#insist(this.#world.police, {
      ...making("defendants", mark, "/v1/defendants"),
      body,
    });
    if (answer?.status === 201) this.#recorded.push({ id: answer.body.id, version: answer.body.version });
  }

  sendCase(): Promise<unknown> {
    const mark = randomUUID();
    const { defendants, ...rest } = caseOf(this.#file.defendantId, this.#world.courtId);
    const charged = defendants.map(found => ({
      ...found,
      offences: found.offences.map(offence => ({ ...offence, wording: mark })),
    }));
    return this.#insist(this.#world.police, {
      ...making("cases", mark, "/v1/cases"),
      body: { ...rest, defendants: charged },
    });
  }

  listHearing(): Promise<unknown> {
    const mark = randomUUID().slice(0, 20);
    const path = `/v1/cases/${this.#file.caseId}/hearings`;
    return this.#insist(this.#world.lister, {
      ...making("cases", mark, path, "/v1/hearings"),
      body: hearingOf(this.#file.defendantId, mark),
    });
  }

  writeNote(): Promise<unknown> {
    const mark = randomUUID();
    const { defendantId, caseId } = this.#file;
    const body = { defendantId, caseId, kind: "agency", text: mark, shareWith: [] };
    return this.#insist(this.#world.probation, { ...making("notes", mark, "/v1/notes"), body });
  }

  identifyNeed(): Promise<unknown> {
    const mark = randomUUID();
    const { defendantId, caseId } = this.#file;
    const body = { defendantId, caseId, domain: "accommodation", severity: 2, summary: mark };
    return this.#insist(this.#world.support, { ...making("cases", mark, "/v1/needs"), body });
  }

  async addObligation(): Promise<void> {
    const mark = randomUUID();
    const path = `/v1/orders/${this.#file.orderId}/obligations`;
    const body = { kind: "appointment", dueAt: "2026-04-01T10:00:00Z", place: mark };
    const answer = await this.#insist(this.#world.probation, {
      ...making("cases", mark, path, "/v1/obligations"),
      body,
    });
    if (answer?.status === 201) this.#obligations.push(answer.body.id);
  }

  /** What became of an obligation that this client has set; of a new one where there is none yet. */
  async recordOutcome(): Promise<void> {
    const id = this.#obligations.pop();
    if (id === undefined) return this.addObligation();
    const mark = randomUUID();
    await this.#insist(this.#world.probation, {
      ...changing("cases", mark, `/v1/obligations/${id}/outcome`, `/v1/obligations/${id}`),
      method: "POST",
      body: { outcome: "attended-complied", remarks: mark },
    });
  }

  /** From the version the client has read; nobody else changes this defendant. */
  async correctDefendant(): Promise<void> {
    const corrected = this.#recorded[0];
    if (corrected === undefined) return this.recordDefendant();
    const mark = letters(randomUUID());
    const path = `/v1/defendants/${corrected.id}`;
    const answer = await this.#insist(this.#world.police, {
      ...changing("defendants", mark, path, path),
      method: "PATCH",
      body: { name: { forenames: [mark], surname: letters(corrected.id) }, reason: "Told so at the desk" },
      ifMatch: corrected.version,
    });
    if (answer?.status === 200) corrected.version = answer.body.version;
  }

  #insist(by: Caller, command: Omit<Command, "by">): Promise<Answer | undefined> {
    return insist(this.#ledger, { by, ...command });
  }
}

/** Lets all clients act until so many commands have been drawn. */
export async function work(clients: readonly Client[], count: number): Promise<void> {
  let left = count;
  await Promise.all(
    clients.map(async client => {
      while (left-- > 0) await client.act();
    }),
  );
}

const making = (owner: Command["owner"], mark: string, path: string, readUnder = path) => ({
  key: randomUUID(),
  owner,
  makes: "record" as const,
  mark,
  method: "POST" as const,
  path,
  readAt: (id: string) => `${readUnder}/${id}`,
});

const changing = (owner: Command["owner"], mark: string, path: string, readAt: string) => ({
  key: randomUUID(),
  owner,
  makes: "version" as const,
  mark,
  path,
  readAt: () => readAt,
});

const hearingOf = (defendantId: string, room: string) => ({
  day: "2026-03-10",
  session: "morning",
  room,
  type: "sentence",
  defendantIds: [defendantId],
});

/** Somebody like nobody else, so that no candidates are proposed and only the clients change the record. */
const distinctPerson = () => ({
  name: { forenames: ["Mary"], surname: letters(randomUUID()) },
  identifiers: [],
});

/** A UUID as a name may be written: letters only. */
const letters = (uuid: string) =>
  uuid.replace(/[\d-]/g, found => (found === "-" ? "z" : "ghijklmnop".charAt(Number(found))));
