import type { Caller, Json } from "../support/client.ts";

export const requests = "/v1/subject-requests";

/** What an officer of information governance does about the requests of one person. */
export function requestsOf(officer: () => Caller, about: () => string) {
  const record = (over: object = {}) =>
    officer().create(requests, {
      defendantId: about(),
      kind: "access",
      details: "All that you hold about me",
      ...over,
    });
  const tryMove = (id: string, move: object, who = officer()) =>
    who.send("POST", `${requests}/${id}/moves`, { body: { move } });
  const move = (id: string, name: string, over: object = {}) =>
    officer().post(`${requests}/${id}/moves`, { move: { name, ...over } });
  const shown = async (over: object = {}): Promise<string> => {
    const made = await record(over);
    await move(made.id, "show-identity", { how: "Passport seen" });
    return made.id;
  };
  const packOf = (id: string, who = officer()) => who.send("GET", `${requests}/${id}/pack`);
  return { record, tryMove, move, shown, packOf };
}

export const problem = ({ status, body }: { status: number; body: Json }) => [status, body.type.split(":").at(-1)];

/** A word that stands nowhere else. */
export const word = (about: string) => `${about}${crypto.randomUUID().replaceAll("-", "")}`;
