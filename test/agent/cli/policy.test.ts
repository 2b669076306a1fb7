import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { describe, expect, test } from "vitest";
import { Decision } from "../../../shared/schema/decision.ts";
import { Recognition } from "../../../shared/schema/recognition.ts";
import { makeSite, POLICY, run, type Site } from "../running.ts";

const Answer = z.extend(Decision, { recognition: Recognition });

function requestFile(site: Site, model: string): string {
  const file = join(site.folder, "request.json");
  const body = { model, messages: [{ role: "user", content: "a secret plan" }] };
  writeFileSync(
    file,
    JSON.stringify({ method: "POST", url: "https://api.anthropic.com/v1/messages", headers: {}, body }),
  );
  return file;
}

async function decided(site: Site, person: string, model: string, more: readonly string[] = []) {
  const request = requestFile(site, model);
  const args = ["--policy", "policy", "--person", person, "--request", request, "--json"];
  const ran = await run(site, ["policy", "decide", ...args, ...more]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  return Answer.parse(JSON.parse(ran.stdout));
}

describe("policy check", () => {
  test("says what a good policy holds", async () => {
    const site = makeSite();
    const { code, stdout } = await run(site, ["policy", "check", "policy"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("2 rules, 1 classification, 0 licenses")]);
    const json = await run(site, ["policy", "check", "policy", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ problems: [], organization: "Example Corp", rules: 2 });
  });

  test("says every problem with file, line, column and mend", async () => {
    const site = makeSite();
    writeFileSync(
      site.policy,
      POLICY.replace("level: standard", "level: standart").replace("[chat]", "[chatt]"),
    );
    const { code, stdout } = await run(site, ["policy", "check", "policy"]);
    expect(code).toBe(1);
    const lines = stdout.trim().split("\n");
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^main\.yaml:\d+:\d+ .+\. .+/);
    const json = await run(site, ["policy", "check", "policy", "--json"]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      problems: [{ file: "main.yaml" }, { file: "main.yaml" }],
    });
  });

  test("says that a folder cannot be read, holds nothing, or holds no text", async () => {
    const site = makeSite();
    expect(await run(site, ["policy", "check", "nowhere"])).toMatchObject({ code: 4, stdout: "" });
    mkdirSync(join(site.folder, "empty"));
    const empty = await run(site, ["policy", "check", "empty"]);
    expect([empty.code, empty.stderr]).toEqual([4, expect.stringContaining("holds no YAML file")]);
    writeFileSync(site.policy, Buffer.from([0x6c, 0xff, 0xfe]));
    const binary = await run(site, ["policy", "check", "policy"]);
    expect([binary.code, binary.stderr]).toEqual([4, expect.stringContaining("not UTF-8")]);
  });
});

describe("policy decide", () => {
  test("gives the decision of P9 with the recognition, whatever the effect", async () => {
    const site = makeSite();
    const denied = await decided(site, "007", "mythos-5");
    expect(denied).toMatchObject({
      effect: "deny",
      rules: ["informed"],
      because: "A license is required.",
      missing: [{ kind: "us_person" }],
      model: "anthropic/mythos-5",
      recognition: { service: "anthropic-api", operation: "chat", prompt: null },
    });
    expect((await decided(site, "ada@example.com", "mythos-5")).effect).toBe("permit");
  });

  test("takes a person's id as it was typed, a people file that was named, and another time", async () => {
    const site = makeSite();
    writeFileSync(
      join(site.folder, "others.yaml"),
      'people: [{id: "7", groups: []}, {id: "007", groups: [engineering]}]',
    );
    writeFileSync(site.policy, POLICY.replace("who:", "until: 2026-07-01, who:"));
    const at = (time: string) =>
      decided(site, "007", "claude-opus-4-8", ["--people", "others.yaml", "--time", time]);
    // Without a level of their own nobody reaches a standard model; before and after the rule's end tell the time.
    expect((await at("2026-06-01T00:00:00Z")).ground).toBe("classification");
    writeFileSync(
      join(site.folder, "others.yaml"),
      'people: [{id: "007", groups: [engineering], level: standard}]',
    );
    expect((await at("2026-06-01T00:00:00Z")).effect).toBe("permit");
    expect((await at("2026-08-01T00:00:00Z")).effect).toBe("deny");
  });

  test("says the decision in words", async () => {
    const site = makeSite();
    const args = ["--policy", "policy", "--person", "007", "--request", requestFile(site, "mythos-5")];
    const { stdout } = await run(site, ["policy", "decide", ...args]);
    expect(stdout).toMatch(/^Denied: A license is required\.\n/);
    expect(stdout).toContain("Rules       informed");
    expect(stdout).not.toContain("secret plan");
  });

  test.each([
    [
      "an unknown person",
      ["--policy", "policy", "--person", "x", "--request", "request.json"],
      2,
      "It has: ada@example.com, 007.",
    ],
    ["no person", ["--policy", "policy", "--request", "request.json"], 2, "--person is missing"],
    [
      "a person option without value",
      ["--policy", "policy", "--request", "request.json", "--person"],
      2,
      "value is missing",
    ],
    [
      "a time that is none",
      ["--policy", "policy", "--person", "007", "--request", "request.json", "--time", "soon"],
      2,
      "is no time",
    ],
    [
      "no such request",
      ["--policy", "policy", "--person", "007", "--request", "none.json"],
      4,
      "none.json cannot be read",
    ],
    [
      "no such people",
      ["--policy", "policy", "--person", "007", "--request", "request.json", "--people", "no.yaml"],
      4,
      "no.yaml cannot",
    ],
  ])("refuses %s", async (_what, args, code, sentence) => {
    const site = makeSite();
    requestFile(site, "mythos-5");
    const ran = await run(site, ["policy", "decide", ...args]);
    expect(ran).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(sentence) });
  });

  test("says that a policy has problems, and that a call is no AI call", async () => {
    const site = makeSite();
    const page = join(site.folder, "page.json");
    writeFileSync(page, JSON.stringify({ method: "GET", url: "https://example.com/" }));
    const args = ["policy", "decide", "--policy", "policy", "--person", "007", "--request"];
    expect(await run(site, [...args, page])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("no AI call"),
    });
    writeFileSync(site.policy, "lanyard: 1\n");
    const ran = await run(site, [...args, requestFile(site, "mythos-5")]);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining("main.yaml:1:1") });
  });
});

describe("recognize", () => {
  test("says what a call is, from a file or from stdin", async () => {
    const site = makeSite();
    const file = requestFile(site, "mythos-5");
    const ran = await run(site, ["recognize", file, "--json"]);
    expect(ran.code).toBe(0);
    const recognition = Recognition.parse(JSON.parse(ran.stdout));
    expect(recognition).toMatchObject({ model: "anthropic/mythos-5", prompt: "a secret plan" });
    const piped = await run(
      site,
      ["recognize", "-"],
      JSON.stringify({
        method: "POST",
        url: "https://api.openai.com/v1/responses",
        body: { model: "gpt-5", input: "x" },
      }),
    );
    expect(piped.code).toBe(0);
    expect(piped.stdout).toContain("openai/gpt-5");
  });

  test("says that a call is none of AI, and that a file is no request", async () => {
    const site = makeSite();
    const page = JSON.stringify({ method: "GET", url: "https://example.com/" });
    expect(await run(site, ["recognize", "-"], page)).toMatchObject({
      code: 1,
      stdout: "This is no AI call.\n",
    });
    expect(await run(site, ["recognize", "-", "--json"], page)).toMatchObject({ code: 1, stdout: "null\n" });
    expect(await run(site, ["recognize", "-"], "{}")).toMatchObject({ code: 4, stdout: "" });
    expect(await run(site, ["recognize", "-"], "no JSON")).toMatchObject({ code: 4, stdout: "" });
  });
});

/** One entry of a HAR file. */
function entry(url: string, model: string): object {
  return {
    request: {
      method: "POST",
      url,
      headers: [{ name: "Content-Type", value: "application/json" }],
      postData: { text: JSON.stringify({ model, messages: [{ role: "user", content: "a secret plan" }] }) },
    },
  };
}

describe("recognize, of a recording", () => {
  const har = JSON.stringify({
    log: {
      entries: [
        entry("https://api.anthropic.com/v1/messages?token=hidden", "claude-mythos-5"),
        entry("https://example.com/save", "gpt-5.5"),
        entry("https://api.openai.com/v1/chat/completions", "gpt-5.5"),
      ],
    },
  });

  test("lists its AI calls, and says where it found what", async () => {
    const site = makeSite();
    const { code, stdout } = await run(site, ["recognize", "-", "--explain"], har);
    expect(code).toBe(0);
    expect(stdout).toMatch(/anthropic-api +chat +anthropic\/mythos-5/);
    expect(stdout).toContain("body/model: gpt-5.5");
    expect(stdout).not.toMatch(/example\.com|secret plan/);
    const json = await run(site, ["recognize", "-", "--json"], har);
    expect(json.stdout).not.toContain("hidden");
    expect(JSON.parse(json.stdout)).toHaveLength(2);
  });

  test("says where there is none", async () => {
    const none = JSON.stringify({ log: { entries: [entry("https://example.com/save", "gpt-5.5")] } });
    expect(await run(makeSite(), ["recognize", "-", "--json"], none)).toMatchObject({
      code: 1,
      stdout: "[]\n",
    });
  });
});
