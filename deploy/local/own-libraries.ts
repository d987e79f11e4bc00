/**
 * Lets the fetched programs run where they are, on a host whose own libraries are older or other: each is started by
 * the loader of its own suite, with that suite's libraries. So nothing needs the folder to be a root directory, and
 * neither chroot nor a namespace, which many machines and most containers do not grant.
 */
import { chmod, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

interface Platform {
  readonly libraries: string;
  readonly loader: string;
}

const platforms: Readonly<Partial<Record<NodeJS.Architecture, Platform>>> = {
  x64: { libraries: "usr/lib/x86_64-linux-gnu", loader: "ld-linux-x86-64.so.2" },
  arm64: { libraries: "usr/lib/aarch64-linux-gnu", loader: "ld-linux-aarch64.so.1" },
};

const postgres = "usr/lib/postgresql/18";

/** True where the engines can run: Linux, on an architecture that we know the loader of. */
export const isKnownPlatform = process.platform === "linux" && platforms[process.arch] !== undefined;

function platform(): Platform {
  const known = platforms[process.arch];
  if (!known) throw new Error(`No engines for ${process.arch}`);
  return known;
}

export function programs(folder: string): string[] {
  return [`${postgres}/bin/initdb`, `${postgres}/bin/postgres`, "usr/sbin/nats-server"].map(name => join(folder, name));
}

export function loaderOf(folder: string): string {
  return join(folder, platform().libraries, platform().loader);
}

/** Puts a small script in each program's place, which finds everything by its own path. */
export async function useOwnLibraries(folder: string): Promise<void> {
  for (const program of programs(folder)) {
    await rename(program, `${program}.elf`);
    await writeFile(program, launcher());
    await chmod(program, 0o755);
  }
  // What an installation would do: PostGIS, which DocumentDB asks for by this name, is there in one version.
  await symlink("postgis-3.control", join(folder, "usr/share/postgresql/18/extension/postgis.control"));
}

function launcher(): string {
  const { libraries, loader } = platform();
  const paths = [`${postgres}/lib`, libraries, `${libraries}/blas`, `${libraries}/lapack`].map(path => `$root/${path}`);
  return `#!/bin/sh
root=\${0%/usr/*}
exec "$root/${libraries}/${loader}" --library-path "${paths.join(":")}" --argv0 "$0" "$0.elf" "$@"
`;
}
