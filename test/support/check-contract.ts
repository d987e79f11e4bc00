import { routes } from "../../gateway/routes/routes.ts";

const patterns = routes.map(route => ({ route, pattern: new RegExp(`^${route.path.replace(/\{\w+\}/g, "[^/]+")}$`) }));

/** Fails when an answer is not what the route's contract, and so the OpenAPI document, promises. */
export function checkContract(method: string, path: string, status: number, body: unknown): void {
  if (status >= 300) return;
  const pathname = path.split("?", 1)[0] ?? "";
  // Fixed paths before those with a name in them, as they are routed.
  const found = patterns.filter(
    ({ route, pattern }) => route.method === method.toLowerCase() && pattern.test(pathname),
  );
  const [match] = found.sort((a, b) => a.route.path.split("{").length - b.route.path.split("{").length);
  if (match?.route.kind === "download") return; // Bytes, not JSON.
  const parsed = match?.route.contract.output.safeParse(body);
  if (parsed && !parsed.success)
    throw new Error(
      `${method} ${pathname} does not answer as its contract says: ${JSON.stringify(parsed.error.issues.slice(0, 3))}`,
    );
}
