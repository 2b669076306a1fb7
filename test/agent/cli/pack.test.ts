import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeSite, run } from "../running.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const BASE = ["--update-url-base", "https://updates.example/lanyard/"];

interface Made {
  readonly key: string;
  readonly id: string;
  readonly dir: string;
  readonly out: string;
}

/** A key, an extension of one version, and the folder to publish in. */
async function made(): Promise<Made> {
  const folder = temporaryFolder();
  const key = join(folder, "extension.pem");
  const { stdout } = await run(makeSite(), ["pack", "--new-key", key, "--json"]);
  const dir = join(folder, "dist");
  mkdirSync(dir);
  writeVersion(dir, "1.0.0");
  return { key, id: (JSON.parse(stdout) as { id: string }).id, dir, out: join(folder, "updates") };
}

function writeVersion(dir: string, version: string): void {
  writeFileSync(join(dir, "manifest.json"), JSON.stringify({ manifest_version: 3, name: "Probe", version }));
}

const packed = ({ key, dir, out }: Made, more: readonly string[] = ["--key", key], zone = "UTC") => {
  const site = makeSite();
  const environment = { ...site.environment, TZ: zone };
  return run({ ...site, environment }, ["pack", "--dir", dir, "--out", out, ...BASE, ...more]);
};

test("a new key is its owner's alone, and never takes the place of another", async () => {
  const { key, id } = await made();
  expect(statSync(key).mode & 0o777).toBe(0o600);
  expect(id).toMatch(/^[a-p]{32}$/);
  const before = readFileSync(key, "utf8");
  const { code, stderr } = await run(makeSite(), ["pack", "--new-key", key]);
  expect(code).toBe(4);
  expect(stderr).toContain("it is there already");
  expect(readFileSync(key, "utf8")).toBe(before);
});

test("package and update manifest are written, and the next version beside them", async () => {
  const site = await made();
  const first = await packed(site);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toContain(`Extension ${site.id}, version 1.0.0`);
  writeVersion(site.dir, "1.0.1");
  expect((await packed(site)).code).toBe(0);
  expect(readdirSync(site.out).toSorted()).toEqual(["lanyard-1.0.0.crx", "lanyard-1.0.1.crx", "update.xml"]);
  expect(readFileSync(join(site.out, "update.xml"), "utf8")).toContain(
    'codebase="https://updates.example/lanyard/lanyard-1.0.1.crx" version="1.0.1"',
  );
});

test("the same files and key give the same bytes in every zone", async () => {
  const site = await made();
  const zones = ["UTC", "Asia/Tokyo", "America/St_Johns"];
  const crx = await Promise.all(
    zones.map(async (zone, at) => {
      const out = `${site.out}-${at}`;
      expect((await packed({ ...site, out }, ["--key", site.key], zone)).code).toBe(0);
      return readFileSync(join(out, "lanyard-1.0.0.crx")).toString("base64");
    }),
  );
  expect(new Set(crx).size).toBe(1);
});

test("what is not above the version that is out is refused, and nothing is written", async () => {
  const site = await made();
  await packed(site);
  const before = readFileSync(join(site.out, "lanyard-1.0.0.crx"));
  const { code, stderr } = await packed(site);
  expect(code).toBe(5);
  expect(stderr).toContain("Version 1.0.0 is not above 1.0.0");
  expect(readFileSync(join(site.out, "lanyard-1.0.0.crx")).equals(before)).toBe(true);
});

test("another key than that of what is out is refused", async () => {
  const site = await made();
  const other = await made();
  await packed(site);
  writeVersion(site.dir, "1.0.1");
  const { code, stderr } = await packed(site, ["--key", other.key]);
  expect(code).toBe(5);
  expect(stderr).toContain(`publishes ${site.id}, and this would be ${other.id}`);
});

test("a key that others may read is refused, and so is a broken manifest", async () => {
  const site = await made();
  chmodSync(site.key, 0o644);
  expect(await packed(site)).toMatchObject({
    code: 5,
    stderr: expect.stringContaining("chmod 600") as string,
  });
  chmodSync(site.key, 0o600);
  writeFileSync(join(site.dir, "manifest.json"), "{");
  expect(await packed(site)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is no JSON") as string,
  });
});
