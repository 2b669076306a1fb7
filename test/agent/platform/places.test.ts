import { expect, test } from "vitest";
import { placesOf, type Surroundings } from "../../../agent/platform/places.ts";

function around(platform: NodeJS.Platform, environment: Record<string, string> = {}): Surroundings {
  return { platform, home: "/home/ada", user: "ada", environment };
}

test.each([
  [
    "Linux",
    around("linux", { XDG_RUNTIME_DIR: "/run/user/1000" }),
    [
      "/home/ada/.config/lanyard/agent.yaml",
      "/home/ada/.local/state/lanyard",
      "/run/user/1000/lanyard/agent.sock",
    ],
  ],
  [
    "Linux without a runtime folder",
    around("linux", { XDG_STATE_HOME: "/var/ada", XDG_CONFIG_HOME: "relative/is/ignored" }),
    ["/home/ada/.config/lanyard/agent.yaml", "/var/ada/lanyard", "/var/ada/lanyard/run/agent.sock"],
  ],
  [
    "macOS",
    around("darwin"),
    [
      "/home/ada/Library/Application Support/Lanyard/agent.yaml",
      "/home/ada/Library/Application Support/Lanyard",
      "/home/ada/Library/Application Support/Lanyard/run/agent.sock",
    ],
  ],
  [
    "Windows",
    around("win32", { LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local" }),
    [
      "C:\\Users\\ada\\AppData\\Local\\Lanyard\\agent.yaml",
      "C:\\Users\\ada\\AppData\\Local\\Lanyard",
      "\\\\.\\pipe\\lanyard-ada",
    ],
  ],
])("the places on %s are where the system keeps such things", (_system, surroundings, expected) => {
  const { config, state, socket } = placesOf(surroundings);
  expect([config, state, socket]).toEqual(expected);
});
