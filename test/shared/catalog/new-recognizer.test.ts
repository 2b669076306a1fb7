import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const ROOT = new URL("../../../", import.meta.url).pathname;
const copy = mkdtempSync(join(tmpdir(), "lanyard-new-recognizer-"));
afterAll(() => rmSync(copy, { recursive: true }));

for (const part of ["package.json", "agent", "shared", "test/generate", "test/shared/catalog/fixtures"])
  cpSync(join(ROOT, part), join(copy, part), { recursive: true });
symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));

/** Runs a script of the copy. */
function run(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

const make = (...args: readonly string[]) => run("test/generate/new-recognizer.ts", ...args);
const list = () => readFileSync(join(copy, "shared/catalog/services.ts"), "utf8");
const recognized = (name: string): unknown =>
  JSON.parse(run("agent/main.ts", "recognize", `test/shared/catalog/fixtures/${name}.json`, "--json").output);

describe("new:recognizer", () => {
  test("makes a record that recognizes its own fixture at once, and says what to do next", () => {
    const made = make(
      "example-api",
      "--host",
      "*.example.test",
      "--path",
      "/v1/{model}/run",
      "--operation",
      "image",
    );
    expect(made).toMatchObject({ status: 0, output: expect.stringContaining("Next:") });
    expect(recognized("example-api")).toMatchObject({
      service: "example-api",
      operation: "image",
      modelAsSent: "example-1",
      prompt: "hello",
    });
  });

  test("puts import and entry where they belong", () => {
    expect(make("zzz-web", "--host", "zzz.test").status).toBe(0);
    expect(recognized("zzz-web")).toMatchObject({ service: "zzz-web", operation: "chat" });
    const text = list();
    expect(text.indexOf("import exampleApi")).toBeLessThan(text.indexOf("import fal "));
    expect(text.indexOf("import exampleApi")).toBeGreaterThan(text.indexOf("import elevenlabs "));
    expect(text.indexOf("    zzzWeb,\n")).toBeLessThan(text.indexOf("    genericVertex,\n"));
  });

  test.each([
    ["a name that exists", ["openai-api", "--host", "api.example.test"], 1, "is there already"],
    ["what is no service id", ["Example_API", "--host", "api.example.test"], 2, "is no service id"],
    ["a path for a name", ["../escape", "--host", "api.example.test"], 2, "is no service id"],
    ["no host", ["other-api"], 2, "--host"],
    [
      "an operation that there is not",
      ["other-api", "--host", "a.test", "--operation", "sing"],
      2,
      "is no operation",
    ],
    ["an option that there is not", ["other-api", "--hosts", "a.test"], 2, "--hosts"],
  ])("refuses %s and changes nothing", (_, args, status, words) => {
    const before = list();
    expect(make(...args)).toMatchObject({ status, output: expect.stringContaining(words) });
    expect(list()).toBe(before);
  });

  test("has help with an example", () => {
    expect(make("--help")).toMatchObject({ status: 0, output: expect.stringContaining("Example: npm run") });
  });
});
