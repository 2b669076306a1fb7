import { compactDecrypt, decodeProtectedHeader } from "jose";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ReviewError } from "../../../agent/review/fault.ts";
import { openAlone, openHalf, openWhole } from "../../../agent/review/opening.ts";
import { openReviewerKey } from "../../../agent/review/reviewer-key.ts";
import { SealedContent, WrappedKeys } from "../../../shared/schema/sealed-content.ts";
import { PASSPHRASE, reviewersOf, sealedEvent } from "./reviewers.ts";

const MARKER = "Marker-7f3a: the merger closes on Friday. 🜁 \u2028";

/** The code of the error that something ends with. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ReviewError ? error.code : String(error);
}

describe("a text that one reviewer may open", () => {
  test("opens with the key of each of them, and with no other", async () => {
    const { keys, named } = await reviewersOf(3, 1);
    const [stranger] = (await reviewersOf(1, 1)).keys;
    const event = await sealedEvent(MARKER, named);
    for (const [n, key] of keys.entries())
      expect(await openAlone(event, key)).toEqual({ text: MARKER, by: [`r${n}`] });
    expect(stranger && (await codeOf(openAlone(event, stranger)))).toBe("other_reviewer");
  });

  test("is a JWE that others' programs open: the key first, and the text with it", async () => {
    const { keys, named } = await reviewersOf(1, 1);
    const event = await sealedEvent(MARKER, named);
    const { jwe = "" } = event.wrapped[0] ?? {};
    expect(decodeProtectedHeader(jwe)).toMatchObject({
      alg: "ECDH-ES+A256KW",
      enc: "A256GCM",
      kid: keys[0]?.thumbprint,
    });
    if (keys[0] === undefined) throw new Error("There is a key.");
    const { plaintext: key } = await compactDecrypt(jwe, keys[0].secret);
    const { plaintext, protectedHeader } = await compactDecrypt(event.content.jwe, key);
    expect(protectedHeader).toEqual({ alg: "dir", enc: "A256GCM" });
    expect(new TextDecoder().decode(plaintext)).toBe(MARKER);
  });

  test("fits the schemas, has a key of its own each time, and shows nothing of itself", async () => {
    const { named } = await reviewersOf(8, 1);
    const [one, other] = [await sealedEvent(MARKER, named), await sealedEvent(MARKER, named)];
    expect(SealedContent.parse(one.content)).toEqual(one.content);
    expect(WrappedKeys.parse(one.wrapped)).toEqual(one.wrapped);
    expect(one.content.jwe).not.toBe(other.content.jwe);
    expect(JSON.stringify(one)).not.toContain("Marker-7f3a");
    expect(one.content.bytes).toBe(new TextEncoder().encode(MARKER).length);
  });

  test("does not open when a bit of it was changed", async () => {
    const { keys, named } = await reviewersOf(1, 1);
    const event = await sealedEvent("a text that is long enough", named);
    const [head, key, iv, text = "", tag] = event.content.jwe.split(".");
    const other = text.startsWith("A") ? "B" : "A";
    const jwe = [head, key, iv, other + text.slice(1), tag].join(".");
    const changed = { ...event, content: { ...event.content, jwe } };
    expect(keys[0] && (await codeOf(openAlone(changed, keys[0])))).toBe("damaged");
  });

  test("of the greatest length opens as it was", async () => {
    const { keys, named } = await reviewersOf(1, 1);
    const text = "ä".repeat(128_000);
    const event = await sealedEvent(text, named);
    expect(SealedContent.safeParse(event.content).success).toBe(true);
    expect(keys[0] && (await openAlone(event, keys[0])).text === text).toBe(true);
  });
});

describe("a text that two reviewers must open together", () => {
  test("opens for any two of them, and for no one alone, however many they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 5 }), fc.string(), async (count, text) => {
        const { keys, named } = await reviewersOf(count, 2);
        const event = await sealedEvent(text, named);
        for (const [a, first] of keys.entries()) {
          await expect(openAlone(event, first)).rejects.toThrow(ReviewError);
          for (const [b, second] of keys.entries()) {
            if (b <= a) continue;
            const half = await openHalf(event, first);
            expect(await openWhole(event, half, second)).toEqual({ text, by: [`r${a}`, `r${b}`] });
            expect(await codeOf(openWhole(event, half, first))).toBe("other_reviewer");
          }
        }
      }),
      { numRuns: 6 },
    );
  });

  test("hides its key from each of them: what one key opens is encrypted to another", async () => {
    const { keys, named } = await reviewersOf(3, 2);
    const event = await sealedEvent(MARKER, named);
    for (const { jwe } of event.wrapped)
      for (const { secret, thumbprint } of keys) {
        if (decodeProtectedHeader(jwe).kid !== thumbprint) continue;
        const { plaintext } = await compactDecrypt(jwe, secret);
        const within = decodeProtectedHeader(new TextDecoder().decode(plaintext));
        expect(within.kid).not.toBe(thumbprint);
        expect(keys.map((key) => key.thumbprint)).toContain(within.kid);
      }
    expect(event.wrapped.map(({ to }) => to.join())).toEqual(["r0,r1", "r0,r2", "r1,r2"]);
  });

  test("says who begins, and which event a half is of", async () => {
    const { keys, named } = await reviewersOf(2, 2);
    const [first, last] = keys;
    if (first === undefined || last === undefined) throw new Error("There are two.");
    const event = await sealedEvent(MARKER, named);
    await expect(openHalf(event, last)).rejects.toThrow("have r0 write a half");
    const half = await openHalf(event, first);
    expect(await codeOf(openWhole({ ...event, sequence: 8 }, half, last))).toBe("half");
    expect(await codeOf(openWhole({ ...event, origin: "lanyard/other" }, half, last))).toBe("half");
  });

  test("fits its schemas with as many reviewers as there may be", async () => {
    const { named } = await reviewersOf(8, 2);
    const { wrapped } = await sealedEvent(MARKER, named);
    expect(WrappedKeys.safeParse(wrapped).success).toBe(true);
    expect(wrapped).toHaveLength(28);
  });
});

describe("a reviewer's key file", () => {
  test("opens with its passphrase alone, and holds no key in the clear", async () => {
    const { keys, files } = await reviewersOf(1, 1);
    const [file = ""] = files;
    expect(file).toContain("BEGIN AGE ENCRYPTED FILE");
    expect((await openReviewerKey(file, PASSPHRASE)).thumbprint).toBe(keys[0]?.thumbprint);
    expect(await codeOf(openReviewerKey(file, "another passphrase"))).toBe("key");
    expect(await codeOf(openReviewerKey("no file of ours", PASSPHRASE))).toBe("key");
  });
});
