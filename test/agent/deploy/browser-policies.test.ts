import { describe, expect, test } from "vitest";
import { BROWSER_KINDS, type Deployment } from "../../../agent/deploy/browser-policy.ts";
import { otherExtensions, standings } from "../../../agent/deploy/in-force.ts";
import { leftOpen, policiesFor } from "../../../agent/deploy/policies-for.ts";
import { firefoxJson, linuxJson, valuesOf } from "../../../agent/deploy/policy-file.ts";

const DEPLOYMENT: Deployment = {
  extensionId: "abcdefghijklmnopabcdefghijklmnop",
  updateUrl: "https://lanyard.example/update.xml",
  allowed: ["ponmlkjihgfedcbaponmlkjihgfedcba"],
  programs: ["com.example.program"],
  domains: ["example.com"],
  pac: null,
  unsigned: true,
};

describe.each(BROWSER_KINDS)("the policies of %s", (kind) => {
  const policies = policiesFor(kind, DEPLOYMENT);

  test("each say in a sentence why, and what they close", () => {
    expect(policies.length).toBeGreaterThan(10);
    for (const { why, closes } of policies) {
      expect(why).toMatch(/^[A-Z].{20,}\.$/);
      expect(closes).toMatch(/^.{3,60}[^.]$/);
    }
  });

  test("close no way twice", () => {
    const ways = policies.map(({ closes }) => closes);
    expect(new Set(ways).size).toBe(ways.length);
  });

  test("are all in force where their own values are, and none but the usual ones where nothing is", () => {
    expect(standings(policies, valuesOf(policies)).filter(({ isInForce }) => !isInForce)).toEqual([]);
    const held = standings(policies, {}).filter(({ isInForce }) => isInForce);
    expect(held.map(({ policy }) => policy.usual)).toEqual(held.map(() => true));
  });

  test("each fall alone when their own value is another", () => {
    for (const policy of policies) {
      const values = { ...valuesOf(policies), [policy.policy]: "something else" };
      const fallen = standings(policies, values).filter(({ isInForce }) => !isInForce);
      expect(new Set(fallen.map((one) => one.policy.policy))).toEqual(new Set([policy.policy]));
    }
  });

  test("leave open what is said", () => expect(leftOpen(kind).length).toBeGreaterThan(1));
});

describe("the values of a machine", () => {
  const policies = policiesFor("chromium", DEPLOYMENT);
  const values = valuesOf(policies);
  const isHeld = (policy: string, value: unknown): boolean =>
    standings(policies, { ...values, [policy]: value }).every(({ isInForce }) => isInForce);

  test.each([
    ["a longer list", "URLBlocklist", ["chrome://flags", "chrome://inspect", "example.com"], true],
    ["a list that lacks one", "URLBlocklist", ["chrome://flags"], false],
    ["a stricter value", "DeveloperToolsAvailability", 2, true],
    ["a looser value", "DeveloperToolsAvailability", 1, false],
    ["incognito alone, which has no extension at all", "IncognitoModeAvailability", 2, false],
    ["text for a number", "IncognitoModeAvailability", "1", false],
  ])("with %s: %s", (_, policy, value, expected) => expect(isHeld(policy, value)).toBe(expected));

  test("may fetch the extension from elsewhere, and say their own words", () => {
    const settings = {
      "*": { installation_mode: "blocked" },
      [DEPLOYMENT.extensionId]: {
        installation_mode: "force_installed",
        update_url: "https://elsewhere.example/x",
        override_update_url: true,
      },
      ponmlkjihgfedcbaponmlkjihgfedcba: { installation_mode: "allowed" },
    };
    expect(isHeld("ExtensionSettings", settings)).toBe(true);
    const allowed = { ...settings, "*": { installation_mode: "allowed" } };
    expect(isHeld("ExtensionSettings", allowed)).toBe(false);
  });

  test("tell which other extensions are let in", () => {
    expect(otherExtensions(values, DEPLOYMENT.extensionId)).toEqual(DEPLOYMENT.allowed);
    expect(
      otherExtensions({ ExtensionSettings: { a: { installation_mode: "removed" }, b: {} } }, "x"),
    ).toEqual(["b"]);
  });
});

describe("the files", () => {
  test("of Chromium's family join the entries of one policy", () => {
    const file = JSON.parse(linuxJson(policiesFor("chrome", DEPLOYMENT))) as Record<
      string,
      Record<string, unknown>
    >;
    expect(Object.keys(file["ExtensionSettings"] ?? {})).toEqual([
      DEPLOYMENT.extensionId,
      "*",
      ...DEPLOYMENT.allowed,
    ]);
  });

  test("of Firefox stand under `policies`", () => {
    const file = JSON.parse(firefoxJson(policiesFor("firefox", DEPLOYMENT))) as {
      policies: Record<string, object>;
    };
    expect(Object.keys(file.policies["Preferences"] ?? {})).toEqual([
      "xpinstall.signatures.required",
      "extensions.webextensions.crash.threshold",
      "network.http.http3.enable",
      "network.webtransport.enabled",
    ]);
  });

  test("name the company's proxy configuration where it has one", () => {
    const pac = "https://proxy.example/pac";
    for (const kind of BROWSER_KINDS) {
      expect(JSON.stringify(policiesFor(kind, { ...DEPLOYMENT, pac }))).toContain(pac);
      expect(JSON.stringify(policiesFor(kind, DEPLOYMENT))).not.toMatch(/ProxyMode|AutoConfigURL/);
    }
  });
});
