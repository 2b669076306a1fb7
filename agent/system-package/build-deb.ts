import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { controlFiles, type PackagedFile, type PackageParts, debianFiles } from "./debian-files.ts";

const run = promisify(execFile);

/** Debian's names of the architectures that Node is built for. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/**
 * Builds `lanyard_VERSION_ARCH.deb` in a folder, and gives its path. The same parts give the same bytes. `epoch`: seconds
 * since 1970 that every file is from. Throws where dpkg-deb is missing or refuses.
 */
export async function buildDeb(parts: PackageParts, out: string, epoch: number): Promise<string> {
  const architecture = ARCHITECTURES[process.arch] ?? process.arch;
  const folder = await mkdtemp(join(tmpdir(), "lanyard-deb-"));
  const tree = join(folder, "tree");
  try {
    const files = debianFiles(parts);
    for (const [path, file] of files) await put(join(tree, path), file);
    const control = controlFiles(parts.version, architecture, files);
    for (const [name, file] of Object.entries(control)) await put(join(tree, "DEBIAN", name), file);
    await mkdir(out, { recursive: true });
    const deb = join(out, `lanyard_${parts.version}_${architecture}.deb`);
    await run("dpkg-deb", ["--root-owner-group", "-Zzstd", "--build", tree, deb], {
      // Files that are newer, as all of these are, count as from then.
      env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
    });
    return deb;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function put(path: string, { content, mode, isLink }: PackagedFile): Promise<void> {
  await makeFolder(dirname(path));
  if (isLink === true) return symlink(String(content), path);
  await writeFile(path, content);
  await chmod(path, mode);
}

/** Modes are said outright, since the umask here is not the package's matter. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await chmod(made, 0o755);
}
