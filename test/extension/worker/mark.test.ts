import { expect, test } from "vitest";
import { onTheWire, unmarked } from "../../../extension/worker/mark.ts";

const NONCE = "0123456789abcdef0123456789abcdef";

test.each([
  [`https://api.openai.com/v1/files#lanyard=${NONCE}`, "https://api.openai.com/v1/files", NONCE],
  [`wss://lanyard:${NONCE}@api.openai.com/v1/realtime?a=b`, "wss://api.openai.com/v1/realtime?a=b", NONCE],
  ["https://api.openai.com/v1/files#lanyard=short", "https://api.openai.com/v1/files#lanyard=short", null],
  [`wss://somebody:${NONCE}@host/`, `wss://somebody:${NONCE}@host/`, null],
  [`https://lanyard:${NONCE}@host/`, `https://lanyard:${NONCE}@host/`, null],
])("%s is %s under the nonce %s", (address, url, nonce) => {
  expect(unmarked(address)).toEqual({ url, nonce });
});

test("two layers agree on an address whatever stands behind its hash", () => {
  expect(onTheWire(`https://host/a?b#lanyard=${NONCE}`)).toBe("https://host/a?b");
  expect(onTheWire("https://host/a?b#part")).toBe("https://host/a?b");
});
