import { readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { load } from "../../../shared/policy/load.ts";
import { JournalReader } from "../../../agent/journal/reader.ts";
import { deviceKey } from "../../../agent/platform/device-key.ts";
import type { Reviewers } from "../../../shared/schema/reviewer.ts";
import { openAt } from "../journal/written.ts";
import { PASSPHRASE, reviewersOf, sealedDecision } from "../review/reviewers.ts";
import { makeSite, run, type Site } from "../running.ts";

const TEXT = "Marker-22d1: first line\nsecond line";

/** A site whose journal holds one sealed text at place 1, the reviewers' key files r0.key, …, and their passphrase. */
async function siteFor(
  files: readonly string[],
  named: Reviewers,
): Promise<Site & { readonly at: (name: string) => string }> {
  const site = makeSite();
  const at = (name: string): string => join(site.folder, name);
  files.forEach((file, n) => writeFileSync(at(`r${n}.key`), file));
  writeFileSync(at("pass"), `${PASSPHRASE}\n`);
  const journal = openAt(site.journal, deviceKey(at("state/device-key")).key);
  const { event, wrapped } = await sealedDecision("sealed-0001", TEXT, named);
  journal.append([event], new Map([[event.id, wrapped]]));
  journal.sign();
  journal.close();
  return { ...site, at };
}

type Reviewed = Awaited<ReturnType<typeof siteFor>>;

function unseal(site: Reviewed, key: string, ...more: readonly string[]) {
  const own = more.includes("--file") ? [] : ["--config", site.config];
  const words = ["journal", "unseal", "1", "--key", site.at(key), "--passphrase-file", site.at("pass")];
  return run(site, [...words, ...own, ...more]);
}

/** What was recorded of opening and erasing. */
function recorded({ journal }: Site) {
  const reader = new JournalReader(journal);
  const found = { unsealed: reader.ofKind("unsealed", null), erased: reader.ofKind("erased", null) };
  reader.close();
  return found;
}

let one: Awaited<ReturnType<typeof reviewersOf>>;
let two: Awaited<ReturnType<typeof reviewersOf>>;
beforeAll(async () => {
  one = await reviewersOf(1, 1);
  two = await reviewersOf(3, 2);
});

describe("journal unseal", () => {
  test("shows the text, line by line or as JSON, and records who opened it", async () => {
    const site = await siteFor(one.files, one.named);
    expect(await unseal(site, "r0.key")).toMatchObject({ code: 0, stdout: `${TEXT}\n` });
    const { code, stdout } = await unseal(site, "r0.key", "--json");
    expect([code, JSON.parse(stdout)]).toEqual([0, { sequence: 1, by: ["r0"], text: TEXT }]);
    expect(recorded(site).unsealed).toMatchObject([
      { sequence: 1, of: "sealed-0001", by: ["r0"], whole: true },
      { sequence: 1, by: ["r0"], whole: true },
    ]);
    const verified = await run(site, ["journal", "verify", "--config", site.config]);
    expect(verified.code).toBe(0);
  });

  test("needs two where policy says so, who hand over a file that shows nothing", async () => {
    const site = await siteFor(two.files, two.named);
    const alone = await unseal(site, "r0.key");
    expect(alone).toMatchObject({ code: 2, stdout: "" });
    expect(alone.stderr).toContain("--half FILE");
    const half = site.at("half.json");
    const first = await unseal(site, "r0.key", "--half", half);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("r1, r2");
    expect(readFileSync(half, "utf8")).not.toContain("Marker-22d1");
    expect(await unseal(site, "r0.key", "--half", half)).toMatchObject({ code: 6, stdout: "" });
    expect(await unseal(site, "r2.key", "--half", half)).toMatchObject({ code: 0, stdout: `${TEXT}\n` });
    expect(recorded(site).unsealed.map(({ by, whole }) => [by, whole])).toEqual([
      [["r0", "r2"], true],
      [["r0"], false],
    ]);
  });

  test("says who begins, where it is the other one", async () => {
    const site = await siteFor(two.files, two.named);
    const last = await unseal(site, "r2.key", "--half", site.at("half.json"));
    expect(last.code).toBe(6);
    expect(last.stderr).toContain("have r0 or r1 write a half");
  });

  test("opens an export elsewhere, without a record in any journal", async () => {
    const site = await siteFor(one.files, one.named);
    const out = site.at("out.jsonl");
    await run(site, ["journal", "export", "--out", out, "--config", site.config]);
    expect(await unseal(site, "r0.key", "--file", out)).toMatchObject({ code: 0, stdout: `${TEXT}\n` });
    expect(recorded(site).unsealed).toEqual([]);
  });

  test("refuses a wrong passphrase, another key, and what is not sealed, each in a sentence", async () => {
    const site = await siteFor(one.files, one.named);
    const [stranger = ""] = (await reviewersOf(1, 1)).files;
    writeFileSync(site.at("stranger.key"), stranger);
    const other = await unseal(site, "stranger.key");
    expect([other.code, other.stdout]).toEqual([6, ""]);
    expect(other.stderr).toContain("sealed to r0, and this key is of none of them");
    writeFileSync(site.at("pass"), "another passphrase\n");
    expect((await unseal(site, "r0.key")).stderr).toContain("the passphrase is wrong");
    const none = await run(site, [
      "journal",
      "unseal",
      "9",
      "--key",
      site.at("r0.key"),
      "--config",
      site.config,
    ]);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining("Event 9 holds no sealed text.")]);
    expect(recorded(site).unsealed).toEqual([]);
  });
});

describe("journal erase", () => {
  test("takes the keys of places, or of everything before a moment; nobody opens them, and the proofs stay", async () => {
    const site = await siteFor(one.files, one.named);
    const erase = (...words: readonly string[]) =>
      run(site, ["journal", "erase", ...words, "--config", site.config]);
    expect(await erase("--until", "2020-01-01T00:00:00Z", "--json")).toMatchObject({
      stdout: '{"erased":0}\n',
    });
    expect(await erase("1")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("of 1 event can be read by nobody"),
    });
    const gone = await unseal(site, "r0.key");
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining("were erased, as event 2 says")]);
    expect(recorded(site).erased).toMatchObject([
      { why: "asked", by: userInfo().username, count: 1, first: 1, last: 1 },
    ]);
    expect((await run(site, ["journal", "verify", "--config", site.config])).code).toBe(0);
    expect((await erase()).code).toBe(2);
    expect((await erase("1", "--until", "2d")).code).toBe(2);
  });
});

describe("journal list and show", () => {
  test("tell that there is sealed text, and what was done with it", async () => {
    const site = await siteFor(one.files, one.named);
    await unseal(site, "r0.key");
    const listed = await run(site, ["journal", "list", "--config", site.config]);
    expect(listed.stdout).toContain("the text of event 1 opened with the key of r0");
    const shown = await run(site, ["journal", "show", "1", "--config", site.config]);
    expect(shown.stdout).toMatch(/sealed\s+\{"bytes":35/);
    expect(shown.stdout).not.toContain("jwe");
  });
});

describe("reviewer new", () => {
  test("writes a key under a passphrase, and prints what policy takes as it is", async () => {
    const site = makeSite();
    writeFileSync(join(site.folder, "pass"), `${PASSPHRASE}\n`);
    const out = join(site.folder, "ada lovelace.key");
    const make = () =>
      run(site, ["reviewer", "new", "--out", out, "--passphrase-file", join(site.folder, "pass")]);
    const made = await make();
    expect(made.code).toBe(0);
    expect(readFileSync(out, "utf8")).toContain("BEGIN AGE ENCRYPTED FILE");
    const rules = "rules: [{ id: kept, permit: [chat], require: [seal] }]";
    const text = `lanyard: 1\nunidentified: forbid\n${made.stdout}${rules}\n`;
    const loaded = load([{ file: "policy.yaml", text }], { spell: (id) => id, models: [] });
    expect(loaded).toMatchObject({ policy: { reviewers: { needed: 1, keys: [{ name: "ada lovelace" }] } } });
    expect((await make()).code).toBe(1);
  });
});
