/** The download, with an apt and a dpkg that only pretend: what they are asked, and what is left when they fail. */
import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bringDebianPackages } from "../../../deploy/local/debian-packages.ts";
import { loaderOf, programs } from "../../../deploy/local/own-libraries.ts";
import { makeFolder } from "./support/start.ts";

const archives = [
  "postgresql-18-documentdb_1.0-0-1_all.deb",
  "postgresql-18_18.6-3_all.deb",
  "nats-server_2.15.1-1_all.deb",
];

let folder: string;

beforeEach(async () => {
  folder = await makeFolder();
});

afterEach(() => rm(folder, { recursive: true }));

/** Shell text that stands for the work of apt-get and of dpkg. */
interface Pretence {
  readonly fetch?: string;
  readonly unpack?: string;
}

/** Downloads are empty files, and unpacking the first one makes the programs. */
async function pretend({ fetch = "", unpack = "" }: Pretence = {}): Promise<NodeJS.ProcessEnv> {
  const tools = join(folder, "tools");
  await mkdir(tools, { recursive: true });
  const fetched = archives.map(name => `: > "\${2%/*}/cache/archives/${name}"`).join("\n");
  await tool(join(tools, "apt-get"), `echo "$@" >> "${folder}/asked"\n${fetch}\n${fetched}`);
  const made = [loaderOf(""), ...programs(""), "usr/share/postgresql/18/extension/postgis-3.control"];
  const files = made.map(name => `mkdir -p "$3/$(dirname ${name})"; : > "$3/${name}"`).join("\n");
  const isFirst = `case "$2" in *${archives[0]}) ;; *) exit 0 ;; esac`;
  await tool(join(tools, "dpkg"), `${unpack}\n${isFirst}\n${files}`);
  return { PATH: `${tools}:${process.env.PATH}`, XDG_CACHE_HOME: join(folder, "a cache") };
}

async function tool(file: string, text: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\nset -e\n${text}\n`);
  await chmod(file, 0o755);
}

async function bring(env: NodeJS.ProcessEnv): Promise<{ engines: string; lines: string[] }> {
  const lines: string[] = [];
  const engines = await bringDebianPackages({ env, report: line => lines.push(line) });
  return { engines, lines };
}

async function timesFetched(): Promise<number> {
  const asked = await readFile(join(folder, "asked"), "utf8");
  return asked.split("\n").filter(line => line.includes("--download-only install")).length;
}

const inCache = () => readdir(join(folder, "a cache/tracker/engines"));

test("fetches once, then finds what is there", async () => {
  const env = await pretend();
  const first = await bring(env);
  expect(first.lines).toEqual([
    "Fetching PostgreSQL, DocumentDB and NATS from Debian forky, once for this machine",
    "Downloading",
    "Unpacking 3 packages",
  ]);
  const second = await bring(env);
  expect(second).toEqual({ engines: first.engines, lines: [] });
  expect(await timesFetched()).toBe(1);
  expect(await inCache()).toEqual([first.engines.split("/").at(-1)]);
});

test("asks apt to keep out of the host's state and to refuse unsigned archives", async () => {
  const config = join(folder, "config");
  const keys = join(folder, "keys");
  const env = await pretend({ fetch: `cp "$2" "${config}"; cp "\${2%/*}"/keys/* "${keys}"` });
  const { engines } = await bring(env);
  const settings = await readFile(config, "utf8");
  const work = `${engines}.part`;
  for (const line of [
    `Dir::State "${work}";`,
    `Dir::State::status "${work}/status";`,
    `Dir::Cache "${work}/cache";`,
    `Dir::Etc::TrustedParts "${work}/keys";`,
    `APT::Get::AllowUnauthenticated "false";`,
    `Acquire::AllowInsecureRepositories "false";`,
  ])
    expect(settings).toContain(line);
  const carried = new URL("../../../deploy/local/debian-archive-keyring.pgp", import.meta.url);
  expect((await readFile(keys)).equals(await readFile(carried))).toBe(true);
});

test("a failed download leaves nothing that could be taken for whole, and the next one works", async () => {
  const failing = await pretend({ fetch: 'echo "E: no network" >&2; exit 100' });
  await expect(bring(failing)).rejects.toThrow("apt-get failed with code 100:\nE: no network");
  const halfway = await pretend({ unpack: "exit 2" });
  await expect(bring(halfway)).rejects.toThrow("dpkg failed with code 2");
  const { engines } = await bring(await pretend());
  expect(await inCache()).toEqual([engines.split("/").at(-1)]);
});

test("a cache that somebody has cleared by halves is filled again", async () => {
  const env = await pretend();
  const { engines } = await bring(env);
  await rm(join(engines, "usr/sbin"), { recursive: true });
  await bring(env);
  expect(await timesFetched()).toBe(2);
  expect(await readdir(join(engines, "usr/sbin"))).toEqual(["nats-server", "nats-server.elf"]);
});

test("two at the same time fetch once", async () => {
  const env = await pretend();
  const [one, other] = await Promise.all([bring(env), bring(env)]);
  expect(one.engines).toBe(other.engines);
  expect(await timesFetched()).toBe(1);
});

test("says in one line when Debian has moved on", async () => {
  const newer = archives.map(name => name.replace("18.6-3", "18.7-1"));
  const env = await pretend({ fetch: `: > "\${2%/*}/cache/archives/${newer[1]}"` });
  const { lines } = await bring(env);
  expect(lines.at(-1)).toBe("Debian forky has moved on; using postgresql-18 18.7-1 (tested with 18.6-3)");
});
