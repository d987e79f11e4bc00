import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter(file => file.endsWith(".ts") && !file.includes("node_modules"))
    .map(file => join(folder, file));
const sources = ["gateway", "libs", "services"].flatMap(filesIn);

/** A service is its folder; everything else is its top folder. */
const part = (file: string) =>
  file
    .split(sep)
    .slice(0, file.startsWith("services") ? 2 : 1)
    .join("/");

/** Parts meet in libs and on the bus; the gateway also knows what the services take and give. */
function mayImport(from: string, to: string): boolean {
  if (part(from) === part(to) || part(to) === "libs") return true;
  return part(from) === "gateway" && to.endsWith(".contract.ts");
}

test("parts reach each other only through libs, contracts and the bus", () => {
  const crossings = sources.flatMap(file =>
    [...readFileSync(join(root, file), "utf8").matchAll(/from "(\.[^"]+)"/g)]
      .map(([, path]) => relative(root, join(root, dirname(file), path ?? "")))
      .filter(target => !mayImport(file, target))
      .map(target => `${file} -> ${target}`),
  );
  expect(crossings).toEqual([]);
  expect(sources.length).toBeGreaterThan(60);
});

test("rows of the audit and its chains are added to and never changed, by anything", () => {
  const everything = [...sources, ...["deploy", "tools"].flatMap(filesIn)];
  const naming = everything.filter(file =>
    /["'`](audit-rows|chain|checkpoints)["'`]/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(naming.sort()).toEqual(["deploy/demo/bulk.ts", "libs/record/audit.ts", "services/audit/audit.schema.ts"]);
  const owners = [...naming, "services/audit/audit.store.ts", "services/audit/chain.store.ts"];
  const changing = /[#\w.]+\.(update|delete|replace|findOneAnd|findByIdAnd|bulkWrite|drop|rename)\w*\(/g;
  const found = owners.flatMap(file => readFileSync(join(root, file), "utf8").match(changing) ?? []);
  // What is taken away is the note that rows wait; the others are maps in memory.
  expect(found.sort()).toEqual(["byId.delete(", "this.#waiting.deleteMany(", "written.delete("]);
});

test("records are written by commit.ts alone", () => {
  const allowed = [
    "libs/record/commit.ts",
    "libs/record/relay.ts",
    "libs/record/inbox.ts",
    // Sessions and attempts, which are not records; and keys of authors and of files, which an erasure destroys.
    "libs/record/file-keys.ts",
    "services/agencies/agencies.store.ts",
    // What searches have shown in an hour, counted and forgotten like attempts to sign in.
    "services/defendants/matching/search.store.ts",
    // Rows of the audit, which are never changed.
    "libs/record/audit.ts",
    "services/audit/chain.store.ts",
    "services/notes/author-keys.store.ts",
  ];
  const writing =
    /\.(create|insertOne|insertMany|updateOne|updateMany|replaceOne|findOneAndUpdate|findOneAndReplace|bulkWrite|deleteOne|deleteMany|save)\(/;
  const found = sources.filter(
    file =>
      !allowed.includes(file) &&
      writing.test(readFileSync(join(root, file), "utf8").replaceAll(/committer\s*\.(create|change)/g, "")),
  );
  expect(found).toEqual([]);
});
