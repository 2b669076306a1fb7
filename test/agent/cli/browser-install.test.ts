import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { browserPlaces } from "../../../agent/cli/browsers.ts";
import { launcherText } from "../../../agent/cli/launcher.ts";
import { exitOf, makeSite, run, startAgent } from "../running.ts";
import { talkThrough } from "../talk.ts";

const ID = "abcdefghijklmnopabcdefghijklmnop";

test("an installed launcher runs the host that finds the agent", async () => {
  const site = makeSite();
  await startAgent(site);
  const hosts = join(site.folder, "profile/NativeMessagingHosts");
  const args = ["browser", "install", "--config", site.config, "--extension-id", ID, "--dir", hosts];
  expect((await run(site, [...args, "--json"])).code).toBe(0);
  const manifest = JSON.parse(readFileSync(join(hosts, "com.lanyard.agent.json"), "utf8"));
  expect(manifest).toEqual({
    name: "com.lanyard.agent",
    description: expect.any(String),
    path: join(hosts, "com.lanyard.agent.sh"),
    type: "stdio",
    allowed_origins: [`chrome-extension://${ID}/`],
  });
  const script = readFileSync(manifest.path, "utf8");
  expect(script).toContain(`'${process.execPath}'`);
  expect(script).toContain(`'--socket' '${site.socket}'`);
  expect(statSync(manifest.path).mode & 0o777).toBe(0o755);
  const host = spawn(manifest.path, [`chrome-extension://${ID}/`], {
    cwd: hosts,
    env: { PATH: "/usr/bin:/bin" },
  });
  onTestFinished(() => void host.kill("SIGKILL"));
  const talk = talkThrough(host);
  await talk.until((heard) => heard.find((one) => one.type === "link" && one.up));
  talk.hello();
  expect((await talk.state()).clearance?.holder.id).toBe("ada@example.com");
  host.stdin.end();
  expect(await exitOf(host)).toBe(0);
});

test("a user's browsers that are here get their files, each family its own ids, and lose them again", async () => {
  const site = makeSite();
  mkdirSync(join(site.folder, ".config/chromium"), { recursive: true });
  mkdirSync(join(site.folder, ".mozilla/firefox"), { recursive: true });
  const environment = { ...site.environment, PATH: "/nowhere" };
  const ids = ["--extension-id", ID, "--extension-id", "guard@lanyard.test"];
  const ran = await run({ ...site, environment }, ["browser", "install", "--config", site.config, ...ids]);
  expect(ran.code).toBe(0);
  const chromium = join(site.folder, ".config/chromium/NativeMessagingHosts/com.lanyard.agent.json");
  const firefox = join(site.folder, ".mozilla/native-messaging-hosts/com.lanyard.agent.json");
  expect(JSON.parse(readFileSync(chromium, "utf8"))).toMatchObject({
    allowed_origins: [`chrome-extension://${ID}/`],
  });
  expect(JSON.parse(readFileSync(firefox, "utf8"))).toMatchObject({
    allowed_extensions: ["guard@lanyard.test"],
  });
  expect(ran.stdout).toContain(chromium);
  expect(ran.stdout).toContain(firefox);
  expect(existsSync(join(site.folder, ".config/google-chrome"))).toBe(false);
  expect((await run(site, ["browser", "uninstall"])).code).toBe(0);
  expect(readdirSync(join(chromium, ".."))).toEqual([]);
  expect(readdirSync(join(firefox, ".."))).toEqual([]);
  const again = await run(site, ["browser", "uninstall", "--json"]);
  expect(JSON.parse(again.stdout)).toEqual({ removed: [], commands: [] });
});

test.each([
  ["no id", [], 2, "--extension-id is missing"],
  ["an id that is none", ["--extension-id", "abc"], 2, '"abc" is no extension id'],
  ["two scopes", ["--extension-id", ID, "--user", "--system"], 2, "one of --user, --system and --dir"],
  [
    "both families in one folder",
    ["--extension-id", ID, "--extension-id", "a@b", "--dir", "d"],
    2,
    "one kind of browser",
  ],
])("browser install refuses %s", async (_what, args, code, sentence) => {
  const site = makeSite();
  const ran = await run(site, ["browser", "install", "--config", site.config, ...args]);
  expect(ran).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(sentence) });
});

test("browser install says where no browser is found", async () => {
  const site = makeSite();
  const environment = { ...site.environment, PATH: "/nowhere" };
  const args = ["browser", "install", "--config", site.config, "--extension-id", ID];
  expect(await run({ ...site, environment }, args)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Name its folder with --dir"),
  });
});

test("a launcher keeps spaces, quotes and percent signs of paths as they are", () => {
  const launch = { node: "/opt/it's here/node", program: "/a b/lanyard.cjs", socket: null };
  expect(launcherText("linux", launch)).toBe(
    `#!/bin/sh\nexec '/opt/it'\\''s here/node' '/a b/lanyard.cjs' 'native-host' "$@"\n`,
  );
  expect(launcherText("win32", { ...launch, node: "C:\\100%\\node.exe" })).toBe(
    `@echo off\r\n"C:\\100%%\\node.exe" "/a b/lanyard.cjs" "native-host" %*\r\n`,
  );
});

test("the places of every system name each browser once", () => {
  for (const platform of ["linux", "darwin", "win32"] as const)
    for (const scope of ["user", "system"] as const) {
      const places = browserPlaces({ platform, home: "/home/ada", user: "ada", environment: {} }, scope);
      expect(places.map(({ name }) => name)).toEqual(["Chromium", "Chrome", "Edge", "Firefox"]);
      for (const { registryKey } of places) expect(registryKey !== null).toBe(platform === "win32");
    }
});
