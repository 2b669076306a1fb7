import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Grant } from "../../../agent/access/answer-form.ts";
import { signedAnswer } from "../../../agent/access/desk/signed-answer.ts";
import { AccessError, type AccessFault } from "../../../agent/access/fault.ts";
import { judgeAnswer, type AnswerCase, type Judged } from "../../../agent/access/judge-answer.ts";
import { verifyAnswer } from "../../../agent/access/verify.ts";
import { signJws } from "../../../agent/passport/jws.ts";
import { grant, HOUR, keys, NOW, policyWith, signedBy } from "./made.ts";
import { REQUEST_ID } from "./names.ts";

const POLICY = policyWith();
const REQUEST = { model: "anthropic/fable-5", until: NOW + 4 * HOUR };

async function judged(text: string, at: Partial<AnswerCase> = {}): Promise<Judged | AccessFault> {
  const { policy = POLICY, person = "ada@example.com", request = REQUEST } = at;
  try {
    const verified = await verifyAnswer(text, policy.requests?.approvers ?? []);
    return judgeAnswer(verified, { policy, person, request });
  } catch (error) {
    if (error instanceof AccessError) return error.code;
    throw error;
  }
}

function jws(header: object, payload: object): string {
  const [first = "", second = "", third = ""] = signJws(keys.lee, header, payload).split(".");
  return JSON.stringify({ payload: second, signatures: [{ protected: first, signature: third }] });
}

describe("an answer to a request", () => {
  test("grants where an approver signed what was asked for", async () => {
    expect(await judged(signedBy(grant(), keys.lee))).toMatchObject({
      outcome: "granted",
      by: ["lee@example.com"],
    });
  });

  test("needs two people for a controlled model, and two signatures of one are one", async () => {
    const of = grant({ models: ["anthropic/mythos-5"] });
    const at = { request: { ...REQUEST, model: "anthropic/mythos-5" } };
    expect(await judged(signedBy(of, keys.lee), at)).toMatchObject({ outcome: "short" });
    expect(await judged(signedBy(of, keys.lee, keys.lee), at)).toMatchObject({
      outcome: "short",
      by: ["lee@example.com"],
    });
    expect(await judged(signedBy(of, keys.lee, keys.mo), at)).toMatchObject({
      outcome: "granted",
      by: ["lee@example.com", "mo@example.com"],
    });
  });

  test("says no and takes back with one signature", async () => {
    for (const kind of ["declined", "withdrawn"] as const) {
      const { lanyard, request, holder, issued } = grant();
      const text = signedAnswer({ lanyard, request, holder, issued, kind, why: "Use GPT-5.5." }, keys.mo);
      expect(await judged(text)).toMatchObject({ outcome: kind, why: "Use GPT-5.5." });
    }
  });

  test.each<[string, Grant, keyof typeof keys, AccessFault]>([
    ["by a key that policy does not name", grant(), "stranger", "signature"],
    ["by whoever it is for", grant(), "ada", "own_request"],
    ["for somebody else", grant({ holder: "bob@example.com" }), "lee", "other_person"],
    ["for a model that nobody may ask for", grant({ models: ["openai/gpt-5.5"] }), "lee", "other_model"],
    ["for another model than was asked for", grant({ models: ["anthropic/mythos-5"] }), "lee", "other_model"],
    [
      "for one model more",
      grant({ models: ["anthropic/fable-5", "anthropic/mythos-5"] }),
      "lee",
      "other_model",
    ],
    ["for longer than was asked for", grant({ until: NOW + 5 * HOUR }), "lee", "too_long"],
    ["that ends before it begins", grant({ until: NOW }), "lee", "malformed"],
    ["for a purpose that policy does not have", grant({ purposes: ["fun"] }), "lee", "unknown_name"],
    ["under an id that policy does not give", grant({ named: "held" }), "lee", "unknown_name"],
  ])("is refused %s", async (_, of, key, code) => {
    expect(await judged(signedBy(of, keys[key]))).toBe(code);
  });

  test("is refused for longer than policy allows, whatever was asked", async () => {
    const at = { request: { ...REQUEST, until: NOW + 90 * HOUR } };
    expect(await judged(signedBy(grant({ until: NOW + 9 * HOUR }), keys.lee), at)).toBe("too_long");
    const early = grant({ from: NOW - 9 * HOUR, until: NOW + HOUR });
    expect(await judged(signedBy(early, keys.lee), at)).toBe("too_long");
  });

  test("is refused where the requester signed beside another", async () => {
    expect(await judged(signedBy(grant(), keys.lee, keys.ada))).toBe("own_request");
  });

  test("is refused as a whole where one signature is nobody's", async () => {
    expect(await judged(signedBy(grant(), keys.lee, keys.stranger))).toBe("signature");
  });

  test("grants nothing any more once policy does not name its approver", async () => {
    const { requests, ...rest } = POLICY;
    const approvers = requests?.approvers.filter(({ person }) => person !== "lee@example.com") ?? [];
    const policy = { ...rest, ...(requests && { requests: { ...requests, approvers } }) };
    expect(await judged(signedBy(grant(), keys.lee), { policy })).toBe("signature");
  });

  test("is refused in another wrapping: a passport's kind, no algorithm, a key twice, anything but an answer", async () => {
    const kid = keys.lee.thumbprint;
    expect(await judged(jws({ typ: "dc+sd-jwt", kid }, grant()))).toBe("malformed");
    expect(await judged(jws({ typ: "lanyard-answer+jws", kid, crit: ["x"] }, grant()))).toBe("malformed");
    expect(await judged(jws({ typ: "lanyard-answer+jws", kid }, { ...grant(), rules: [] }))).toBe(
      "malformed",
    );
    expect(await judged(jws({ typ: "lanyard-answer+jws", kid }, { lanyard: 1, rules: [] }))).toBe(
      "malformed",
    );
    const none = Buffer.from(JSON.stringify({ typ: "lanyard-answer+jws", kid, alg: "none" })).toString(
      "base64url",
    );
    const { payload } = JSON.parse(signedBy(grant(), keys.lee)) as { payload: string };
    expect(
      await judged(JSON.stringify({ payload, signatures: [{ protected: none, signature: "AA" }] })),
    ).toBe("malformed");
    const twice = Buffer.from(`{"kind":"declined",${JSON.stringify(grant()).slice(1)}`).toString("base64url");
    expect(
      await judged(JSON.stringify({ payload: twice, signatures: [{ protected: none, signature: "AA" }] })),
    ).toBe("malformed");
    expect(await judged("x".repeat(40_000))).toBe("too_large");
  });

  test("counts for nothing once any one bit of what was signed is another", async () => {
    const text = signedBy(grant(), keys.lee, keys.mo);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.nat(6), async (place, bit) => {
        const other = String.fromCharCode(text.charCodeAt(place) ^ (1 << bit));
        const outcome = await judged(text.slice(0, place) + other + text.slice(place + 1));
        // Base64url has spare bits at an end, so that another letter may say the same bytes.
        const same = await judged(text);
        expect(typeof outcome === "string" || JSON.stringify(outcome) === JSON.stringify(same)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("never grants more than was asked for and policy allows, however it is made", async () => {
    const people = fc.constantFrom("ada@example.com", "bob@example.com");
    const models = fc.constantFrom("anthropic/fable-5", "anthropic/mythos-5", "openai/gpt-5.5");
    const moments = fc.integer({ min: NOW - 10 * HOUR, max: NOW + 10 * HOUR });
    const signers = fc.uniqueArray(fc.constantFrom(...(Object.keys(keys) as (keyof typeof keys)[])), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(
        people,
        fc.array(models, { minLength: 1, maxLength: 2 }),
        moments,
        moments,
        signers,
        async (holder, named, from, until, [first = "lee", ...others]) => {
          const of = grant({ holder, models: named, from, until });
          const outcome = await judged(signedBy(of, keys[first], ...others.map((name) => keys[name])));
          if (typeof outcome === "string" || outcome.outcome !== "granted") return;
          expect(holder).toBe("ada@example.com");
          expect(new Set(named)).toEqual(new Set([REQUEST.model]));
          expect(until - from).toBeGreaterThan(0);
          expect(until - from).toBeLessThanOrEqual(8 * HOUR);
          expect(until).toBeLessThanOrEqual(REQUEST.until);
          expect([first, ...others]).not.toContain("ada");
          expect([first, ...others]).not.toContain("stranger");
          expect(outcome.grant.request).toBe(REQUEST_ID);
        },
      ),
      { numRuns: 200 },
    );
  });
});
