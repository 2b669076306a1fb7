import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSigningKey } from "../../agent/packing/signing-key.ts";
import { findBrowser } from "../browser/find-browser.ts";
import { launchForced } from "../browser/launch-forced.ts";
import { packExtension, type PackedExtension } from "../browser/pack-extension.ts";
import { serviceWorker } from "../browser/service-worker.ts";
import { lanyard } from "./agent-process.ts";

const DIST = join(import.meta.dirname, "../../dist/chrome");
const ended = new AbortController();
let folder: string;
let extension: PackedExtension;
let policies: Record<string, unknown>;
let context: BrowserContext;

/** The driver debugs the browser, so the two policies that forbid it are named and have the other value. */
const FOR_THE_DRIVER = { RemoteDebuggingAllowed: true, DeveloperToolsAvailability: 1 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lanyard-policies-"));
  const browser = await findBrowser({});
  const keyPem = makeSigningKey();
  extension = await packExtension({ dir: DIST, keyPem, out: join(folder, "extension") });
  const profile = join(folder, "profile");
  const words = `deploy chromium --format linux-json --extension-id ${extension.id} --google-domain example.com --allow-program com.example.program --update-url`;
  const printed = await lanyard(...words.split(" "), `file://${profile}.managed/update.xml`);
  policies = { ...(JSON.parse(printed.stdout) as Record<string, unknown>), ...FOR_THE_DRIVER };
  const launch = { browser, profile, headless: true, signal: ended.signal, hosts: { "*": 9 } };
  context = await launchForced({ ...launch, extension, policies });
});

afterAll(async () => {
  await context.close();
  ended.abort();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test("Chromium takes every policy that is written for it, and finds nothing wrong with any", async () => {
  const page = await context.newPage();
  await page.goto("chrome://policy");
  const rows = page.locator("policy-table .policy.row:not(.header)");
  await rows.first().waitFor();
  const seen = await rows.evaluateAll((all) =>
    all.map((row) => {
      const text = (name: string): string => row.querySelector(name)?.textContent?.trim() ?? "";
      return { name: text(".name"), messages: text(".messages") };
    }),
  );
  const own = seen.filter(({ name }) => name in policies);
  expect(own.map(({ name }) => name).toSorted()).toEqual(Object.keys(policies).toSorted());
  expect(own.filter(({ messages }) => messages !== "OK")).toEqual([]);
});

test("under them the extension is installed, and the page of flags is closed", async () => {
  await serviceWorker(context, extension.id);
  const page = await context.newPage();
  await expect(page.goto("chrome://flags")).rejects.toThrow(/ERR_BLOCKED_BY_ADMINISTRATOR/);
});
