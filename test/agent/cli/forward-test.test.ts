import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeSite, run } from "../running.ts";

test("forward test sends one event that says it is a test to each receiver, and says what came of it", async () => {
  const site = makeSite();
  appendFileSync(
    site.config,
    'forward: [{to: file, file: events.jsonl, format: lanyard}, {to: otlp, url: "http://127.0.0.1:9"}]\n',
  );
  const both = await run(site, ["forward", "test", "--config", site.config]);
  expect(both.code).toBe(1);
  expect(both.stdout).toMatch(/^1\. file \S+events\.jsonl took the test event\.$/m);
  expect(both.stdout).toMatch(
    /^2\. otlp http:\/\/127\.0\.0\.1:9 did not take the test event\. .* cannot be reached/m,
  );
  const [line = ""] = readFileSync(join(site.folder, "events.jsonl"), "utf8").split("\n");
  expect(JSON.parse(line)).toMatchObject({
    sequence: 0,
    id: expect.stringMatching(/^test-/),
    kind: "lifecycle",
    detail: expect.stringContaining("This is a test of forwarding"),
  });
  const first = await run(site, ["forward", "test", "--config", site.config, "--receiver", "1", "--json"]);
  expect(first.code).toBe(0);
  expect(JSON.parse(first.stdout)).toMatchObject([{ receiver: 1, to: "file", taken: true, problem: null }]);
  expect(existsSync(site.journal)).toBe(false);
});

test("forward test without receivers, or with a number that is none, says so", async () => {
  const site = makeSite();
  expect(await run(site, ["forward", "test", "--config", site.config])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("names no receivers"),
  });
  appendFileSync(site.config, "forward: [{to: file, file: events.jsonl}]\n");
  expect(await run(site, ["forward", "test", "--config", site.config, "--receiver", "2"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Write a number from 1 to 1."),
  });
});
