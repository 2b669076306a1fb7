import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSdkPage } from "../e2e/pages/build.ts";
import { startFakeServices, type FakeServices } from "../fake/server.ts";
import { makeSigningKey, signingKeyOf } from "../../agent/packing/signing-key.ts";
import { findBrowser, type FoundBrowser } from "./find-browser.ts";
import { canForce, launchForced } from "./launch-forced.ts";
import { launchUnpacked } from "./launch-unpacked.ts";
import { packExtension, type PackedExtension } from "./pack-extension.ts";
import { serviceWorker, stopWorkers } from "./service-worker.ts";

const ending = new AbortController();
const keyPem = makeSigningKey();
const key = signingKeyOf(keyPem);
let folder: string;
let fakes: FakeServices;
let browser: FoundBrowser;
let extension: PackedExtension;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lanyard-launch-test-"));
  browser = await findBrowser();
  const sdk = await buildSdkPage(join(folder, "sdk"));
  fakes = await startFakeServices({ signal: ending.signal, sites: { "sdk.example": sdk } });
  extension = await packExtension({
    dir: join(import.meta.dirname, "probe"),
    keyPem,
    out: join(folder, "probe"),
  });
});
afterAll(async () => {
  ending.abort();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function wanted(profile: string) {
  return {
    browser,
    profile: join(folder, profile),
    headless: true,
    signal: ending.signal,
    hosts: { "*": fakes.port },
    spki: fakes.spki,
    extension,
  };
}

test("the packed extension carries the id and the key it was packed with", async () => {
  const crx = await readFile(extension.crx);
  expect(extension.id).toBe(key.id);
  expect(crx.subarray(0, 4).toString()).toBe("Cr24");
  expect(crx.includes(Buffer.from(key.publicDer))).toBe(true);
  const manifest: unknown = JSON.parse(await readFile(join(extension.dir, "manifest.json"), "utf8"));
  expect(manifest).toMatchObject({ version: "1.2.3", key: Buffer.from(key.publicDer).toString("base64") });
});

describe("a browser with the extension", () => {
  test("loaded unpacked blocks, asleep or awake", async () => {
    const context = await launchUnpacked(wanted("unpacked"));
    await serviceWorker(context, extension.id);
    await blocks(context);
    const page = await context.newPage();
    await stopWorkers(page);
    await blocks(context);
    await context.close();
  });

  test("force-installed blocks, and the browser calls it the administrator's", async ({ skip }) => {
    if (!(await canForce(browser))) skip("no mount namespace for us here");
    const context = await launchForced(wanted("forced"));
    const worker = await serviceWorker(context, extension.id);
    await blocks(context);
    expect(await worker.evaluate("chrome.management.getSelf().then((self) => self.installType)")).toBe(
      "admin",
    );
    await context.close();
  });

  test("shows the vendors' SDKs at work in a page, whole and streamed", async () => {
    const context = await launchUnpacked(wanted("sdk-profile"));
    const page = await context.newPage();
    await page.goto("https://sdk.example/");
    for (const sdk of ["openai-chat", "openai-responses", "anthropic-messages", "genai-generate"] as const) {
      for (const stream of [false, true]) {
        const outcome = await page.evaluate(async (question) => window.ask(question.sdk, question), {
          sdk,
          stream,
          model: "M",
          prompt: "hi",
        });
        expect(outcome).toEqual({ text: "This is a stand-in speaking as M. Nothing left this machine." });
      }
    }
    await context.close();
  });

  test("ends with the process that started it, even when that is killed", async ({ skip }) => {
    if (process.platform === "win32") skip("processes are looked up by /proc or ps");
    const profile = join(folder, "orphan");
    const parent = spawn(
      process.execPath,
      [
        join(import.meta.dirname, "launch-and-wait.ts"),
        browser.executable,
        profile,
        extension.dir,
        extension.id,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(parent.stdout, "data");
    expect(await running(profile)).not.toBe("");
    parent.kill("SIGKILL");
    await expect.poll(() => running(profile), { timeout: 15_000 }).toBe("");
  });
});

async function running(profile: string): Promise<string> {
  const list = spawn("ps", ["-eo", "args"], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = (await list.stdout.setEncoding("utf8").toArray()).join("").split("\n");
  return lines.filter((line) => line.includes(`--user-data-dir=${profile}`)).join("\n");
}

async function blocks(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto("https://sdk.example/");
  const allowed = await page.evaluate(async () => (await fetch("https://api.openai.com/v1/models")).status);
  expect(allowed).toBe(200);
  const forbidden = page.evaluate(async () => fetch("https://api.openai.com/forbidden"));
  await expect(forbidden).rejects.toThrow("Failed to fetch");
  expect(fakes.received({ path: "/forbidden" })).toEqual([]);
  await page.close();
}
