import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** One file of the page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The files of the built page by their path within the folder, read once: an address is looked up among these names
 * and never becomes a path. Null where the folder is not there.
 */
export function pageFilesIn(folder: string): ReadonlyMap<string, PageFile> | null {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    return new Map(
      entries.map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        const type = TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
        return [
          relative(folder, path).split(sep).join("/"),
          { type, bytes: new Uint8Array(readFileSync(path)) },
        ];
      }),
    );
  } catch {
    return null;
  }
}
