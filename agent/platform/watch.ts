import { existsSync, statSync, watch, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";

/** How a path is watched. */
export interface WatchOptions {
  readonly signal: AbortSignal;
  /** Milliseconds of quiet after the last change: editors write, rename and delete in one go. */
  readonly settle: number;
  readonly onChange: () => void;
}

/** A watch that can be made anew, for systems that lose one without a word. */
export interface PathWatch {
  readonly renew: () => void;
}

/**
 * Watches a file or folder that may not exist yet, may be replaced by renaming, and may go away and come back.
 * Watched are the folder itself, and the nearest folder above that exists, there for the one name on the way.
 */
export function watchPath(path: string, { signal, settle, onChange }: WatchOptions): PathWatch {
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | null = null;

  function close(): void {
    for (const watcher of watchers) watcher.close();
    watchers = [];
  }

  function renew(): void {
    close();
    if (signal.aborted) return;
    watchers = watchPoints(path).flatMap(({ folder, only }) => {
      const watcher = openWatch(folder, (name) => {
        if (only === null || name === null || name === only) stir();
      });
      return watcher ? [watcher] : [];
    });
  }

  function stir(): void {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      renew();
      onChange();
    }, settle);
  }

  signal.addEventListener(
    "abort",
    () => {
      if (timer) clearTimeout(timer);
      close();
    },
    { once: true },
  );
  renew();
  return { renew };
}

interface WatchPoint {
  readonly folder: string;
  /** The one name that matters in it, or null: all of them. */
  readonly only: string | null;
}

function watchPoints(path: string): readonly WatchPoint[] {
  const inside = isFolder(path) ? [{ folder: path, only: null }] : [];
  return [...inside, nearestAbove(path)];
}

function nearestAbove(path: string): WatchPoint {
  const folder = dirname(path);
  return existsSync(folder) || folder === path ? { folder, only: basename(path) } : nearestAbove(folder);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Null where the system has no watch left to give: the regular check finds the change then. */
function openWatch(folder: string, onName: (name: string | null) => void): FSWatcher | null {
  try {
    const watcher = watch(folder, (_kind, name) => onName(name));
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}
