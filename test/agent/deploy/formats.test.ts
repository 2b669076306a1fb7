import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  anyDeployment,
  BROWSER_KINDS,
  type BrowserKind,
  type Deployment,
} from "../../../agent/deploy/browser-policy.ts";
import { deploymentGuide } from "../../../agent/deploy/deployment-guide.ts";
import type { Format } from "../../../agent/deploy/format-names.ts";
import { deploymentFiles, formatsOf } from "../../../agent/deploy/formats.ts";
import { policiesFor } from "../../../agent/deploy/policies-for.ts";
import { isMap, valuesOf } from "../../../agent/deploy/policy-file.ts";
import { readGpo, readIntune, readReg } from "./read-windows.ts";
import { readPlist, readXml } from "./read-xml.ts";

const letters = (text: string): readonly string[] => Array.from(text);
const chromiumId = fc.string({
  unit: fc.constantFrom(...letters("abcdefghijklmnop")),
  minLength: 32,
  maxLength: 32,
});
const firefoxId = fc.stringMatching(/^[a-z0-9._-]{0,8}@[a-z0-9.-]{1,8}$/);
/** Whole addresses with everything in them that one of the forms has a meaning for. */
const address = fc
  .string({ unit: fc.constantFrom(...letters("ab/.&<>\"'\\;,=%#-|$`{}[]ä")), maxLength: 20 })
  .map((path) => new URL(`https://updates.example/${path}--x?a=1&b=2`).href);

function deployments(kind: BrowserKind): fc.Arbitrary<Deployment> {
  const id = kind === "firefox" ? firefoxId : chromiumId;
  return fc.record({
    extensionId: id,
    updateUrl: address,
    allowed: fc.array(id, { maxLength: 3 }),
    programs: fc.array(fc.stringMatching(/^[a-z0-9_]{1,5}\.[a-z0-9_]{1,5}$/), { maxLength: 2 }),
    domains: fc.array(fc.domain(), { maxLength: 2 }),
    pac: fc.option(address),
    unsigned: fc.boolean(),
  });
}

function textIn(kind: BrowserKind, deployment: Deployment, format: Format): string {
  return deploymentFiles(kind, deployment).find((file) => file.format === format)?.text ?? "";
}

/** The registry has numbers for true and false, numbered values for lists, and JSON for some maps. */
function inRegistry(value: unknown, found: unknown): unknown {
  if (typeof value === "boolean") return Number(value);
  if (Array.isArray(value))
    return Object.fromEntries(value.map((item: unknown, at) => [String(at + 1), inRegistry(item, null)]));
  if (!isMap(value)) return value;
  if (typeof found === "string") return JSON.stringify(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inRegistry(inner, null)]));
}

/** The leaves of Firefox's nested policies are rows of their own; all else is one row. */
function inIntune(kind: BrowserKind, policy: string, value: unknown): readonly (boolean | string)[] {
  if (typeof value === "boolean") return [value];
  if (Array.isArray(value))
    return [value.flatMap((item, at) => [String(at + 1), String(item)]).join("\uF000")];
  if (!isMap(value)) return [String(value)];
  const isJson = kind === "chrome" || policy === "ExtensionSettings" || policy === "Preferences";
  return isJson
    ? [JSON.stringify(value)]
    : Object.values(value).flatMap((inner) => inIntune(kind, policy, inner));
}

describe.each(BROWSER_KINDS)("every file for %s", (kind) => {
  const check = (holds: (deployment: Deployment, values: Readonly<Record<string, unknown>>) => void): void =>
    fc.assert(
      fc.property(deployments(kind), (deployment) =>
        holds(deployment, valuesOf(policiesFor(kind, deployment))),
      ),
      { numRuns: 50 },
    );

  test("in JSON holds the values as they are", () =>
    check((deployment, values) => {
      const format = kind === "firefox" ? "firefox-json" : "linux-json";
      const json: unknown = JSON.parse(textIn(kind, deployment, format));
      expect(json).toEqual(kind === "firefox" ? { policies: values } : values);
      if (kind === "chrome") expect(JSON.parse(textIn(kind, deployment, "google-admin"))).toEqual(values);
    }));

  test("for Windows's registry holds the same values, as .reg and for a group policy", () =>
    check((deployment, values) => {
      const reg = readReg(textIn(kind, deployment, "reg"));
      const expected = Object.entries(values).map(([name, value]) => [name, inRegistry(value, reg[name])]);
      expect(reg).toEqual(Object.fromEntries(expected));
      expect(readGpo(textIn(kind, deployment, "gpo"))).toEqual(reg);
    }));

  test("for macOS holds the same values, as a profile and for Jamf", () =>
    check((deployment, values) => {
      const switches = kind === "firefox" ? { EnterprisePoliciesEnabled: true } : {};
      expect(readPlist(textIn(kind, deployment, "jamf"))).toEqual({ ...switches, ...values });
      expect(readPlist(textIn(kind, deployment, "mobileconfig"))).toMatchObject({
        PayloadType: "Configuration",
        PayloadScope: "System",
        PayloadContent: [{ ...switches, ...values }],
      });
    }));

  test.skipIf(!formatsOf(kind).includes("intune"))("for Intune holds the same values", () =>
    check((deployment, values) => {
      const rows = readIntune(textIn(kind, deployment, "intune"));
      for (const [policy, value] of Object.entries(values)) {
        const found = rows.filter((row) => row.policy === policy).map((row) => row.value);
        expect(found).toEqual(inIntune(kind, policy, value));
      }
      expect(new Set(rows.map(({ policy }) => policy))).toEqual(new Set(Object.keys(values)));
      expect(new Set(rows.map(({ uri }) => uri)).size).toBe(rows.length);
    }),
  );

  test("has no two names, and is told of in the guide with every why", () => {
    const deployment = anyDeployment();
    const files = deploymentFiles(kind, deployment);
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    const guide = deploymentGuide(kind, deployment, files);
    for (const { name } of files) expect(guide).toContain(`\`${name}\``);
    for (const { why } of policiesFor(kind, deployment)) expect(guide).toContain(why);
    for (const { format, text } of files)
      if (format === "reg" || format === "gpo" || format === "mobileconfig")
        for (const { closes } of policiesFor(kind, deployment)) expect(text).toContain(closes);
  });

  test("is plain ASCII, which every tool reads alike", () =>
    check((deployment) => {
      // eslint-disable-next-line no-control-regex -- the range is what is asked about
      for (const { text } of deploymentFiles(kind, deployment)) expect(text).toMatch(/^[\u0000-\u007f]*$/);
    }));
});

describe("the reader of XML, by which the above is judged,", () => {
  test.each(["<a>", "<a></b>", "<a/></a>", "<a>&x;</a>", "<a>&</a>", "<!-- a -- b --><a/>", "<a>x<b/></a>"])(
    "refuses %s",
    (text) => expect(() => readXml(text)).toThrow(),
  );
});
