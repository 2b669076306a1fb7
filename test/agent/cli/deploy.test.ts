import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FORMATS } from "../../../agent/deploy/format-names.ts";
import { deploymentFiles } from "../../../agent/deploy/formats.ts";
import { anyDeployment, BROWSER_KINDS } from "../../../agent/deploy/browser-policy.ts";
import { makeSite, run } from "../running.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const ID = "abcdefghijklmnopabcdefghijklmnop";
const UPDATE = ["--update-url", "https://lanyard.example/update.xml"];
const CHROME = ["deploy", "chrome", "--extension-id", ID, ...UPDATE];

test("a folder gets every file for the browser, with a README that tells of each", async () => {
  const out = join(temporaryFolder(), "policies");
  const { code, stdout } = await run(makeSite(), [...CHROME, "--out", out, "--json"]);
  expect(code).toBe(0);
  const { files } = JSON.parse(stdout) as { files: string[] };
  const there = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(there.map((one) => join(one.parentPath, one.name)).toSorted()).toEqual(files.toSorted());
  expect(files).toHaveLength(8);
  expect(readFileSync(join(out, "README.md"), "utf8")).toContain("windows/lanyard.reg");
});

test("one form is on stdout alone", async () => {
  const { code, stdout, stderr } = await run(makeSite(), [
    ...CHROME,
    "--format",
    "linux-json",
    "--allow-program",
    "com.example.program",
    "--google-domain",
    "example.com",
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({
    ExtensionSettings: { [ID]: { update_url: UPDATE[1], override_update_url: true } },
    NativeMessagingAllowlist: ["com.lanyard.agent", "com.example.program"],
    AllowedDomainsForApps: "example.com",
  });
});

test("every form is read by some browser", () => {
  const read = BROWSER_KINDS.flatMap((kind) =>
    deploymentFiles(kind, anyDeployment()).map(({ format }) => format),
  );
  expect(new Set(read)).toEqual(new Set(FORMATS));
});

test.each([
  ["a browser that is none", ["deploy", "opera"], '"opera" is no browser here'],
  ["no browser", ["deploy"], "missing required args"],
  ["neither folder nor form", CHROME, "Write one of --out"],
  ["a form that is none", [...CHROME, "--format", "xml"], '"xml" is no format'],
  ["another browser's form", [...CHROME, "--format", "firefox-json"], "Chrome does not read firefox-json"],
  ["no extension", ["deploy", "chrome", ...UPDATE, "--format", "reg"], "--extension-id is missing"],
  [
    "an extension of the other kind",
    ["deploy", "firefox", "--extension-id", ID, ...UPDATE, "--format", "reg"],
    "is no extension id of Firefox",
  ],
  ["no address", ["deploy", "chrome", "--extension-id", ID, "--format", "reg"], "--update-url is missing"],
  [
    "an address that is none",
    ["deploy", "chrome", "--extension-id", ID, "--update-url", "updates", "--format", "reg"],
    '--update-url: "updates" is no address',
  ],
  ["another browser's option", [...CHROME, "--format", "reg", "--unsigned"], "--unsigned is for Firefox"],
  [
    "a domain that is none",
    [...CHROME, "--format", "reg", "--google-domain", "a b"],
    '--google-domain: "a b" is no name',
  ],
])("%s is refused in a sentence", async (_, words, sentence) => {
  const { code, stdout, stderr } = await run(makeSite(), words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(sentence);
});
