import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../browser/run.ts";
import { lanyard } from "./agent-process.ts";

/** The folder that Debian's Firefox reads policies from; a folder of ours is laid over it, for this Firefox alone. */
const DISTRIBUTION = "/usr/lib/firefox-esr/distribution";
const FIREFOX = "/usr/bin/firefox-esr";
const isHere = existsSync(FIREFOX) && existsSync(DISTRIBUTION);

/** Firefox says on its console what it read, and what is wrong with it. */
const TALKATIVE = [
  'user_pref("browser.policies.loglevel", "debug");',
  'user_pref("devtools.console.stdout.chrome", true);',
  'user_pref("browser.dom.window.dump.enabled", true);',
].join("\n");

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lanyard-firefox-"));
  await mkdir(join(folder, "profile"));
  await mkdir(join(folder, "distribution"));
  await writeFile(join(folder, "profile/user.js"), TALKATIVE);
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** What Firefox says when it starts with these policies and shows about:policies. */
async function said(policies: string): Promise<string> {
  await writeFile(join(folder, "distribution/policies.json"), policies);
  const enter = process.getuid?.() === 0 ? ["-m"] : ["-Urm"];
  const start = `mount --bind "$1/distribution" ${DISTRIBUTION} && HOME="$1" exec timeout 60 ${FIREFOX} --headless --no-remote --profile "$1/profile" --screenshot "$1/shot.png" about:policies`;
  const { output } = await run("unshare", [...enter, "sh", "-c", start, "firefox", folder]);
  return output;
}

test.skipIf(!isHere)(
  "Firefox takes every policy that is written for it, and finds nothing wrong with any",
  async () => {
    const words =
      "deploy firefox --format firefox-json --extension-id lanyard@lanyard.example --unsigned " +
      "--google-domain example.com " +
      "--update-url https://127.0.0.1:9/lanyard.xpi --pac https://127.0.0.1:9/proxy.pac";
    const printed = await lanyard(...words.split(" "));
    const output = await said(printed.stdout);
    const complaints = output
      .split("\n")
      .filter((line) => /Unknown policy|Invalid parameters|invalid JSON/i.test(line));
    expect(output).toContain("policies.json content");
    expect(complaints).toEqual([]);
    expect(output).toContain("Remote Agent is disabled by enterprise policy");
    expect((await readFile(join(folder, "shot.png"))).byteLength).toBeGreaterThan(10_000);
  },
);

test.skipIf(!isHere)(
  "and it does complain where one is wrong, so that the silence above says something",
  async () => {
    const output = await said('{"policies": {"NoSuchPolicy": true, "DisableSafeMode": "yes"}}');
    expect(output).toContain("Unknown policy: NoSuchPolicy");
    expect(output).toContain("Invalid parameters specified for DisableSafeMode");
  },
);
