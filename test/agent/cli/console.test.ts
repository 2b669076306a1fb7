import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeSite, run } from "../running.ts";
import { journalWith } from "../console/open-console.ts";

const PAGE = join(import.meta.dirname, "../../../dist/agent/console/index.html");

describe("console", () => {
  test("says which file is not there", async () => {
    const ran = await run(makeSite(), ["console", "--file", "nowhere.db", "--no-open"]);
    expect(ran).toMatchObject({ code: 4, stderr: "lanyard: There is no journal or export at nowhere.db.\n" });
  });

  test.each(["65536", "-1", "http", "1.5"])("says that --port %s is no port", async (port) => {
    const site = makeSite();
    const { code, stderr } = await run(site, [
      "console",
      "--config",
      site.config,
      `--port=${port}`,
      "--no-open",
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain(`--port "${port}" is none. Write a number up to 65535; 0 is any.`);
  });

  test.skipIf(existsSync(PAGE))("says how the page is built where it is not", async () => {
    const { code, stderr } = await run(makeSite(), ["console", "--file", journalWith([]), "--no-open"]);
    expect(code).toBe(4);
    expect(stderr).toContain("Build it: npm run build");
  });
});
