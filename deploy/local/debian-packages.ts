/** The engines' programs: fetched once from Debian into the user's cache folder, shared by all clones of the project. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { fetchArchives, type Surroundings, unpackArchives } from "./debian-archive.ts";
import { waitForLock } from "./kernel-lock.ts";
import { loaderOf, programs, useOwnLibraries } from "./own-libraries.ts";
import { whileReporting } from "./progress.ts";

/** Debian's testing suite: it moves. */
const suite = "forky";
const packages = ["postgresql-18-documentdb", "nats-server"];
/** What the tests have run with. Another version is used all the same, and said. */
const testedVersions: Readonly<Record<string, string>> = {
  "postgresql-18-documentdb": "1.0-0-1",
  "postgresql-18": "18.6-3",
  "nats-server": "2.15.1-1",
};
/** To be raised when what is made of the packages changes. */
const layoutVersion = 2;
const fetchTimeoutMs = 30 * 60_000;

/**
 * In: where to look for the cache folder, and whom to tell what happens. Out: the real path of the folder that holds
 * the programs. Changes nothing on the host but that folder. Throws when Debian's archive cannot be had.
 */
export async function bringDebianPackages({ env, report }: Surroundings): Promise<string> {
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tracker", "engines");
  await mkdir(cache, { recursive: true });
  const content = createHash("sha256")
    .update(JSON.stringify([suite, packages, layoutVersion]))
    .digest("hex");
  const folder = join(await realpath(cache), `debian-${suite}-${process.arch}-${content.slice(0, 12)}`);
  if (!isComplete(folder)) await fetchAlone(folder, { env, report });
  await reportDrift(folder, report);
  return folder;
}

const versionsFile = (folder: string) => join(folder, ".versions.json");

/** The file of versions is written last; the programs are looked for because people clear caches by halves. */
function isComplete(folder: string): boolean {
  return [versionsFile(folder), loaderOf(folder), ...programs(folder)].every(existsSync);
}

async function fetchAlone(folder: string, surroundings: Surroundings): Promise<void> {
  const lock = await whileReporting(
    () => surroundings.report("Waiting for another process to fetch the engines"),
    () => waitForLock(folder, fetchTimeoutMs),
  );
  try {
    if (!isComplete(folder)) await fetchInto(folder, surroundings);
  } finally {
    lock.release();
  }
}

/** Beside its place and then renamed. What a broken attempt has left is thrown away. */
async function fetchInto(folder: string, surroundings: Surroundings): Promise<void> {
  const work = `${folder}.part`;
  const root = join(work, "root");
  await rm(work, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  const archives = await fetchArchives(suite, packages, work, surroundings);
  await unpackArchives(archives, root, surroundings);
  await useOwnLibraries(root);
  await writeFile(versionsFile(root), JSON.stringify(Object.fromEntries(archives.map(a => [a.name, a.version]))));
  await rm(folder, { recursive: true, force: true });
  await rename(root, folder);
  await rm(work, { recursive: true, force: true });
}

async function reportDrift(folder: string, report: Surroundings["report"]): Promise<void> {
  const versions = z.record(z.string(), z.string()).parse(JSON.parse(await readFile(versionsFile(folder), "utf8")));
  const moved = Object.entries(testedVersions)
    .filter(([name, tested]) => versions[name] !== tested)
    .map(([name, tested]) => `${name} ${versions[name]} (tested with ${tested})`);
  if (moved.length > 0) report(`Debian ${suite} has moved on; using ${moved.join(", ")}`);
}
