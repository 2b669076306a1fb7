import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Puts a text, or bytes, in the place of a file, so that a crash at any moment leaves the old text or the new one whole, and the
 * new one is on the disk when this returns. For this user alone unless a mode is said; folders that are missing are
 * made. Throws the system's error.
 */
export function writeDurably(file: string, text: string | Uint8Array, mode = 0o600): void {
  const draft = `${file}.new`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const handle = openSync(draft, "w", mode);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
  syncFolder(dirname(file));
}

/** The new name is on the disk only when its folder is. Windows has no such call: there renaming does it. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
