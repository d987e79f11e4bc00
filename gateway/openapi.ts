import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { errorTable } from "../libs/errors/errors.ts";
import type { Route } from "./routes/route.ts";

const problem = z
  .object({
    type: z.string().meta({ examples: ["urn:tracker:error:NOT_FOUND"] }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    remedy: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    allowed: z.array(z.string()).optional(),
    requestId: z.string(),
  })
  .meta({ id: "Problem", description: `What went wrong (RFC 9457). Types: ${Object.keys(errorTable).join(", ")}.` });

/** The OpenAPI 3.1 document of these routes, made from their contracts. */
export function makeOpenApi(routes: readonly Route[]) {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Tracker",
      version: "1",
      description: "One file per defendant, shared by every justice agency, each seeing what it may.",
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
    paths,
  });
}

function operationOf({ contract, kind, method, path, open }: Route): ZodOpenApiOperationObject {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const shape = contract.input instanceof z.ZodObject ? contract.input.shape : {};
  const inPath = z.object(
    Object.fromEntries(names.map(name => [name, (shape[name] as z.ZodType | undefined) ?? z.string()])),
  );
  const rest =
    contract.input instanceof z.ZodObject
      ? z.strictObject(
          Object.fromEntries(Object.entries(contract.input.shape).filter(([name]) => !names.includes(name))),
        )
      : contract.input;
  const header = z.object({
    ...(kind !== "read" &&
      kind !== "download" &&
      kind !== "search" &&
      kind !== "session" &&
      method === "post" && {
        "Idempotency-Key": z.uuid().meta({ description: "New for each command; the same when it is repeated." }),
      }),
    ...(kind === "change" && {
      "If-Match": z
        .string()
        .meta({ description: "The ETag of the version the change was made from.", examples: ['"3"'] }),
    }),
  });
  return {
    operationId: contract.action,
    summary: contract.summary,
    tags: [contract.action.split(".")[0] ?? ""],
    ...(open && { security: [] }),
    requestParams: { path: inPath, header, ...(method === "get" && rest instanceof z.ZodObject && { query: rest }) },
    ...(method !== "get" && { requestBody: { required: true, content: { "application/json": { schema: rest } } } }),
    responses: {
      [kind === "create" ? "201" : "200"]: {
        description: contract.summary,
        content:
          kind === "download"
            ? { "application/octet-stream": { schema: { type: "string", format: "binary" } } }
            : { "application/json": { schema: contract.output } },
      },
      default: { description: "A problem", content: { "application/problem+json": { schema: problem } } },
    },
  };
}
