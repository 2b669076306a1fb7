import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { PolicyFile } from "../../shared/policy/parse.ts";
import { PlatformError, systemCode, systemWords } from "../platform/fault.ts";
import { readText } from "../platform/read-text.ts";
import { CATALOG_FILE } from "./catalog-file.ts";
import type { CatalogReading, PolicyReading, PolicySource } from "./policy-source.ts";

/** Bytes of all files together that are read at most; the parser's own limits are tighter. */
const FOLDER_LIMIT = 64_000_000;

/** The policy as the YAML files of one folder, without the folders in it. */
export function directorySource(folder: string): PolicySource {
  return {
    place: folder,
    read: () => readDirectory(folder),
    catalog: () => readCatalog(join(folder, CATALOG_FILE)),
    mark: async () => {
      const found = await listFiles(folder, isWatchedFile).catch(() => []);
      return found.map(({ name, size, changed }) => `${name} ${size} ${changed}`).join("\n");
    },
  };
}

/** Reads the policy files of a folder once; never throws. */
export async function readDirectory(folder: string): Promise<PolicyReading> {
  try {
    const found = await listFiles(folder);
    const problem = unreadable(folder, found);
    if (problem !== null) return { ok: false, problem };
    const files = await Promise.all(found.map(({ name }) => readPolicyFile(folder, name)));
    return { ok: true, files, revision: null };
  } catch (error) {
    if (error instanceof PlatformError) return { ok: false, problem: error.message };
    return { ok: false, problem: `The policy folder ${folder} cannot be read: ${systemWords(error)}.` };
  }
}

async function readCatalog(file: string): Promise<CatalogReading> {
  try {
    return { ok: true, text: await readText(file) };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return systemCode(error.cause) === "ENOENT"
      ? { ok: true, text: null }
      : { ok: false, problem: error.message };
  }
}

interface FoundFile {
  readonly name: string;
  readonly size: number;
  readonly changed: number;
}

async function listFiles(
  folder: string,
  isWanted: (name: string) => boolean = isPolicyFile,
): Promise<readonly FoundFile[]> {
  const names = (await readdir(folder)).filter(isWanted).sort();
  return await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, size, changed: mtimeMs };
    }),
  );
}

function isWatchedFile(name: string): boolean {
  return isPolicyFile(name) || name === CATALOG_FILE;
}

/** Editors leave dot files beside the real ones. */
function isPolicyFile(name: string): boolean {
  return /^[^.].*\.ya?ml$/.test(name);
}

/** An empty folder is never a policy: it is one whose files somebody is moving. */
function unreadable(folder: string, found: readonly FoundFile[]): string | null {
  if (found.length === 0)
    return `The policy folder ${folder} holds no YAML file. Put the policy there as *.yaml files.`;
  const size = found.reduce((sum, file) => sum + file.size, 0);
  if (size > FOLDER_LIMIT)
    return `The policy folder ${folder} holds ${size} bytes; at most ${FOLDER_LIMIT} are read. Use globs instead of lists of models.`;
  return null;
}

async function readPolicyFile(folder: string, name: string): Promise<PolicyFile> {
  return { file: name, text: await readText(join(folder, name)) };
}
