import type { Role } from "../../libs/access/roles.ts";
import type { Contract } from "../../libs/contract/contract.ts";

/**
 * What a request does, which decides what it must carry and how it is answered:
 * `read` GET · `search` POST that changes nothing, so no names stand in URLs · `create` POST with Idempotency-Key, 201 ·
 * `download` GET whose answer is content to be saved · `append` POST with Idempotency-Key · `change` with If-Match · `session` POST, before or about signing in.
 */
export type RouteKind = "read" | "download" | "search" | "create" | "append" | "change" | "session";

/** One route: no logic, so nothing to review but the list. */
export interface Route {
  readonly method: "get" | "post" | "patch";
  /** In OpenAPI's form; `{id}` becomes a field of the action's input. */
  readonly path: `/v1/${string}`;
  readonly kind: RouteKind;
  readonly contract: Contract;
  /** May be called without a token. */
  readonly open?: true;
  /** How long a body may be; 100 kB unless more is said. */
  readonly bodyBytesMax?: number;
  /** Asked with the path's names each second while a long answer is sent; a refusal breaks it off, and so does a `takenAt` since it was asked for. Shows and changes nothing. */
  readonly whileSending?: Contract;
  /** Further actions whose answers join under `field`, for these roles only; nothing behind the gateway sees them together. */
  readonly join?: readonly Join[];
}

export interface Join {
  readonly field: string;
  readonly contract: Contract;
  readonly roles: readonly Role[];
  readonly from: string;
  readonly to: string;
}
