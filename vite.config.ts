import { builtinModules } from "node:module";
import { crx } from "@crxjs/vite-plugin";
import { preact } from "@preact/preset-vite";
import { defineConfig, type Plugin, type UserConfig } from "vite";
import { baselineRules } from "./extension/baseline.ts";
import { manifestFor } from "./extension/manifest.ts";
import { catalogHosts, indexCatalog, shapePatterns } from "./shared/catalog/recognize.ts";
import { storeScopes } from "./shared/catalog/store-scopes.ts";
import { SERVICES } from "./shared/catalog/services.ts";

const root = import.meta.dirname;
const catalog = indexCatalog(SERVICES);

/** One configuration for all that is built: `--mode chrome`, `firefox`, `agent` or `console`; vitest comes with `test`. */
export default defineConfig(({ mode }): UserConfig => {
  switch (mode) {
    case "chrome":
    case "firefox":
      return extension(mode);
    case "agent":
      return agent();
    case "console":
      return consolePage();
    case "test":
      return { test: tests() } as UserConfig;
    default:
      throw new Error(`There is no mode "${mode}": use chrome, firefox, agent or console.`);
  }
});

function extension(browser: "chrome" | "firefox"): UserConfig {
  const hosts = catalogHosts(catalog).map((host) => `*://${host}/*`);
  return {
    root: `${root}/extension`,
    publicDir: `${root}/extension/public`,
    plugins: [
      baseline(browser),
      preact(),
      crx({ manifest: manifestFor(browser, hosts), browser }),
      refuseAsyncLoader(),
      namelessHook(),
    ],
    build: {
      outDir: `${root}/dist/${browser}`,
      emptyOutDir: true,
      target: browser === "chrome" ? "chrome148" : "firefox128",
      modulePreload: false,
      rolldownOptions: {
        input: {
          blocked: `${root}/extension/blocked/index.html`,
          clearance: `${root}/extension/clearance/index.html`,
          request: `${root}/extension/request/index.html`,
        },
      },
    },
  };
}

/** One CommonJS file with all its packages, for Node 24 alone. */
function agent(): UserConfig {
  return {
    ssr: { noExternal: true, external: [...builtinModules] },
    build: {
      ssr: `${root}/agent/main.ts`,
      outDir: `${root}/dist/agent`,
      emptyOutDir: true,
      target: "node24",
      minify: false,
      rolldownOptions: {
        output: { format: "cjs", entryFileNames: "lanyard.cjs", codeSplitting: false },
      },
    },
  };
}

/** The console's page, beside the agent that serves it; every address in it is relative, since its folder is a secret. */
function consolePage(): UserConfig {
  return {
    root: `${root}/agent/console/client`,
    base: "./",
    plugins: [preact()],
    build: {
      outDir: `${root}/dist/agent/console`,
      emptyOutDir: true,
      target: ["chrome123", "firefox128"],
      modulePreload: false,
      assetsInlineLimit: 0,
    },
  };
}

/** Programs that tests start, hundreds of times, are compiled once. */
const COMPILED = `${root}/node_modules/.cache/compiled`;

/**
 * Tests of pure code share one world, unit and integration tests share threads, and end-to-end tests have browsers of
 * their own. Three files go at a time, of whatever kind: some mostly wait, and some mostly work.
 * The long ones are for the night: `npm run nightly`.
 */
function tests(): unknown {
  const common = {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    env: { NODE_COMPILE_CACHE: COMPILED },
  };
  return {
    projects: [
      {
        extends: false,
        test: {
          ...common,
          name: "pure",
          include: ["test/shared/**/*.test.ts"],
          pool: "threads",
          isolate: false,
        },
      },
      {
        extends: false,
        test: {
          ...common,
          name: "unit",
          include: ["test/{extension,agent,fake,browser,tour}/**/*.test.{ts,tsx}"],
          pool: "threads",
        },
      },
      {
        extends: false,
        test: { name: "structure", include: ["test/structure/*.test.ts"], pool: "threads" },
      },
      {
        extends: false,
        test: {
          ...common,
          name: "e2e",
          include: ["test/e2e/*.test.ts"],
          pool: "forks",
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: false,
        test: {
          ...common,
          name: "long",
          include: ["test/e2e/long/*.test.ts"],
          pool: "forks",
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  };
}

/** The fail-closed rules that hold while the worker is not ready, made from the catalog. */
function baseline(browser: "chrome" | "firefox"): Plugin {
  return {
    name: "lanyard-baseline",
    generateBundle() {
      this.emitFile({
        type: "asset",
        fileName: "baseline.json",
        source: JSON.stringify(
          baselineRules(catalogHosts(catalog), shapePatterns(catalog), browser, storeScopes(catalog)),
          null,
          1,
        ),
      });
    },
  };
}

/** Where the hook is seen in a stack, as in a page's reports of its own errors, the extension's address is not. */
function namelessHook(): Plugin {
  return {
    name: "lanyard-nameless-hook",
    enforce: "post",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (!file.fileName.startsWith("page/main")) continue;
        const name = "\n//# sourceURL=<anonymous>\n";
        if (file.type === "chunk") file.code += name;
        else file.source = `${String(file.source)}${name}`;
      }
    },
  };
}

/** A content script with an asynchronous loader runs after the page's own first scripts: never ship one. */
function refuseAsyncLoader(): Plugin {
  return {
    name: "lanyard-refuse-async-loader",
    generateBundle(_options, bundle) {
      const loader = Object.keys(bundle).find((file) => file.includes("-loader"));
      if (loader?.includes("content"))
        this.error(`${loader} loads a content script asynchronously: name the source *.iife.ts.`);
    },
  };
}
