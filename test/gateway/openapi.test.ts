import { routes } from "../../gateway/routes/routes.ts";
import { send, sharedRig } from "../support/client.ts";

const rig = sharedRig();

test("the document lists every route, with what it takes, gives and refuses", async () => {
  const { status, body } = await send(rig.url, "GET", "/openapi.json");
  expect(status).toBe(200);
  expect(body.openapi).toBe("3.1.0");
  const listed = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map(method => `${method} ${path}`),
  );
  expect(listed.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  const create = body.paths["/v1/defendants"].post;
  expect(
    create.parameters.map((parameter: { name: string; required: boolean }) => [parameter.name, parameter.required]),
  ).toEqual([["Idempotency-Key", true]]);
  expect(create.requestBody.content["application/json"].schema.required).toEqual(
    expect.arrayContaining(["name", "dateOfBirth", "sex"]),
  );
  expect(create.requestBody.content["application/json"].schema.additionalProperties).toBe(false);
  expect(create.responses["201"].content["application/json"].schema.properties).toHaveProperty("candidates");
  expect(create.responses.default.content).toHaveProperty("application/problem+json");
  expect(body.paths["/v1/sign-in"].post.security).toEqual([]);
});

test("the reader page and all it loads come from this server", async () => {
  const page = await send(rig.url, "GET", "/docs/");
  expect(page.status).toBe(200);
  const loads = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");
  expect(loads.length).toBeGreaterThan(2);
  for (const path of loads) {
    expect(path).not.toMatch(/^(https?:)?\/\//);
    expect((await send(rig.url, "GET", new URL(path, "http://host/docs/").pathname)).status).toBe(200);
  }
});

test("live and ready tell of every part", async () => {
  expect((await send(rig.url, "GET", "/live")).body).toEqual({ status: "live" });
  expect((await send(rig.url, "GET", "/ready")).body).toEqual({
    status: "ready",
    parts: {
      defendants: "ready",
      cases: "ready",
      notes: "ready",
      agencies: "ready",
      reports: "ready",
      audit: "ready",
    },
  });
});

test("a resting connection is kept longer than those who hold it keep it, so that none closes as it is used again", async () => {
  const { headers } = await send(rig.url, "GET", "/live");
  expect(headers.get("keep-alive")).toBe("timeout=75");
});

test("an unknown path is a problem, not a page", async () => {
  const { status, headers, body } = await send(rig.url, "GET", "/wp-admin");
  expect([status, headers.get("content-type"), body.type]).toEqual([
    404,
    "application/problem+json; charset=utf-8",
    "urn:tracker:error:NOT_FOUND",
  ]);
});
