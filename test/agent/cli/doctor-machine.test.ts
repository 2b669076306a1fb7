import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { browserFacts, freeBytesAt } from "../../../agent/cli/doctor-machine.ts";
import type { Surroundings } from "../../../agent/platform/places.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const ID = "abcdefghijklmnopabcdefghijklmnop";

/** A made-up machine in a folder: a home with a Chromium profile, and what else is written into it. */
function machine(files: Readonly<Record<string, string>>, platform: NodeJS.Platform = "linux") {
  const root = temporaryFolder();
  mkdirSync(join(root, "home/.config/chromium"), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const around: Surroundings = { platform, home: join(root, "home"), user: "ada", environment: {} };
  return { root, facts: () => browserFacts(around, root) };
}

const POLICIES = "etc/chromium/policies/managed";

test("a browser is found by its profile, with what its policy files say together", async () => {
  const { facts } = machine({
    [`${POLICIES}/10.json`]: '{"QuicAllowed": true, "URLBlocklist": ["a"]}',
    [`${POLICIES}/20.json`]: '{"QuicAllowed": false}',
    [`${POLICIES}/notes.txt`]: "no policy",
    "proc/17/comm": "chromium\n",
  });
  expect(await facts()).toEqual([
    {
      kind: "chromium",
      name: "Chromium",
      isRunning: true,
      hosts: [],
      profiles: [],
      policies: { seen: { QuicAllowed: false, URLBlocklist: ["a"] } },
    },
  ]);
});

test("registrations are read from the home and from the system, with whether their program is there and answers", async () => {
  const manifest = (path: string) =>
    JSON.stringify({ name: "com.lanyard.agent", path, allowed_origins: [`chrome-extension://${ID}/`] });
  const { root, facts } = machine({
    "home/.config/chromium/NativeMessagingHosts/com.lanyard.agent.json": manifest("/nowhere/lanyard.sh"),
    // Twelve bytes of {"up":false}, as a host says it that finds no agent.
    "program.sh": `#!/bin/sh\nprintf '\\014\\000\\000\\000{"up":false}'\nexec cat\n`,
  });
  chmodSync(join(root, "program.sh"), 0o755);
  const system = join(root, "etc/chromium/native-messaging-hosts");
  mkdirSync(system, { recursive: true });
  writeFileSync(join(system, "com.lanyard.agent.json"), manifest(join(root, "program.sh")));
  expect((await facts())[0]?.hosts).toMatchObject([
    { seen: { ids: [ID], hasProgram: false, scope: "user", answer: "nothing" } },
    { seen: { ids: [ID], hasProgram: true, scope: "system", answer: "no_agent" } },
  ]);
});

test("what is broken is said, not guessed", async () => {
  const { facts } = machine({
    [`${POLICIES}/a.json`]: "{",
    "home/.config/chromium/NativeMessagingHosts/com.lanyard.agent.json": "[]",
  });
  const [found] = await facts();
  expect(found?.isRunning).toBe(false);
  expect(found?.policies).toEqual({
    unseen: expect.stringMatching(/a\.json cannot be read as a file of policies/),
  });
  expect(found?.hosts).toEqual([
    { unseen: expect.stringMatching(/no registration that a browser can read/) },
  ]);
});

test("profiles say which extensions they have, by whom, and whether they run", async () => {
  const settings = {
    [ID]: { location: 7, disable_reasons: [], manifest: { version: "1.0.0" } },
    ponmlkjihgfedcbaponmlkjihgfedcba: { location: 1, disable_reasons: [1] },
  };
  const addon = { id: "lanyard@lanyard.example", version: "1.0.0", active: true };
  const { facts } = machine({
    "home/.config/chromium/Default/Preferences": JSON.stringify({ extensions: { settings } }),
    "home/.config/chromium/Crashpad/settings.dat": "",
    "home/.mozilla/firefox/a.default/extensions.json": JSON.stringify({
      addons: [{ ...addon, installTelemetryInfo: { source: "enterprise-policy" } }],
    }),
    "home/.mozilla/firefox/b.broken/extensions.json": "{",
  });
  expect((await facts()).map(({ name, profiles }) => ({ name, profiles }))).toEqual([
    {
      name: "Chromium",
      profiles: [
        {
          name: "Default",
          extensions: [
            { id: ID, version: "1.0.0", isForced: true, isEnabled: true },
            {
              id: "ponmlkjihgfedcbaponmlkjihgfedcba",
              version: null,
              isForced: false,
              isEnabled: false,
            },
          ],
        },
      ],
    },
    {
      name: "Firefox",
      profiles: [
        {
          name: "a.default",
          extensions: [{ id: "lanyard@lanyard.example", version: "1.0.0", isForced: true, isEnabled: true }],
        },
      ],
    },
  ]);
});

test("Firefox's file in /etc wins over the one beside the program", async () => {
  const { facts } = machine({
    "home/.mozilla/firefox/profiles.ini": "",
    "etc/firefox/policies/policies.json": '{"policies": {"DisableSafeMode": true}}',
    "usr/lib/firefox/distribution/policies.json": '{"policies": {"BlockAboutConfig": true}}',
  });
  const firefox = (await facts()).find(({ kind }) => kind === "firefox");
  expect(firefox?.policies).toEqual({ seen: { DisableSafeMode: true } });
});

test("on another system it says that it cannot look, and where a person can", async () => {
  const { root } = machine({});
  mkdirSync(join(root, "home/Applications/Chromium.app"), { recursive: true });
  const around: Surroundings = { platform: "darwin", home: join(root, "home"), user: "ada", environment: {} };
  const chromium = (await browserFacts(around, root)).find(({ kind }) => kind === "chromium");
  expect(chromium).toMatchObject({
    isRunning: null,
    policies: { unseen: expect.stringMatching(/chrome:\/\/policy/) },
  });
});

test("the room on a disk is known where the folder is there", () => {
  const { root } = machine({});
  expect(freeBytesAt(join(root, "journal.db"))).toBeGreaterThan(0);
  expect(freeBytesAt(join(root, "nowhere/journal.db"))).toBeNull();
});
