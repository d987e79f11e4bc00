import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parts } from "../../libs/bus/call-graph.ts";

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), "utf8");

/** Read as text, since no Docker engine is needed for that; running them is a job of its own (docs/decisions/0004-docker.md). */
test("compose starts every part from the one image, after the deploy step", () => {
  const compose = read("docker-compose.yml");
  for (const part of parts) expect(compose).toMatch(new RegExp(`^  ${part}:[\\s\\S]*?command: \\["${part}"\\]`, "m"));
  expect(compose).toMatch(/mongo:8[\s\S]*--replSet/);
  expect(compose).toMatch(/provision: \{ condition: service_completed_successfully \}/);
  expect(compose).toContain('ports: ["127.0.0.1:8080:8080"]');
});

test("the image runs as an ordinary user on the Node of .nvmrc, with the locked packages and no install scripts", () => {
  const dockerfile = read("Dockerfile");
  expect(dockerfile).toContain(`FROM node:${read(".nvmrc").trim()}`);
  expect(dockerfile).toMatch(/npm ci .*--ignore-scripts/);
  expect(dockerfile).toMatch(/^USER node$/m);
  for (const folder of ["libs", "gateway", "services", "deploy"])
    expect(dockerfile).toContain(`COPY ${folder} ${folder}`);
  expect(read(".dockerignore")).toMatch(/^\.engines$/m);
});

test("nothing that holds secrets is kept by git", () => {
  expect(read(".gitignore")).toMatch(/^\.engines\/$/m);
});
