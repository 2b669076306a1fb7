import { join } from "node:path";
import { build } from "vite";

/** Bundles the SDK page into the folder `out`, which is emptied first, and gives it back. About a second. */
export async function buildSdkPage(out: string): Promise<string> {
  return bundle(import.meta.dirname, out);
}

/** Bundles the page with every call of every SDK, `breadth/`, likewise. */
export async function buildBreadthPage(out: string): Promise<string> {
  return bundle(join(import.meta.dirname, "breadth"), out);
}

async function bundle(root: string, out: string): Promise<string> {
  await build({
    configFile: false,
    root,
    base: "./",
    logLevel: "error",
    build: {
      outDir: out,
      emptyOutDir: true,
      target: "chrome123",
      minify: false,
      chunkSizeWarningLimit: 16_000,
    },
  });
  return out;
}
