import { join } from "node:path";
import type { BrowserContext } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "vite";
import { launch } from "../browser/launch.ts";
import { World } from "./world.ts";

/** Kinds of behaviors, as their names begin. */
const KINDS = [
  "shape:",
  "stack:",
  "fetch:",
  "order:",
  "xhr:",
  "socket:",
  "events:",
  "beacon:",
  "worker:",
  "channel:",
] as const;

const WITHIN = "The page's own code runs within its call, which goes through the hook.";

/** What differs, and why it harms nobody. */
const HARMLESS: Readonly<Record<string, string>> = {
  "shape: toString by a frame": "Another realm shows a native function without its name.",
  "stack: a fetch on another object": "Natively, too, it is an error, and of a page's own making.",
  "stack: toString of no function": "The native function's own line is not there.",
  "stack: handlers of a reply": WITHIN,
  "stack: handlers of a failure": WITHIN,
  "stack: a handler of a failure's last state": WITHIN,
  "stack: the first handler of a request with a Blob": WITHIN,
  "stack: an address as it turns into text": WITHIN,
  "stack: options as they are read": WITHIN,
  "stack: an error of a conversion": WITHIN,
  "xhr: a failure is the browser's own event":
    "The failure was held back until the worker had said that it was not ours.",
  "xhr: upload that fails":
    "The upload's own events are not held back: listening to them would ask for a preflight.",
  "channel: texts and bytes in order":
    "A data channel that no permitted call set up is stopped, as policy wants.",
};

let world: World;
let plain: Record<string, string> = {};
let governed: Record<string, string> = {};

beforeAll(async () => {
  world = await World.open();
  await world.agent.start();
  const script = await bundle();
  plain = await behaviorsIn(world.keep(await launch(world.launchOptions("plain"), [])), script);
  governed = await behaviorsIn(await world.launchReady("unpacked", "governed"), script);
}, 240_000);
afterAll(() => world.close());

/** The behaviors as one script for a page. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: "chrome148",
      minify: false,
      lib: {
        entry: join(import.meta.dirname, "differential/page.ts"),
        formats: ["iife"],
        name: "differential",
      },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !("output" in output)) throw new Error("The behaviors were not built.");
  return output.output[0].code;
}

/** What a page on a governed host sees in this browser. */
async function behaviorsIn(context: BrowserContext, script: string): Promise<Record<string, string>> {
  const page = await context.newPage();
  await page.goto("https://chatgpt.com/");
  const seen: Record<string, string> = {};
  for (const kind of KINDS) {
    await page.reload();
    await page.evaluate(script);
    Object.assign(seen, await page.evaluate((only) => behave(only), kind));
  }
  await context.close();
  return seen;
}

describe("a page on a governed host sees the same with the extension as without", () => {
  test("in as many behaviors as there are", () => {
    expect(Object.keys(plain).length).toBeGreaterThan(300);
    expect(Object.keys(governed)).toEqual(Object.keys(plain));
    expect(Object.entries(plain).filter(([, value]) => value === `"no end"`)).toEqual([]);
  });

  test.each(KINDS)("of the kind %s", (kind) => {
    const names = Object.keys(plain).filter((name) => name.startsWith(kind));
    const differs = (name: string): boolean => plain[name] !== governed[name];
    const differing = names.filter((name) => differs(name) && HARMLESS[name] === undefined);
    expect(differing.map((name) => `${name}\n  ${plain[name]}\n  ${governed[name]}`).join("\n")).toBe("");
  });
});

test("nothing is excused that does not differ", () => {
  expect(Object.keys(HARMLESS).filter((name) => plain[name] === governed[name])).toEqual([]);
});

describe("where a page finds the hook in a stack", () => {
  /** Of frames without a name for their source; the page's own are named, or of its `eval`. */
  const HOOK = /\\n {4}at (?!async)(?:[^\\(]* \()?<anonymous>(?::\d+:\d+)?\)?(?=\\n|")/g;

  test("it finds frames without a name, and nothing else that differs", () => {
    const stacks = Object.keys(HARMLESS).filter((name) => name.startsWith("stack:"));
    expect(stacks.map((name) => governed[name]?.replaceAll(HOOK, ""))).toEqual(
      stacks.map((name) => plain[name]?.replaceAll(HOOK, "")),
    );
  });

  test("it never finds the address of the extension", () => {
    const named = Object.entries(governed).filter(([, value]) => value.includes("chrome-extension:"));
    expect(named).toEqual([]);
  });
});

/** The function that the script offers. */
declare function behave(only: string): Promise<Record<string, string>>;
