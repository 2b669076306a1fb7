import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { findFirefox } from "../browser/find-firefox.ts";
import type { Firefox } from "../browser/firefox.ts";
import { launchFirefox } from "../browser/launch-firefox.ts";
import { ConsoleSite } from "./console/console-site.ts";
import { showEnd, showHostile, showReview, type ReviewedPage } from "./console/flows.ts";

const executable = await findFirefox();

describe.skipIf(executable === null)("the console in Firefox", () => {
  const stop = new AbortController();
  let firefox: Firefox;
  let site: ConsoleSite;
  let profile: string;

  beforeAll(async () => {
    profile = await mkdtemp(join(tmpdir(), "lanyard-firefox-"));
    firefox = await launchFirefox({
      executable: executable ?? "",
      profile,
      extension: null,
      hosts: {},
      signal: stop.signal,
    });
    site = await ConsoleSite.open();
  });
  afterAll(async () => {
    await site.close();
    await firefox.close();
    stop.abort();
    for (const suffix of ["", ".managed", ".home"])
      await rm(profile + suffix, { recursive: true, force: true });
  });

  async function newPage(): Promise<ReviewedPage> {
    const tab = await firefox.newTab();
    return {
      goto: (url) => tab.goto(url),
      script: (expression) => tab.evaluateScript(expression),
      press: (key) => tab.press(key),
      type: (text) => tab.type(text),
    };
  }

  test("a reviewer finds what happened, why, by which rule, and what proves it", async () => {
    await showReview(site, await newPage());
  });

  test("whatever a page or a person wrote is shown as text", async () => {
    await showHostile(site, await newPage());
  });

  test("an address works once, and the page says when its console has ended", async () => {
    await showEnd(site, await newPage());
  });
});
