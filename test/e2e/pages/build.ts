import { build } from "vite";

/** Bundles the SDK page into the folder `out`, which is emptied first, and gives it back. About a second. */
export async function buildSdkPage(out: string): Promise<string> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: "error",
    build: { outDir: out, emptyOutDir: true, target: "chrome123", chunkSizeWarningLimit: 4_000 },
  });
  return out;
}
