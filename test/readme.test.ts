import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { usual } from "../deploy/demo/generate.ts";
import { loadDemo } from "../deploy/demo/load.ts";
import { demoPassword } from "../deploy/local/running.ts";
import { sharedRig } from "./support/client.ts";

const rig = sharedRig();
const run = promisify(execFile);
const readme = readFileSync(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8");
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? "");

/** The demo people of North Liverpool, as npm start makes them before it prints the address. */
beforeAll(async () => {
  const rest = new AbortController();
  const { first, all } = await loadDemo({
    url: rig.url,
    administrator: rig.administrator,
    password: demoPassword,
    seed: usual.seed,
    today: "2026-03-10",
    defendants: 2,
    firstFiles: 1,
    signal: rest.signal,
    report: () => {},
  });
  await first;
  rest.abort();
  await all.catch(() => {});
}, 60_000);

test("the five-minute walk does what it says", async () => {
  expect(blocks).toHaveLength(5);
  const { stdout, stderr } = await run("bash", ["--norc", "-euo", "pipefail", "-c", blocks.join("\n")], {
    env: { ...process.env, NODE_OPTIONS: "", T: rig.url },
  });
  expect(stderr).toBe("");
  const walked = [
    "check letter should be Z, not A",
    "delivered",
    '"exclusion: needs-nobody"',
    "Spoke well of her daughter. See her in four weeks.",
    '"cases: supplied"',
    '"orders: none-held"',
    '"drug-tests: none-held"',
    '"disposal": "community-order"',
    '"complete": true',
    "absent-unacceptable",
    '"appointment: absent-unacceptable"',
    '["defendant","involved","agencies","parts","timeline"]',
    "morning 1 Mary Anne O'Neill sentence, pack 100 %",
  ];
  const seen = walked.filter(
    text => stdout.includes(text) || stdout.replace(/\s+/g, "").includes(text.replace(/\s+/g, "")),
  );
  expect(walked.filter(text => !seen.includes(text))).toEqual([]);
}, 60_000);
