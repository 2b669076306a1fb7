import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSigningKey, signingKeyOf } from "../../agent/packing/signing-key.ts";
import { buildDeb } from "../../agent/system-package/build-deb.ts";
import { packageParts } from "../../agent/system-package/package-parts.ts";
import { FIREFOX_ID } from "../../extension/manifest.ts";
import { findBrowser } from "../browser/find-browser.ts";
import { findFirefox } from "../browser/find-firefox.ts";
import { launch } from "../browser/launch.ts";
import { launchFirefox } from "../browser/launch-firefox.ts";
import { serviceWorker } from "../browser/service-worker.ts";
import { type FakeServices, startFakeServices } from "../fake/server.ts";
import type { JournalRow } from "./agent-process.ts";
import { type CallingPage, callFrom, messageCall } from "./calls.ts";
import { LayeredSystem } from "./layered-system.ts";
import { Published } from "./published.ts";
import { until } from "./until.ts";

const isHere = process.getuid?.() === 0 && existsSync("/usr/bin/dpkg-deb");
if (!isHere) console.warn("The Debian package is not installed here: that needs root on Debian.");
const firefox = isHere ? await findFirefox() : null;

const DIST = join(import.meta.dirname, "../../dist");
const EPOCH = 1_780_000_000;
const ended = new AbortController();
const keyPem = makeSigningKey();
const { id } = signingKeyOf(keyPem);
let folder: string;
let system: LayeredSystem;
let fakes: FakeServices;
let environment: { readonly HOME: string; readonly XDG_RUNTIME_DIR: string };
let agent: ChildProcess | null = null;
let debs: readonly string[];

/** Two packages: that of this version, and one whose program says that it is the next. */
async function buildBoth(): Promise<readonly string[]> {
  const parts = await packageParts([id], EPOCH, console.log);
  const said = Buffer.from(parts.bundle).toString().replaceAll('"1.0.0"', '"1.0.1"');
  const next = { ...parts, version: "1.0.1", bundle: Buffer.from(said) };
  return [await buildDeb(parts, folder, EPOCH), await buildDeb(next, folder, EPOCH)];
}

async function startAgent(): Promise<void> {
  const script = await system.starter("agent.sh", "/usr/bin/lanyard", environment);
  agent = spawn(script, ["agent", "run", "--config", "/etc/lanyard/agent.yaml"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  await until("the agent answers", async () => (await lanyard("agent", "status")).status === 0);
}

async function stopAgent(): Promise<void> {
  if (agent === null) return;
  const gone = once(agent, "exit");
  agent.kill();
  await gone;
  agent = null;
}

function lanyard(...words: readonly string[]): ReturnType<LayeredSystem["run"]> {
  const set = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
  return system.run("env", ...set, "/usr/bin/lanyard", ...words, "--json");
}

async function journal(): Promise<readonly JournalRow[]> {
  const { output } = await lanyard("journal", "list", "--limit", "1000");
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JournalRow);
}

function stateFolder(): string {
  return join(environment.HOME, ".local/state/lanyard");
}

/** All that an agent keeps for its person beside the journal. */
async function keptState(): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(stateFolder(), { withFileTypes: true });
  const names = entries
    .filter((one) => one.isFile() && !one.name.startsWith("journal.db"))
    .map(({ name }) => name);
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(stateFolder(), name), "hex")] as const),
    ),
  );
}

/** A forbidden call fails and reaches nobody, an allowed one passes, and the journal has the first as denied. */
async function decides(page: CallingPage): Promise<void> {
  const before = (await journal()).length;
  fakes.forget();
  expect(await callFrom(page, messageCall("mythos-5"))).toHaveProperty("error");
  await until(
    "an allowed call passes",
    async () => "status" in (await callFrom(page, messageCall("claude-opus-4-8"))),
  );
  expect(fakes.received({ host: "api.anthropic.com" }).filter(({ text }) => text.includes("mythos"))).toEqual(
    [],
  );
  await until("the journal has the denied call", async () =>
    (await journal())
      .slice(before)
      .some(({ effect, modelAsSent }) => effect === "deny" && modelAsSent === "mythos-5"),
  );
}

describe.skipIf(!isHere)("the Debian package", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lanyard-package-"));
    environment = { HOME: join(folder, "home"), XDG_RUNTIME_DIR: join(folder, "run") };
    [debs, system, fakes] = await Promise.all([
      buildBoth(),
      LayeredSystem.open(join(folder, "system")),
      startFakeServices({ signal: ended.signal }),
    ]);
  });
  afterAll(async () => {
    await stopAgent();
    await system.close();
    ended.abort();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test("is the same bytes for the same parts", async () => {
    const again = await packageParts([id], EPOCH, console.log);
    const deb = await buildDeb(again, join(folder, "again"), EPOCH);
    expect((await readFile(deb)).equals(await readFile(debs[0] ?? ""))).toBe(true);
  });

  test("is installed, and an agent runs from it once it has a configuration", async () => {
    await system.done("dpkg", "-i", debs[0] ?? "");
    await system.done("cp", "-r", "/etc/lanyard/sample/.", "/etc/lanyard");
    await system.done("cp", "-r", join(import.meta.dirname, "policy"), "/etc/lanyard");
    await system.done("rm", "/etc/lanyard/policy/policy.yaml");
    await system.done("cp", join(import.meta.dirname, "policy/policy.yaml"), "/etc/lanyard/policy");
    await system.done("cp", join(import.meta.dirname, "people.yaml"), "/etc/lanyard");
    await system.done(
      "sed",
      "-i",
      "s/^  ada: .*/  root: engineer-17@example.com/",
      "/etc/lanyard/agent.yaml",
    );
    await startAgent();
    expect(JSON.parse((await lanyard("agent", "status")).output)).toMatchObject({
      version: "1.0.0",
      person: "engineer-17@example.com",
    });
  });

  test("has Chromium decide, with an extension that policy installs and a host that the package registers", async () => {
    const published = await Published.open({
      folder: join(folder, "chrome"),
      dir: join(DIST, "chrome"),
      keyPem,
      signal: ended.signal,
    });
    await published.publish("1.0.0");
    const forDriver = { RemoteDebuggingAllowed: true, DeveloperToolsAvailability: 1 };
    const policies = { ...(await published.policies("chromium", id)), ...forDriver };
    await system.write("/etc/chromium/policies/managed/lanyard.json", JSON.stringify(policies));
    const browser = await findBrowser({});
    const start = await system.starter("chromium.sh", browser.executable, environment);
    const context = await launch(
      {
        browser,
        profile: join(environment.HOME, ".config/chromium"),
        headless: true,
        signal: ended.signal,
        hosts: { "*:80": fakes.plainPort, "*": fakes.port },
        spki: fakes.spki,
      },
      [],
      start,
    );
    await serviceWorker(context, id);
    const page = await context.newPage();
    await page.goto("https://intranet.example/");
    await decides(page);
    await context.close();
  });

  test("is found by the doctor, with the extension that policy installed", async () => {
    const { findings } = JSON.parse((await lanyard("doctor")).output) as {
      findings: readonly { readonly state: string; readonly sentence: string }[];
    };
    const well = findings.filter((one) => one.state === "well").map(({ sentence }) => sentence);
    expect(well).toContain(`Chromium reaches the agent, for ${id}.`);
    expect(well).toContain(
      'Chromium has the extension force-installed in its profile "Default", version 1.0.0.',
    );
    // All but the two that the driver needs otherwise.
    const open = findings.filter((one) => one.state === "open").map(({ sentence }) => sentence);
    expect(open).toContainEqual(
      expect.stringMatching(/^2 of \d+ browser policies of Chromium are not in force/),
    );
  });

  test.skipIf(firefox === null)("has Firefox decide in the same way", async () => {
    const published = await Published.open({
      folder: join(folder, "firefox"),
      dir: join(DIST, "firefox"),
      keyPem: null,
      base: "https://updates.example",
      signal: ended.signal,
    });
    await published.publish("1.0.0");
    const { DisableDeveloperTools: _, ...policies } = await published.policies("firefox", FIREFOX_ID);
    await system.write("/etc/firefox/policies/policies.json", JSON.stringify({ policies }));
    const run = { XDG_RUNTIME_DIR: environment.XDG_RUNTIME_DIR };
    const opened = await launchFirefox({
      executable: firefox ?? "",
      start: await system.starter("firefox.sh", firefox ?? "", run),
      profile: join(folder, "firefox-profile"),
      extension: { id: FIREFOX_ID, xpi: "" },
      hosts: { "*:80": fakes.plainPort, "*": fakes.port },
      signal: ended.signal,
    });
    await until("the toolbar says protected", async () =>
      (await opened.toolbar()).startsWith("Lanyard: protected"),
    );
    await decides(await opened.newTab("https://intranet.example/"));
    await opened.close();
  });

  test("keeps journal, floor, keys and configuration when the next version comes", async () => {
    // The package knows nothing of a person's state: what a signed policy left there must stay as it is.
    await writeFile(join(stateFolder(), "floor-a"), "a floor");
    const before = {
      rows: await journal(),
      kept: await keptState(),
      config: await system.done("cat", "/etc/lanyard/agent.yaml"),
    };
    await system.done("dpkg", "-i", debs[1] ?? "");
    await stopAgent();
    await startAgent();
    expect(JSON.parse((await lanyard("agent", "status")).output)).toMatchObject({ version: "1.0.1" });
    expect((await journal()).slice(0, before.rows.length)).toEqual(before.rows);
    expect([...before.kept.keys()]).toEqual(expect.arrayContaining(["device-key", "floor-a", "prompt-key"]));
    expect(await keptState()).toEqual(before.kept);
    expect(await system.done("cat", "/etc/lanyard/agent.yaml")).toBe(before.config);
  });

  test("leaves nothing of itself when it is purged, and people's own state where it is", async () => {
    await stopAgent();
    const files = (await system.done("dpkg", "-L", "lanyard")).split("\n");
    expect(files).toContain("/etc/opt/edge/native-messaging-hosts/com.lanyard.agent.json");
    await system.done("rm", "-r", "/etc/chromium/policies", "/etc/firefox");
    await system.done("dpkg", "--purge", "lanyard");
    const left = (await system.changed()).filter((path) => !DPKG.test(path));
    expect(left).toEqual([]);
    expect(existsSync(join(environment.HOME, ".local/state/lanyard/journal.db"))).toBe(true);
  });
});

/** What dpkg and its triggers keep for themselves: lists, logs and the index of manual pages. */
const DPKG = /^\/var\/(?:lib\/dpkg|log|cache\/(?:man|debconf))(?:\/|$)/;
