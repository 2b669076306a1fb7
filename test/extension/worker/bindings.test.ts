import { expect, test } from "vitest";
import { Bindings, type Sender } from "../../../extension/worker/bindings.ts";
import { MOST_BODY } from "../../../shared/wire/page-names.ts";

const OF: Sender = { tab: 1, frame: 0, method: "POST", url: "https://api.openai.com/v1/files" };
const PLAN = { name: "plan.pdf", type: "application/pdf", size: 40_000_000 };
const BODY = { bytes: new Uint8Array([1, 2]), size: 2, files: [] };

const nonce = (n: number): string => n.toString(16).padStart(32, "0");

test("the one request with the nonce finds its body, once", () => {
  const bindings = new Bindings();
  bindings.bind(nonce(1), OF, BODY, 0);
  expect(bindings.take(nonce(1), OF, 1)).toEqual({ kind: "bytes", bytes: BODY.bytes, files: [] });
  expect(bindings.take(nonce(1), OF, 1)).toBeNull();
});

test.each<[string, Partial<Sender>]>([
  ["another tab", { tab: 2 }],
  ["a worker that belongs to no tab", { tab: -1, frame: -1 }],
  ["another frame", { frame: 7 }],
  ["another method", { method: "PUT" }],
  ["another address", { url: "https://api.openai.com/v1/responses" }],
])("a nonce that turns up from %s gives nothing and is spent", (_what, other) => {
  const bindings = new Bindings();
  bindings.bind(nonce(1), OF, BODY, 0);
  expect(bindings.take(nonce(1), { ...OF, ...other }, 1)).toBeNull();
  expect(bindings.take(nonce(1), OF, 1)).toBeNull();
});

test("a body of an empty document is found from the frame that the browser names in its place, but from no worker", () => {
  const bindings = new Bindings();
  bindings.bind(nonce(1), { ...OF, frame: 5, adrift: true }, BODY, 0);
  expect(bindings.take(nonce(1), OF, 1)).toEqual({ kind: "bytes", bytes: BODY.bytes, files: [] });
  bindings.bind(nonce(2), { ...OF, frame: 5, adrift: true }, BODY, 0);
  expect(bindings.take(nonce(2), { ...OF, tab: -1, frame: -1 }, 1)).toBeNull();
});

test("a body waits for ten seconds", () => {
  const bindings = new Bindings();
  bindings.bind(nonce(1), OF, BODY, 0);
  expect(bindings.take(nonce(1), OF, 10_001)).toBeNull();
});

test("a body under a nonce that is taken never replaces the first", () => {
  const bindings = new Bindings();
  bindings.bind(nonce(1), OF, BODY, 0);
  bindings.bind(nonce(1), OF, { ...BODY, bytes: new Uint8Array([9]) }, 0);
  expect(bindings.take(nonce(1), OF, 1)).toMatchObject({ bytes: BODY.bytes });
});

test("a tab that floods starves no other, and all together are bounded in number and bytes", () => {
  const bindings = new Bindings();
  for (let n = 0; n < 100; n += 1) bindings.bind(nonce(n), OF, BODY, 0);
  bindings.bind(nonce(200), { ...OF, tab: 2 }, BODY, 0);
  expect(bindings.take(nonce(15), OF, 1)).not.toBeNull();
  expect(bindings.take(nonce(16), OF, 1)).toBeNull();
  expect(bindings.take(nonce(200), { ...OF, tab: 2 }, 1)).not.toBeNull();

  const large = { ...BODY, bytes: new Uint8Array(MOST_BODY) };
  for (let n = 0; n < 5; n += 1) bindings.bind(nonce(300 + n), { ...OF, tab: 3 }, large, 20_000);
  const kept = [0, 1, 2, 3, 4].filter(
    (n) => bindings.take(nonce(300 + n), { ...OF, tab: 3 }, 20_001) !== null,
  );
  expect(kept).toEqual([0, 1, 2, 3]);
});

test("a body that is larger than what is read is unreadable, with its size and the names of its files", () => {
  const bindings = new Bindings();
  bindings.bind(nonce(1), OF, { bytes: null, size: 40_000_000, files: [PLAN] }, 0);
  expect(bindings.take(nonce(1), OF, 1)).toMatchObject({
    kind: "unreadable",
    size: 40_000_000,
    files: [PLAN],
  });
});
