import { describe, expect, test } from "vitest";
import { manifestFor } from "../../extension/manifest.ts";

const HOSTS = ["*://chatgpt.com/*"];

describe.each(["chrome", "firefox"] as const)("the manifest for %s", (browser) => {
  const { content_scripts: scripts } = manifestFor(browser, HOSTS);

  test("puts bridge and hook into every frame before its first script, the bridge first", () => {
    const frames = {
      matches: HOSTS,
      run_at: "document_start",
      all_frames: true,
      match_origin_as_fallback: true,
    };
    expect(scripts.slice(0, 2)).toEqual([
      { ...frames, js: ["content/bridge.iife.ts"] },
      { ...frames, js: ["page/main.iife.ts"], world: "MAIN" },
    ]);
  });

  test("shows notices in the page alone, not in its frames", () => {
    expect(scripts.slice(2)).toEqual([
      { matches: HOSTS, js: ["content/main.iife.ts"], run_at: "document_start", all_frames: false },
    ]);
  });
});

test("Chromium clones messages, so that bytes reach the worker as bytes", () => {
  expect(manifestFor("chrome", HOSTS)).toMatchObject({
    message_serialization: "structured_clone",
    minimum_chrome_version: "148",
  });
});
