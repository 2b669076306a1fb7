import { join } from "node:path";
import { build } from "vite";

const ENTRY = join(import.meta.dirname, "../../extension/page/main.iife.ts");

/** The page hook as it is built, as text. */
export async function hookScript(minify: boolean): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "chrome148",
      minify,
      lib: { entry: ENTRY, formats: ["iife"], name: "hook" },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !("output" in output)) throw new Error("The hook was not built.");
  return output.output[0].code;
}
