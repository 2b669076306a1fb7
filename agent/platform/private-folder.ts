import { mkdir, lstat } from "node:fs/promises";
import { PlatformError, systemWords } from "./fault.ts";

/** Makes a folder for this user alone (0700, parents as well) where it is missing, and verifies it. */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new PlatformError(
      "not_a_folder",
      `The folder ${folder} cannot be made: ${systemWords(error)}.`,
      error,
    );
  }
  await verifyPrivateFolder(folder);
}

/**
 * Throws a `PlatformError` unless the folder is a real one, of this user, and closed to everybody else.
 * Another local user who could write here could put a socket of their own in the agent's place (design.md 4).
 */
export async function verifyPrivateFolder(folder: string): Promise<void> {
  const found = await lstat(folder).catch((error: unknown) => {
    throw new PlatformError(
      "not_a_folder",
      `The folder ${folder} cannot be looked at: ${systemWords(error)}.`,
      error,
    );
  });
  if (!found.isDirectory())
    throw new PlatformError(
      "not_a_folder",
      `${folder} must be a folder of its own, not a link or a file. Remove it.`,
    );
  const user = process.getuid?.();
  if (user === undefined) return;
  if (found.uid !== user)
    throw new PlatformError(
      "folder_open_to_others",
      `The folder ${folder} belongs to user ${found.uid}, not to you (${user}). Use a folder of your own.`,
    );
  if ((found.mode & 0o077) !== 0)
    throw new PlatformError(
      "folder_open_to_others",
      `The folder ${folder} is open to other users (mode ${octal(found.mode)}). Close it: chmod 700 ${folder}`,
    );
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, "0");
}
