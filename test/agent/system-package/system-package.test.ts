import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../../agent/cli/commands.ts";
import { controlFiles, debianFiles } from "../../../agent/system-package/debian-files.ts";
import { launchdPlist, NOT_RUN } from "../../../agent/system-package/launchd-plist.ts";
import { manPage } from "../../../agent/system-package/man-page.ts";
import { SAMPLES } from "../../../agent/system-package/samples.ts";
import { SERVICES } from "../../../agent/system-package/service.ts";
import { systemdUnit } from "../../../agent/system-package/systemd-unit.ts";
import { windowsTask } from "../../../agent/system-package/windows-task.ts";
import { readPlist, readXml } from "../deploy/read-xml.ts";
import { makeSite, run } from "../running.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const ID = "abcdefghijklmnopabcdefghijklmnop";
const FILES = debianFiles({
  version: "1.0.0",
  bundle: Buffer.from("bundle"),
  page: new Map([["assets/index.js", Buffer.from("page")]]),
  node: Buffer.from("node"),
  extensionIds: { chromium: [ID], firefox: ["lanyard@lanyard.example"] },
  copyright: "copyright",
  changelog: "changelog",
});

describe("the Debian package", () => {
  test("registers the agent with every browser", () => {
    const hosts = [...FILES].filter(([path]) => path.endsWith("/com.lanyard.agent.json"));
    expect(hosts.map(([path]) => path)).toEqual([
      "/etc/chromium/native-messaging-hosts/com.lanyard.agent.json",
      "/etc/opt/chrome/native-messaging-hosts/com.lanyard.agent.json",
      "/etc/opt/edge/native-messaging-hosts/com.lanyard.agent.json",
      "/usr/lib/mozilla/native-messaging-hosts/com.lanyard.agent.json",
    ]);
    for (const [, { content }] of hosts)
      expect(FILES.get((JSON.parse(String(content)) as { path: string }).path)?.mode).toBe(0o755);
  });

  test("has the console's page beside the program, where the program looks for it", () => {
    expect(String(FILES.get("/usr/lib/lanyard/console/assets/index.js")?.content)).toBe("page");
  });

  test("names everything in /etc as configuration, and nothing else", () => {
    const { conffiles } = controlFiles("1.0.0", "amd64", FILES);
    const named = String(conffiles?.content).trim().split("\n");
    expect(named.toSorted()).toEqual([...FILES.keys()].filter((path) => path.startsWith("/etc/")).toSorted());
    expect(named).not.toContain("/etc/lanyard/agent.yaml");
  });

  test("has a sample policy without problems", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "policy.yaml"), SAMPLES["policy/policy.yaml"] ?? "");
    expect(await run(makeSite(), ["policy", "check", folder])).toMatchObject({ code: 0 });
  });

  test("has a manual page with every command", () => {
    const page = manPage(COMMANDS, "1.0.0");
    for (const { name } of COMMANDS)
      expect(page).toContain(`.B lanyard ${name.replaceAll("-", String.raw`\-`)}`);
    expect(page).toContain(String.raw`\-\-update\-url\-base`);
  });
});

test.skipIf(!existsSync("/usr/bin/systemd-analyze"))(
  "the unit leaves a person's agent little to go wrong with",
  () => {
    const file = join(temporaryFolder(), "lanyard.service");
    // As it is for somebody who is not root: no capabilities.
    const own = systemdUnit(SERVICES.linux).replace(
      "[Service]",
      "[Service]\nUser=ada\nCapabilityBoundingSet=",
    );
    writeFileSync(file, own);
    const parameters = ["security", "--offline=yes", "--no-pager", "--threshold=30", file];
    expect(execFileSync("systemd-analyze", parameters).toString()).toMatch(/exposure level .*: 2\.\d OK/);
  },
);

describe("what starts the agent elsewhere", () => {
  test("is the same command, and says that it was not run there", () => {
    const plist = launchdPlist(SERVICES.macos);
    expect(readPlist(plist)).toMatchObject({
      Label: "com.lanyard.agent",
      ProgramArguments: SERVICES.macos.command,
      KeepAlive: { PathState: { [SERVICES.macos.config]: true } },
    });
    const task = windowsTask(SERVICES.windows);
    const actions = readXml(task)[0]?.children.find(({ name }) => name === "Actions");
    const [program, ...words] = SERVICES.windows.command;
    expect(actions?.children[0]?.children.map(({ text }) => text)).toEqual([program, words.join(" ")]);
    for (const text of [plist, task]) expect(text).toContain(NOT_RUN);
  });
});
