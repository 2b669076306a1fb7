import { copyFile, mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemWords } from "../../platform/fault.ts";
import { syncFolder } from "../durable.ts";
import { PublishingError } from "../fault.ts";
import type { Place } from "./place.ts";

/** A folder that a web server serves: on this machine, or one that is mounted. */
export function folderPlace(target: string): Place {
  return {
    words: `the folder ${target}`,
    send: async ({ folder, files, onFile }) => {
      for (const file of files) {
        try {
          await copyOver(join(folder, file), join(target, file));
        } catch (error) {
          throw new PublishingError(
            "unreadable",
            `${join(target, file)} cannot be written: ${systemWords(error)}.`,
            error,
          );
        }
        onFile(file);
      }
    },
  };
}

/** Whoever reads the target meets the old file or the new one, never a part. */
async function copyOver(source: string, target: string): Promise<void> {
  if (await isSame(source, target)) return;
  await mkdir(dirname(target), { recursive: true });
  const draft = join(dirname(target), `.${process.pid}.new`);
  await copyFile(source, draft);
  const handle = await open(draft, "r+");
  await handle.chmod(0o644);
  await handle.sync();
  await handle.close();
  await rename(draft, target);
  await syncFolder(dirname(target));
}

async function isSame(source: string, target: string): Promise<boolean> {
  const there = await readFile(target).catch(() => null);
  return there !== null && there.equals(await readFile(source));
}
