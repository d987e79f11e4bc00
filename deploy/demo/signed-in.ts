import { z } from "zod";
import { type Api, Refused } from "./api.ts";

/** A token is renewed this long before it would end. */
const spareMs = 60_000;

const tokensSchema = z.looseObject({
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  expiresInSeconds: z.number(),
});
interface Held {
  readonly token: string;
  readonly refreshToken: string | null;
  readonly until: number;
}

/** A person who signs in when first needed, once, and stays signed in. */
export class SignedIn {
  readonly #api: Api;
  readonly #username: string;
  readonly #password: string;
  #held: Promise<Held> | undefined;

  constructor(api: Api, username: string, password: string) {
    this.#api = api;
    this.#username = username;
    this.#password = password;
  }

  async token(): Promise<string> {
    this.#held ??= this.#signIn();
    const held = await this.#held;
    if (held.until > Date.now()) return held.token;
    return this.renew(held.token);
  }

  /** Another token than this one. Those who ask at the same time get the same. */
  async renew(old: string): Promise<string> {
    const before = this.#held;
    const held = await before;
    if (held && held.token !== old) return held.token;
    if (this.#held === before) this.#held = this.#refresh(held);
    return (await this.#held)?.token ?? "";
  }

  async #refresh(held: Held | undefined): Promise<Held> {
    if (!held?.refreshToken) return this.#signIn();
    const answer = await this.#post("/v1/sign-in/refresh", { refreshToken: held.refreshToken });
    return answer ?? this.#signIn();
  }

  async #signIn(): Promise<Held> {
    const held = await this.#post("/v1/sign-in", { username: this.#username, password: this.#password });
    if (held) return held;
    throw new Refused(401, `signing in as ${this.#username}`, "the password is not the one they were made with");
  }

  async #post(path: string, body: object): Promise<Held | undefined> {
    const answer = await this.#api.ask({ method: "POST", path, body });
    if (answer.status === 401) return undefined;
    if (answer.status !== 200) throw new Refused(answer.status, path, answer.text);
    const { accessToken, refreshToken, expiresInSeconds } = tokensSchema.parse(answer.body);
    return { token: accessToken, refreshToken, until: Date.now() + expiresInSeconds * 1_000 - spareMs };
  }
}
