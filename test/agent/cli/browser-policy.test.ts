import { expect, test } from "vitest";
import { makeSite, run } from "../running.ts";

const ID = "abcdefghijklmnopabcdefghijklmnop";
const UPDATE = ["--update-url", "https://lanyard.example/update.xml"];

test("without a browser's name all four are told, each with why and with what stays open", async () => {
  const { code, stdout } = await run(makeSite(), ["browser", "policy", "--json", "--extension-id", ID]);
  expect(code).toBe(0);
  const all = JSON.parse(stdout) as {
    browser: string;
    policies: { policy: string; why: string }[];
    open: string[];
  }[];
  expect(all.map(({ browser }) => browser)).toEqual(["chrome", "edge", "chromium", "firefox"]);
  expect(all.every(({ policies, open }) => policies.every(({ why }) => why !== "") && open.length > 0)).toBe(
    true,
  );
  // An id of Chromium's is none of Firefox's.
  expect(JSON.stringify(all[0])).toContain(ID);
  expect(JSON.stringify(all[3])).not.toContain(ID);
});

test("a file is on stdout alone, and the whys are beside it", async () => {
  const words = [
    "browser",
    "policy",
    "--browser",
    "edge",
    "--format",
    "linux-json",
    "--extension-id",
    ID,
    ...UPDATE,
  ];
  const { code, stdout, stderr } = await run(makeSite(), words);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ InPrivateModeAvailability: 1, HubsSidebarEnabled: false });
  expect(stderr).toContain("InPrivateModeAvailability closes private windows: ");
});

test.each([
  ["a browser that is none", ["--browser", "opera"], '"opera" is no browser here'],
  ["a format that is none", ["--browser", "chrome", "--format", "xml"], '"xml" is no format'],
  [
    "a file for all browsers",
    ["--format", "linux-json", "--extension-id", ID, ...UPDATE],
    "name it with --browser",
  ],
  [
    "a file of another browser's",
    ["--browser", "firefox", "--format", "linux-json", "--extension-id", "a@b", ...UPDATE],
    "Firefox does not read linux-json",
  ],
  [
    "a file without the extension",
    ["--browser", "chrome", "--format", "linux-json", ...UPDATE],
    "--extension-id is missing",
  ],
  [
    "an extension of the other kind",
    ["--browser", "firefox", "--format", "firefox-json", "--extension-id", ID, ...UPDATE],
    "is no extension id of Firefox",
  ],
  [
    "a file without the address of the extension",
    ["--browser", "chrome", "--format", "linux-json", "--extension-id", ID],
    "--update-url is missing",
  ],
])("%s is refused in a sentence", async (_, words, sentence) => {
  const { code, stdout, stderr } = await run(makeSite(), ["browser", "policy", ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(sentence);
});
