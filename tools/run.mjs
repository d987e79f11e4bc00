/**
 * `npm start`, `npm test` and the rest begin here, in plain JavaScript, on whatever Node the machine has.
 * It brings Node 24 where the machine's own is older (Linux), installs the locked packages once, and hands over.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const nodeMajorMin = 24;
const [command, ...rest] = process.argv.slice(2);

/** Each name is an `npm run` script's way in; anything else is a TypeScript file that Node runs as it stands. */
const commands = {
  // Suites that kill processes do not share the machine with the many others: what they measure is nearly theirs.
  "--jest":
    rest.length > 0
      ? [["node_modules/jest/bin/jest.js", ...rest]]
      : [
          ["node_modules/jest/bin/jest.js", "--testPathIgnorePatterns=test/(faults|deploy/local)/"],
          ["node_modules/jest/bin/jest.js", "--config=jest.faults.config.js"],
        ],
  "--check": [
    ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"],
    ["node_modules/typescript/bin/tsc"],
  ],
  "--format": [["node_modules/@biomejs/biome/bin/biome", "check", "--write"]],
};

const node = bringNode();
bringPackages();
const nodeOptions = command === "--jest" ? "--experimental-vm-modules --disable-warning=ExperimentalWarning" : "";
const environment = {
  ...process.env,
  PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} ${nodeOptions}`.trim(),
};
for (const args of commands[command] ?? [[command, ...rest]]) {
  const code = await handOver(args);
  if (code !== 0) process.exit(code);
}

/** The path of a Node that is new enough: the one that runs this, or the one in tools/node. */
function bringNode() {
  if (Number(process.versions.node.split(".")[0]) >= nodeMajorMin) return process.execPath;
  const brought = join(root, "tools/node/node_modules/.bin/node");
  if (!existsSync(brought)) {
    say(`Node ${process.versions.node} is older than ${nodeMajorMin}; fetching Node ${nodeMajorMin} into tools/node`);
    npm(["ci", "--prefix", join(root, "tools/node")]);
  }
  if (existsSync(brought)) return brought;
  say(
    `Tracker needs Node ${nodeMajorMin} or newer and npm has none for this system. Install it from https://nodejs.org.`,
  );
  return process.exit(1);
}

/** Installs the locked packages when the lockfile has changed since the last time. */
function bringPackages() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const marker = join(root, "node_modules/.tracker-lock");
  if (existsSync(marker) && readFileSync(marker, "utf8") === lock) return;
  say("Installing packages (once, about 20 seconds)");
  npm(["ci"]);
  writeFileSync(marker, lock);
}

function npm(args) {
  const { status } = spawnSync("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` },
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs Node and gives its exit code back. Ctrl-C reaches the child by itself; a signal sent to us alone is passed on. */
function handOver(args) {
  const child = spawn(node, args, { cwd: root, stdio: "inherit", env: environment });
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise(resolve => child.on("exit", (code, signal) => resolve(signal ? 1 : (code ?? 1))));
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
