/** apt and dpkg, kept away from the host's own state. */
import { spawn } from "node:child_process";
import { copyFile, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { whileReporting } from "./progress.ts";

/** Debian's public keys, carried along for hosts that are not Debian. */
const keyring = fileURLToPath(new URL("debian-archive-keyring.pgp", import.meta.url));
const outputLinesMax = 40;
const unpackersMax = 4;

export interface Surroundings {
  /** Its `PATH` has apt-get and dpkg. */
  readonly env: NodeJS.ProcessEnv;
  /** Told of progress at least every two seconds. */
  readonly report: (line: string) => void;
}

export interface Archive {
  readonly name: string;
  readonly version: string;
  readonly file: string;
}

/**
 * In: an empty folder to work in. Out: the packages and all they depend on, downloaded there. apt checks the archive's
 * signature and each file's hash; throws with what it said when anything is wrong.
 */
export async function fetchArchives(
  suite: string,
  packages: readonly string[],
  work: string,
  { env, report }: Surroundings,
): Promise<Archive[]> {
  const config = await writeConfig(suite, work);
  const folder = join(work, "cache/archives");
  report(`Fetching PostgreSQL, DocumentDB and NATS from Debian ${suite}, once for this machine`);
  await whileReporting(
    () => report("Reading Debian's list of packages"),
    () => run("apt-get", ["--config-file", config, "--quiet", "update"], env),
  );
  let total = "";
  const notice = (line: string) => {
    total ||= /^Need to get (\S+ \S+) of archives/.exec(line)?.[1] ?? "";
  };
  const install = ["--quiet", "--yes", "--download-only", "install", ...packages];
  report("Downloading");
  await whileReporting(
    async () => report(`Downloaded ${await megabytesIn(folder)} of ${total || "some 150 MB"}`),
    () => run("apt-get", ["--config-file", config, ...install], env, notice),
  );
  const files = (await readdir(folder)).filter(name => name.endsWith(".deb"));
  return files.map(file => describeArchive(join(folder, file), file));
}

/** apt names a file `name_version_architecture.deb`, with a colon in the version as `%3a`. */
function describeArchive(file: string, base: string): Archive {
  const [name = "", version = ""] = base.split("_");
  return { name, version: decodeURIComponent(version), file };
}

/** Settings of the host's, such as a proxy, stay; all that is read or written is ours. Unsigned archives are refused. */
async function writeConfig(suite: string, work: string): Promise<string> {
  for (const folder of ["lists/partial", "cache/archives/partial", "etc/preferences.d", "log", "keys"])
    await mkdir(join(work, folder), { recursive: true });
  await copyFile(keyring, join(work, "keys/debian-archive.gpg"));
  await writeFile(join(work, "status"), "");
  await writeFile(join(work, "sources.list"), `deb http://deb.debian.org/debian ${suite} main\n`);
  const config = join(work, "apt.conf");
  await writeFile(config, configText(work));
  return config;
}

const configText = (work: string) => `
#clear APT::Update;
#clear DPkg;
Dir::State "${work}";
Dir::State::lists "${work}/lists";
Dir::State::status "${work}/status";
Dir::Cache "${work}/cache";
Dir::Log "${work}/log";
Dir::Etc "${work}/etc";
Dir::Etc::SourceList "${work}/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Trusted "/dev/null";
Dir::Etc::TrustedParts "${work}/keys";
APT::Install-Recommends "false";
APT::Get::AllowUnauthenticated "false";
APT::Sandbox::User "";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::http::Timeout "30";
`;

/** Puts the files of all packages into one folder. Nothing in them is run. */
export async function unpackArchives(
  archives: readonly Archive[],
  root: string,
  { env, report }: Surroundings,
): Promise<void> {
  const waiting = [...archives];
  const unpackOneByOne = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await run("dpkg", ["--extract", next.file, root], env);
  };
  report(`Unpacking ${archives.length} packages`);
  const unpackers = Math.min(availableParallelism(), unpackersMax);
  await whileReporting(
    () => report(`Unpacked ${archives.length - waiting.length} of ${archives.length} packages`),
    () => Promise.all(Array.from({ length: unpackers }, unpackOneByOne)),
  );
}

async function megabytesIn(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const sizes = names.map(name =>
    stat(join(folder, name)).then(
      found => (found.isFile() ? found.size : 0),
      () => 0, // moved meanwhile
    ),
  );
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  return `${Math.round(bytes / 1e6)} MB`;
}

/** Runs a command to its end. Throws with its last lines when it fails. */
async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void = () => {},
): Promise<void> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...env, LC_ALL: "C" } });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", line => {
      onLine(line);
      if (lines.push(line) > outputLinesMax) lines.shift();
    });
  const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`${command} failed with code ${code}:\n${lines.join("\n")}`);
}
