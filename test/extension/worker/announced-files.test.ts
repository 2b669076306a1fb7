import { expect, test } from "vitest";
import { AnnouncedFiles } from "../../../extension/worker/announced-files.ts";
import { recognize, indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import type { FileFacts, Recognition } from "../../../shared/schema/recognition.ts";

const STORE = {
  method: "PUT",
  url: "https://files08.blob.core.windows.net/a",
  from: "https://chatgpt.com",
  headers: null,
  body: { kind: "none" as const },
  frames: [],
};
const bytes = recognize(indexCatalog(SERVICES), STORE, { prompt: false }) as Recognition;
const one: FileFacts = { name: "one.pdf", type: "application/pdf", size: 1 };
const two: FileFacts = { name: "two.png", type: "image/png", size: 2 };
const telling = (file: FileFacts): Recognition => ({ ...bytes, files: [file] });

test("bytes get what was told before them, in the same tab, in order and once", () => {
  const announced = new AnnouncedFiles();
  announced.follow(telling(one), 7, 0);
  announced.follow(telling(two), 7, 1);
  expect(announced.follow(bytes, 8, 2).files).toEqual([]);
  expect(announced.follow(bytes, 7, 3).files).toEqual([one]);
  expect(announced.follow(bytes, 7, 4).files).toEqual([two]);
  expect(announced.follow(bytes, 7, 5).files).toEqual([]);
});

test("what was told long ago, or to another service, is nothing to them", () => {
  const announced = new AnnouncedFiles();
  announced.follow(telling(one), 7, 0);
  announced.follow({ ...telling(two), service: "qwen-web" }, 7, 0);
  expect(announced.follow(bytes, 7, 120_001).files).toEqual([]);
});

test("a call that is no upload takes nothing", () => {
  const announced = new AnnouncedFiles();
  announced.follow(telling(one), 7, 0);
  expect(announced.follow({ ...bytes, operation: "chat" }, 7, 1).files).toEqual([]);
  expect(announced.follow(bytes, 7, 2).files).toEqual([one]);
});
