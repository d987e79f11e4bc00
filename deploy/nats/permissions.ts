import { routeActions } from "../../gateway/routes/routes.ts";
import { mayRequest, type Part, parts, type Service, services } from "../../libs/bus/call-graph.ts";
import { heardBy } from "../../libs/record/event-table.ts";

/** What one user of the bus may send and hear. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

const control = ["INFO", "DISCOVER", "PING"];

/**
 * The bus permissions of a part, from the call graph and the event table: it may ask for the actions it calls, hear
 * requests for its own, ring its own bells and take from its own durable place. Nothing else reaches it or leaves it.
 */
export function permissionsOf(part: Part): Permissions {
  const isService = part !== "gateway";
  const consumes = isService && heardBy(part).size > 0;
  return {
    publish: [
      ...control.flatMap(command => [`MOL.${command}`, `MOL.${command}.>`]),
      "MOL.HEARTBEAT",
      "MOL.DISCONNECT",
      "MOL.PONG.>",
      ...mayRequest(part, routeActions).map(action => `MOL.REQB.${action}`),
      ...(isService ? ["MOL.RES.>", `evt.${part}.>`] : []),
      ...(consumes ? consumerSubjects(part) : []),
    ],
    subscribe: [
      ...control.flatMap(command => [`MOL.${command}`, `MOL.${command}.${part}.*`]),
      "MOL.HEARTBEAT",
      "MOL.DISCONNECT",
      `MOL.PONG.${part}.*`,
      `MOL.RES.${part}.*`,
      `MOL.REQ.${part}.*`,
      `MOL.EVENT.${part}.*`,
      ...(isService ? [`MOL.REQB.${part}.>`] : []),
      `_INBOX_${part}.>`,
    ],
  };
}

function consumerSubjects(part: Service): string[] {
  return [
    `$JS.API.CONSUMER.INFO.EVT.${part}`,
    `$JS.API.CONSUMER.MSG.NEXT.EVT.${part}`,
    `$JS.ACK.EVT.${part}.>`,
    `dead.${part}`,
  ];
}

/** The services that have a durable place in the stream. */
export const eventConsumers: readonly Service[] = services.filter(service => heardBy(service).size > 0);

/** The part of nats-server's configuration that is ours: users, permissions, limits. Only `admin` may make streams, and only the deploy step is `admin`. */
export function natsConfig(passwords: ReadonlyMap<string, string>): string {
  const quote = (text: string) => JSON.stringify(text);
  const list = (subjects: readonly string[]) => `[${subjects.map(quote).join(", ")}]`;
  const users = parts.map(part => {
    const { publish, subscribe } = permissionsOf(part);
    return `    { user: ${quote(part)}, password: ${quote(passwords.get(part) ?? "")}, permissions: {\n      publish: { allow: ${list(publish)} }\n      subscribe: { allow: ${list(subscribe)} } } }`;
  });
  return [
    "max_payload: 8388608",
    "authorization {",
    "  users: [",
    `    { user: "admin", password: ${quote(passwords.get("admin") ?? "")}, permissions: { publish: { allow: ["$JS.API.>"] }, subscribe: { allow: ["_INBOX_admin.>"] } } }`,
    ...users,
    "  ]",
    "}",
  ].join("\n");
}
