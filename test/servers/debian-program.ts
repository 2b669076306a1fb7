import { join } from "node:path";
import { installByApt, isExecutable, mayInstallByApt } from "../browser/apt.ts";

/** The path of a program of Debian's, which is installed where it is missing; null where that cannot be. */
export async function debianProgram(
  program: string,
  debianPackage: string,
  say: (line: string) => void = console.error,
): Promise<string | null> {
  const found = await findProgram(program);
  if (found !== null || !(await mayInstallByApt())) return found;
  await installByApt(debianPackage, say);
  return findProgram(program);
}

/** Servers are where ordinary users do not look. */
async function findProgram(program: string): Promise<string | null> {
  for (const folder of ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"]) {
    if (await isExecutable(join(folder, program))) return join(folder, program);
  }
  return null;
}
