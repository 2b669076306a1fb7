import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { zipOf } from "../../../agent/packing/archive.ts";
import { crx3 } from "../../../agent/packing/crx3.ts";
import { PackError } from "../../../agent/packing/fault.ts";
import { baseOf, pack } from "../../../agent/packing/pack.ts";
import { extensionIdOf, makeSigningKey, signingKeyOf } from "../../../agent/packing/signing-key.ts";
import { readUpdatesJson, readUpdateXml } from "../../../agent/packing/update-manifests.ts";
import { isAbove } from "../../../agent/packing/version.ts";

const KEY = signingKeyOf(makeSigningKey());
const OTHER = signingKeyOf(makeSigningKey());
const BASE = "https://updates.example/lanyard";
const GECKO = { browser_specific_settings: { gecko: { id: "lanyard@lanyard.example" } } };

function files(manifest: object = {}, more: Readonly<Record<string, string>> = {}): Map<string, Uint8Array> {
  const whole = {
    manifest_version: 3,
    name: "Lanyard",
    version: "1.0.1",
    background: { service_worker: "worker.js" },
    ...manifest,
  };
  const texts = { "worker.js": "void 0;", "manifest.json": JSON.stringify(whole), ...more };
  return new Map(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]));
}

function packed(options: Partial<Parameters<typeof pack>[0]> = {}): ReturnType<typeof pack> {
  return pack({ files: files(), key: KEY, base: BASE, published: () => null, ...options });
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return "none";
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    expect(error.message).toMatch(/^\S.*[.:] .*\S$|\.$/);
    return error.code;
  }
}

function told(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}

test("the id is the start of the key's SHA-256 in the letters a to p", () => {
  // SHA-256 of the empty text begins e3b0c44298fc1c149afbf4c8996fb924.
  expect(extensionIdOf(new Uint8Array())).toBe("odlameecjipmbmbejkplpemijjgpljce");
  expect(KEY.id).not.toBe(OTHER.id);
});

describe("a package for Chromium's family", () => {
  test("is the same bytes for the same files, in whatever order", () => {
    expect(packed({ files: new Map([...files()].toReversed()) }).files).toEqual(packed().files);
  });

  test("holds the files, and a manifest that says where updates are", () => {
    const [{ bytes } = { bytes: new Uint8Array() }] = packed().files;
    const header = Buffer.from(bytes).readUInt32LE(8);
    const content = unzipSync(bytes.subarray(12 + header));
    expect(told(content["worker.js"])).toBe("void 0;");
    expect(JSON.parse(told(content["manifest.json"]))).toMatchObject({
      version: "1.0.1",
      update_url: `${BASE}/update.xml`,
    });
  });

  test("is published under its version, and update.xml says so last", () => {
    const { files: written, id } = packed();
    expect(written.map(({ name }) => name)).toEqual(["lanyard-1.0.1.crx", "update.xml"]);
    const text = told(written[1]?.bytes);
    expect(readUpdateXml(text)).toEqual({ id, version: "1.0.1" });
    expect(text).toContain(`codebase="${BASE}/lanyard-1.0.1.crx"`);
  });

  test("has another signature by another key, and another id", () => {
    const zip = zipOf(files());
    expect(crx3(zip, KEY).equals(crx3(zip, OTHER))).toBe(false);
    expect(packed({ key: OTHER }).id).toBe(OTHER.id);
  });
});

describe("a package for Firefox", () => {
  const firefox = packed({ files: files(GECKO), key: null });

  test("is published under its version and under a name that stays", () => {
    expect(firefox.files.map(({ name }) => name)).toEqual([
      "lanyard-1.0.1.xpi",
      "lanyard.xpi",
      "updates.json",
    ]);
    expect(firefox.files[0]?.bytes).toEqual(firefox.files[1]?.bytes);
    expect(readUpdatesJson(told(firefox.files[2]?.bytes))).toEqual({
      id: "lanyard@lanyard.example",
      version: "1.0.1",
    });
    const manifest: unknown = JSON.parse(
      told(unzipSync(firefox.files[0]?.bytes ?? new Uint8Array())["manifest.json"]),
    );
    expect(manifest).toMatchObject({
      browser_specific_settings: {
        gecko: { ...GECKO.browser_specific_settings.gecko, update_url: `${BASE}/updates.json` },
      },
    });
  });

  test("takes no key, no updates over http, and only what follows", () => {
    expect(codeOf(() => packed({ files: files(GECKO) }))).toBe("bad_key");
    const plain = { files: files(GECKO), key: null, base: "http://updates.example" };
    expect(codeOf(() => packed(plain))).toBe("bad_address");
    const before = told(firefox.files[2]?.bytes);
    const again = (version: string) => () =>
      packed({ files: files({ ...GECKO, version }), key: null, published: () => before });
    expect(codeOf(again("1.0.1"))).toBe("version_not_above");
    expect(codeOf(again("1.0.2"))).toBe("none");
  });
});

describe("packing is refused", () => {
  test.each([
    ["without a manifest", new Map([["worker.js", new Uint8Array()]])],
    ["with one that is no JSON", files({}, { "manifest.json": "{" })],
    ["with one of version 2", files({ manifest_version: 2 })],
    ["with a version that browsers do not take", files({ version: "1.0.0-beta" })],
    ["with a worker that is not there", files({ background: { service_worker: "gone.js" } })],
    ["with a script that is not there", files({ content_scripts: [{ js: ["gone.js"] }] })],
    ["without the words of its language", files({ default_locale: "en" })],
  ])("%s", (_, broken) => expect(codeOf(() => packed({ files: broken }))).toBe("bad_manifest"));

  test("without a key, or with one that is none", () => {
    expect(codeOf(() => packed({ key: null }))).toBe("bad_key");
    expect(codeOf(() => signingKeyOf("nothing"))).toBe("bad_key");
  });

  test("for a manifest that holds another extension's key", () => {
    const key = OTHER.publicDer.toString("base64");
    expect(codeOf(() => packed({ files: files({ key }) }))).toBe("other_extension");
  });

  test.each([
    ["1.0.2", OTHER, "other_extension"],
    ["1.0.1", KEY, "version_not_above"],
    ["1.0.0", KEY, "version_not_above"],
    ["1.0.1.1", KEY, "none"],
    ["1.0.10", KEY, "none"],
  ])("where 1.0.1 is out, version %s: code %#", (version, key, code) => {
    const out = told(packed().files[1]?.bytes);
    expect(codeOf(() => packed({ files: files({ version }), key, published: () => out }))).toBe(code);
  });

  test("where what is published cannot be read", () => {
    expect(codeOf(() => packed({ published: () => "<html>" }))).toBe("bad_update_manifest");
  });

  test("for an address that is none", () => {
    expect(codeOf(() => baseOf("updates"))).toBe("bad_address");
    expect(codeOf(() => baseOf("https://x.example/?a"))).toBe("bad_address");
    expect(baseOf("https://x.example/a/")).toBe("https://x.example/a");
  });
});

test.each([
  ["1.0.1", "1.0.0", true],
  ["1.0", "1.0.0", false],
  ["1.10", "1.9.9.9", true],
  ["2", "10", false],
])("%s is above %s: %s", (version, other, expected) => expect(isAbove(version, other)).toBe(expected));
