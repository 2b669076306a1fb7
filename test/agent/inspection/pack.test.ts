import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { JournalError } from "../../../agent/journal/fault.ts";
import { verifyPack } from "../../../agent/inspection/verify-pack.ts";
import { faultsIn, openAt, optionsWith, testKey } from "../journal/written.ts";
import { decisionEvent } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { DIGEST, filesOf, journalOf, MONTH, monthOfEvents, packOf, renamed, zipped } from "./made.ts";

let whole: ReturnType<typeof journalOf>;
beforeEach(() => {
  whole = journalOf(monthOfEvents());
});

async function faultsAfter(
  change: (files: Map<string, string>) => ReadonlyMap<string, string>,
): Promise<string[]> {
  const report = await verifyPack(zipped(change(filesOf(await packOf(whole)))), optionsWith());
  return report.findings.map(({ what, sentence }) => `${what}: ${sentence}`);
}

function edited(name: string, change: (text: string) => string): Promise<string[]> {
  return faultsAfter((files) => renamed(files.set(name, change(files.get(name) ?? ""))));
}

describe("a pack", () => {
  test("is whole under the key that was kept elsewhere, and has everything that an inspection needs", async () => {
    const file = await packOf(whole);
    const report = await verifyPack(file, optionsWith([], whole.key));
    expect(report).toMatchObject({ what: "pack", findings: [], keyGiven: true, events: 308, signed: 308 });
    expect([...filesOf(file).keys()]).toEqual([
      "events.jsonl",
      "checkpoints.txt",
      `policy/${DIGEST}/main.yaml`,
      `policy/${DIGEST}/directives/stop.yaml`,
      "policy/index.json",
      "gaps.json",
      "summary.html",
      "VERIFY.md",
      "manifest.json",
      "manifest.sig",
    ]);
  });

  test("of the same events gives the same bytes", async () => {
    const [one, other] = [readFileSync(await packOf(whole)), readFileSync(await packOf(whole))];
    expect(one.equals(other)).toBe(true);
  });

  test("has the policy that was in force when its time began, and nobody whom it is not about", async () => {
    const choice = { ...MONTH, models: ["anthropic/mythos*"], people: ["ada@*"] };
    const file = await packOf(whole, { choice });
    expect((await verifyPack(file, optionsWith())).findings).toEqual([]);
    const files = filesOf(file);
    expect(JSON.parse(files.get("policy/index.json") ?? "")).toMatchObject([
      { revision: "r1", digest: DIGEST, sequence: 1, folder: `policy/${DIGEST}` },
    ]);
    const events = files.get("events.jsonl") ?? "";
    expect(events).toContain('"person":"ada@example.com"');
    for (const other of ["bond@example.com", "eve@example.com", "claude-opus"])
      expect(events).not.toContain(other);
    expect(events.match(/"kind":"decision"/g)).toHaveLength(10);
  });

  test("says that texts are not kept any more, and that nobody signed it", async () => {
    const file = await packOf({ ...whole, key: null }, { textsOf: () => null });
    const report = await verifyPack(file, optionsWith());
    expect(report.findings).toEqual([]);
    expect(report.notes.join()).toContain("The manifest is not signed");
    expect(filesOf(file).get("summary.html")).toContain("The agent no longer has its texts.");
    expect(faultsIn(await verifyPack(file, optionsWith([], whole.key)))).toEqual(["bad_manifest"]);
  });

  test("of a journal that was damaged says so in its own words, and is true to them", async () => {
    const { journal, key } = journalOf(monthOfEvents());
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(journal);
    database.exec("DELETE FROM event WHERE sequence = 301");
    database.close();
    const file = await packOf({ journal, key });
    expect(faultsIn(await verifyPack(file, optionsWith()))).toEqual(["deleted 301-301"]);
    expect(filesOf(file).get("summary.html")).toContain("1 thing is wrong with the record");
  });

  test("is held against a witness, its own copy of what the witness saw too", async () => {
    const { journal, key } = journalOf(monthOfEvents());
    const seen: { note: string; file: string }[] = [];
    const longer = join(temporaryFolder(), "journal.db");
    writeFileSync(longer, readFileSync(journal));
    const open = openAt(longer, key, ({ note }) => seen.push({ note, file: "audit/seen.jsonl" }));
    open.append([decisionEvent("more-0000001")]);
    open.sign();
    open.close();
    const file = await packOf({ journal, key }, { witnessed: seen });
    expect(faultsIn(await verifyPack(file, optionsWith()))).toEqual(["rolled_back 309-309"]);
    expect(filesOf(file).get("checkpoints.txt")).toContain("== seen by the witness audit/seen.jsonl");
  });

  test("can be verified by the program in its guide, with Python alone", async () => {
    const folder = temporaryFolder();
    const files = filesOf(await packOf(whole, { choice: { ...MONTH, models: ["anthropic/mythos*"] } }));
    for (const [name, text] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const program = /```python\n(.*?)```/su.exec(files.get("VERIFY.md") ?? "")?.[1] ?? "";
    const ran = spawnSync("python3", ["-c", program], { cwd: folder, encoding: "utf8" });
    expect(ran.stderr).toBe("");
    expect(ran.stdout.trim().split("\n")).toEqual([
      "root of the checkpoint of 100 events",
      "root of the checkpoint of 200 events",
      "root of the checkpoint of 300 events",
      "root of the checkpoint of 308 events",
      "308 events",
    ]);
    const changed = (files.get("events.jsonl") ?? "").replace('"effect":"deny"', '"effect":"permit"');
    writeFileSync(join(folder, "events.jsonl"), changed);
    expect(spawnSync("python3", ["-c", program], { cwd: folder, encoding: "utf8" }).stdout).toContain(
      "edited: event 5",
    );
  });
});

describe("a pack that was changed", () => {
  const NAMES = [
    "events.jsonl",
    "checkpoints.txt",
    `policy/${DIGEST}/main.yaml`,
    "policy/index.json",
    "gaps.json",
    "summary.html",
    "VERIFY.md",
  ];

  test.each(NAMES)("names %s where it was edited, dropped, or swapped for another pack's", async (name) => {
    const other = filesOf(
      await packOf(journalOf(monthOfEvents().slice(0, 200)), {
        now: 5,
        witnessed: [{ note: "x\n", file: "y" }],
      }),
    );
    expect(await faultsAfter((files) => files.set(name, `${files.get(name)} `))).toContain(
      `edited_file: ${name} is not the file that the manifest names.`,
    );
    expect(
      await faultsAfter((files) => {
        files.delete(name);
        return files;
      }),
    ).toContain(`missing_file: ${name} is not in the pack, and its manifest names it.`);
    const foreign = name.startsWith("policy/") ? "lanyard: 1\n" : (other.get(name) ?? "");
    expect(await faultsAfter((files) => files.set(name, foreign))).toContain(
      `edited_file: ${name} is not the file that the manifest names.`,
    );
  });

  test("names a file that was added, and bytes that belong to none", async () => {
    expect(await faultsAfter((files) => files.set("note.txt", "trust me"))).toContain(
      "added_file: note.txt is in the pack, and its manifest does not name it.",
    );
    const file = await packOf(whole);
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from("x")]));
    await expect(verifyPack(file, optionsWith())).rejects.toThrow("was cut off or added to");
  });

  test("names manifest and signature that were dropped, edited or swapped", async () => {
    const other = filesOf(await packOf(journalOf(monthOfEvents())));
    const without = (name: string): Promise<string[]> =>
      faultsAfter((files) => {
        files.delete(name);
        return files;
      });
    expect(await without("manifest.json")).toEqual(["missing_file: manifest.json is not in the pack."]);
    expect(await without("manifest.sig")).toEqual([
      "missing_file: manifest.sig is not in the pack, and its manifest names it.",
    ]);
    expect(await faultsAfter((files) => files.set("manifest.json", "{}"))).toEqual([
      "bad_manifest: manifest.json is no manifest of a pack that this version knows.",
    ]);
    expect(
      await faultsAfter((files) => files.set("manifest.json", `${files.get("manifest.json")} `)),
    ).toEqual(["bad_manifest: manifest.sig does not sign this manifest under the key."]);
    expect(await faultsAfter((files) => files.set("manifest.sig", other.get("manifest.sig") ?? ""))).toEqual([
      "bad_manifest: manifest.sig does not sign this manifest under the key.",
    ]);
    expect(
      (await faultsAfter((files) => files.set("manifest.json", other.get("manifest.json") ?? ""))).join(),
    ).toMatch(/edited_file: events.jsonl.*bad_manifest: The manifest is of the journal/s);
  });

  test("is found out by what the events give, where the manifest was made to fit", async () => {
    // Without the signature it is another guide as well.
    const guide = "untrue: VERIFY.md does not say what the events give.";
    expect(await edited("summary.html", (text) => text.replace("30", "3"))).toEqual([
      "untrue: summary.html does not say what the events give.",
      guide,
    ]);
    expect(await edited("gaps.json", () => "{}\n")).toEqual([
      "untrue: gaps.json does not say what the events give.",
      guide,
    ]);
    expect(
      (await edited(`policy/${DIGEST}/main.yaml`, (text) => text.replace("license", "smile"))).join(),
    ).toMatch(/^other_policy: The texts in policy\/[0-9a-f]{64} are of another policy/);
    const events = await edited("events.jsonl", (text) =>
      text.replace('"effect":"deny"', '"effect":"permit"'),
    );
    expect(events.slice(0, 1)).toEqual(["edited: Event 5 is not as it was recorded."]);
    expect(events).toContain("untrue: summary.html does not say what the events give.");
  });

  test("is no crash, whatever it is, and never taken for what it was", async () => {
    const file = await packOf(whole);
    const [bytes, before] = [readFileSync(file), filesOf(file)];
    for (let at = 7; at < bytes.length; at += Math.ceil(bytes.length / 25)) {
      const torn = Buffer.from(bytes);
      torn[at] = (torn[at] ?? 0) ^ 0xff;
      writeFileSync(file, torn);
      const found = await verifyPack(file, optionsWith()).then(
        ({ findings }) => findings.length,
        (error: unknown) => (error instanceof JournalError ? 1 : 0),
      );
      // Dates and the like in the zip itself say nothing.
      if (found === 0) expect([at, filesOf(file)]).toEqual([at, before]);
    }
  });
});

test("a key that signed nothing of the journal does not sign its pack", async () => {
  const file = await packOf({ ...whole, key: testKey() });
  expect(filesOf(file).has("manifest.sig")).toBe(false);
});
