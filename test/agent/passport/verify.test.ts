import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bound, reduced, select } from "../../../agent/passport/disclose.ts";
import { partsOf } from "../../../agent/passport/parts.ts";
import { newSecret, signingKeyOf } from "../../../agent/passport/signing-key.ts";
import { verifyPassport } from "../../../agent/passport/verify.ts";
import { CLAIMS } from "../../../shared/schema/proof.ts";
import { CLAIMED, DAY, faultOf, forged, keys, made, NOW, OCCASION, trusted, verified } from "./made.ts";

describe("a passport that the issuer gave to this device", () => {
  test("proves what it says, by either kind of key", async () => {
    const passport = await verified(await made());
    expect(passport).toMatchObject({
      subject: "ada",
      issued: NOW,
      expires: NOW + DAY,
      claims: CLAIMED,
      status: { index: 3 },
    });
    const key = await signingKeyOf(newSecret("ES256"));
    const second = await verified(await made({}, key), {
      issuer: trusted({ keys: [keys.issuer.public, key.public] }),
    });
    expect(second.claims).toEqual(CLAIMED);
  });

  test("discloses what is asked alone: nothing else is left in the text that is shown", async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...CLAIMS]), async (asked) => {
        const parts = partsOf(await made());
        const { disclosed, withheld } = select(parts, trusted(), asked);
        const shown = await bound(reduced(parts, trusted(), disclosed), keys.device, OCCASION);
        const open = shown.split("~").map((part) => Buffer.from(part, "base64url").toString());
        for (const claim of CLAIMS)
          expect(
            open.some((text) => text.includes(`"${claim}"`)),
            claim,
          ).toBe(asked.includes(claim));
        expect([...disclosed, ...withheld].toSorted()).toEqual([...CLAIMS].toSorted());
        const { claims } = await verified(await made(), { asked });
        expect(Object.keys(claims).toSorted()).toEqual(asked.toSorted());
      }),
      { numRuns: 25 },
    );
  });

  test("never shows a citizenship that policy does not ask for", async () => {
    const asked = CLAIMS.filter((claim) => claim !== "citizenship");
    const { claims } = await verified(await made(), { asked });
    expect(JSON.stringify(claims)).not.toContain('"NL"');
    const parts = partsOf(await made());
    const text = reduced(parts, trusted(), select(parts, trusted(), asked).disclosed);
    for (const part of text.split("~"))
      expect(Buffer.from(part, "base64url").toString()).not.toContain('"NL"');
  });

  test("says nothing that its issuer is not trusted for, disclosed or not", async () => {
    const issuer = trusted({ maySay: ["us_person"] });
    const { claims } = await verified(await made(), { issuer });
    expect(claims).toEqual({ us_person: true });
    expect(select(partsOf(await made()), issuer, ["level", "us_person"])).toMatchObject({
      disclosed: ["us_person"],
      untrusted: ["level"],
    });
    const everything = await bound(await made(), keys.device, OCCASION);
    const expected = { issuers: [issuer], device: keys.device.public, person: "ada", occasion: OCCASION };
    expect((await verifyPassport(everything, expected)).claims).toEqual({ us_person: true });
  });

  test("of another issuer is read by the names and the type that policy says, and clear claims count as well", async () => {
    const issuer = trusted({
      type: "urn:gov:id",
      called: { citizenship: "nationalities" },
      maySay: ["citizenship", "location"],
    });
    const text = forged({
      payload: { vct: "urn:gov:id", location: "NL", address: { locality: "Delft" } },
      disclosures: [["salt", "nationalities", ["NL"]]],
    });
    expect((await verified(text, { issuer })).claims).toEqual({ citizenship: ["NL"], location: "NL" });
  });
});

const SALT = "c2FsdA";
const deep = `${"[".repeat(40)}${"]".repeat(40)}`;

describe("a passport is refused", () => {
  test.each([
    ["signed with nothing", { header: { alg: "none" } }, () => "", "algorithm"],
    [
      "signed with the issuer's public key as a secret",
      { header: { alg: "HS256" } },
      (data: string) => createHmac("sha256", keys.issuer.public.x).update(data).digest("base64url"),
      "algorithm",
    ],
    ["signed by somebody else", {}, keys.other.sign, "signature"],
    [
      "whose header says one kind of key and whose signature is of another",
      { header: { alg: "ES256" } },
      keys.issuer.sign,
      "signature",
    ],
    [
      "that demands an extension which nobody knows",
      { header: { crit: ["x"], x: 1 } },
      keys.issuer.sign,
      "signature",
    ],
  ] as const)("%s", async (_what, text, sign, code) => {
    expect(await faultOf(verified(forged(text, sign)))).toBe(code);
  });

  test.each([
    ["of an issuer that nobody named", { payload: { iss: "https://evil.example" } }, "unknown_issuer"],
    ["of a type that the issuer is not named for", { payload: { vct: "urn:other" } }, "unknown_issuer"],
    ["that is another kind of token of the issuer's", { header: { typ: "JWT" } }, "malformed"],
    ["of another person", { payload: { sub: "eve" } }, "other_person"],
    ["without an end", { payload: { exp: undefined } }, "malformed"],
    ["that ends before it begins", { payload: { exp: NOW / 1_000 - 1 } }, "malformed"],
    ["that is bound to no key", { payload: { cnf: undefined } }, "malformed"],
    [
      "that is bound to a key of another device",
      { payload: { cnf: { jwk: keys.other.public } } },
      "other_device",
    ],
    ["whose claim is not what belongs there", { disclosures: [[SALT, "assurance", 9]] }, "malformed"],
    ["that nests deep", { disclosures: [], payload: { x: JSON.parse(deep) as unknown } }, "too_large"],
    [
      "that says a claim twice",
      {
        disclosures: [
          [SALT, "level", "open"],
          [SALT, "level", "controlled"],
        ],
      },
      "duplicated",
    ],
    [
      "that says a claim in clear and disclosed",
      { payload: { us_person: false }, disclosures: [[SALT, "us_person", true]] },
      "duplicated",
    ],
    ["that has a digest twice", { payload: { _sd: ["a", "a"] } }, "duplicated"],
    [
      "with a disclosure that nobody signed",
      { payload: { _sd: [] }, disclosures: [[SALT, "level", "controlled"]] },
      "duplicated",
    ],
    ["that would replace a digest", { disclosures: [[SALT, "_sd", []]] }, "duplicated"],
    ["hashed with something else", { payload: { _sd_alg: "md5" } }, "malformed"],
    [
      "whose status lies in a file",
      { payload: { status: { status_list: { idx: 0, uri: "file:///etc/passwd" } } } },
      "malformed",
    ],
  ] as const)("%s", async (_what, text, code) => {
    expect(await faultOf((async () => await verified(forged(text)))())).toBe(code);
  });

  test.each([
    ["longer than any", "x".repeat(70_000), "too_large"],
    ["of more parts than any", `a.b.c~${"d~".repeat(65)}`, "too_large"],
    ["that is a page of a web server", "<html>", "malformed"],
    ["that is a JWT without disclosures", forged({}).slice(0, -1), "malformed"],
    [
      "with a disclosure twice",
      forged({ disclosures: [[SALT, "level", "open"]] }).replace(/~([^~]+)~$/, "~$1~$1~"),
      "duplicated",
    ],
    [
      "with a nameless disclosure twice",
      forged({ disclosures: [[SALT, "in a list"]] }).replace(/~([^~]+)~$/, "~$1~$1~"),
      "duplicated",
    ],
    ["whose JSON says a key twice", withJson('{"iss":"a","iss":"b"}'), "duplicated"],
    ["whose JSON sets a prototype", withJson('{"__proto__":{"iss":"a"}}'), "duplicated"],
    ["whose header says a key twice", withJson("{}", '{"alg":"EdDSA","alg":"none"}'), "malformed"],
    ["that is no JSON", withJson("{"), "malformed"],
  ])("%s", async (_what, text, code) => {
    expect(await faultOf((async () => await verified(text))())).toBe(code);
  });

  test("that was copied to a device which does not hold its key", async () => {
    expect(await faultOf(verified(await made(), { holder: keys.other }))).toBe("other_device");
  });

  test("that was shown on another occasion, or to somebody else", async () => {
    const passport = await made();
    expect(await faultOf(verified(passport, { occasion: { ...OCCASION, nonce: "later" } }))).toBe(
      "other_device",
    );
    expect(await faultOf(verified(passport, { occasion: { ...OCCASION, audience: "a shop" } }))).toBe(
      "other_device",
    );
  });

  test("that is shown without any proof, or with a disclosure less than was proven", async () => {
    const expected = {
      issuers: [trusted()],
      device: keys.device.public,
      person: "ada",
      occasion: OCCASION,
    };
    expect(await faultOf(verifyPassport(await made(), expected))).toBe("other_device");
    const shown = await bound(await made(), keys.device, OCCASION);
    const [jwt, , ...rest] = shown.split("~");
    expect(await faultOf(verifyPassport([jwt, ...rest].join("~"), expected))).toBe("other_device");
  });

  test("whatever character of what was signed is changed", async () => {
    const passport = await made();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(passport.length - 2),
        fc.constantFrom("A", "z", "7", "-"),
        async (place, letter) => {
          fc.pre(passport[place] !== letter && !isLastOfPart(passport, place));
          const changed = passport.slice(0, place) + letter + passport.slice(place + 1);
          await expect((async () => await verified(changed))()).rejects.toThrow();
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** The last character of a base64 text holds bits that mean nothing. */
function isLastOfPart(text: string, place: number): boolean {
  return /[.~]/.test(text[place + 1] ?? "~");
}

function withJson(payload: string, header = '{"typ":"dc+sd-jwt","alg":"EdDSA"}'): string {
  const data = [header, payload].map((part) => Buffer.from(part).toString("base64url")).join(".");
  return `${data}.${keys.issuer.sign(data)}~`;
}
