import { expect, test, vi } from "vitest";
import { MOST_SCRIPTS } from "../../../shared/wire/page-names.ts";
import type { ToHook } from "../../../shared/wire/page.ts";

vi.mock("webextension-polyfill", () => ({ default: {} }));

const { PageLists } = await import("../../../extension/worker/page-lists.ts");
const { indexCatalog } = await import("../../../shared/catalog/recognize.ts");
const { SERVICES } = await import("../../../shared/catalog/services.ts");

const catalog = indexCatalog(SERVICES);
const ARENA = "https://arena.ai/text/direct";
const LIST = `{"initialModels":[{"id":"0199-b","publicName":"gpt-5.5"}]}`;

/** The lists, and what was learned from them. */
function reading() {
  const learned: string[] = [];
  const lists = new PageLists(
    () => catalog,
    (service, told) => learned.push(`${service}: ${JSON.stringify([...told])}`),
  );
  const visit = (url: string | null, tab = 1) => {
    const said: ToHook[] = [];
    const page = { tab, frame: 0, url, say: (message: ToHook) => said.push(message) };
    lists.ask(page);
    const take = (text: string, last = false, n = numberOf(said)) =>
      lists.take(page, { type: "scripts", n, text, last });
    return { page, said, take };
  };
  return { lists, learned, visit };
}

/** Of the last asking. */
function numberOf(said: readonly ToHook[]): number {
  const asked = said.at(-1);
  return asked?.type === "gather" ? asked.n : 0;
}

const TOLD = 'lmarena-web: [["0199-b",["openai/gpt-5.5"]]]';

test.each([ARENA, "https://lmarena.ai/", "https://arena.ai/en/c/0199-1?mode=direct#x"])(
  "a page is asked whose record says that it holds a list: %s",
  (url) => {
    const { learned, visit } = reading();
    const { said, take } = visit(url);
    expect(said).toEqual([{ type: "gather", n: 1, keys: ["initialModels"] }]);
    take(LIST.slice(0, 30));
    take(LIST.slice(30));
    take("", true);
    expect(learned).toEqual([TOLD]);
  },
);

test.each([
  ["of another service", "https://chatgpt.com/"],
  ["of an address that only looks like it", "https://arena.ai.example/"],
  ["of the service that the record says nothing of", "https://arena.ai/leaderboard/text/overall/all"],
  ["that is the list itself", "https://chatgpt.com/backend-api/models"],
  ["without an address", null],
  ["that is empty", "about:blank"],
])("a page %s is not asked, and nothing is learned of what it says", (_which, url) => {
  const { learned, visit } = reading();
  const { said, take } = visit(url);
  take(LIST, true);
  expect(said).toEqual([]);
  expect(learned).toEqual([]);
});

test("a list is learned before the page is at its end, and looked at again only when there is twice as much", () => {
  const { learned, visit } = reading();
  const { take } = visit(ARENA);
  take(LIST + " ".repeat(2_000));
  expect(learned).toEqual([TOLD]);
  for (let piece = 0; piece < 1_000; piece += 1) take("x".repeat(1_000));
  expect(learned.length).toBeLessThan(12);
});

test("a list at the end of as much as a page may hand over is read", () => {
  const { learned, visit } = reading();
  const { take } = visit(ARENA);
  take(`${" ".repeat(MOST_SCRIPTS - LIST.length)}${LIST}`);
  expect(learned).toEqual([TOLD]);
});

test("what comes after the end, or after the page has left, is not read", () => {
  const { lists, learned, visit } = reading();
  const first = visit(ARENA);
  first.take("", true);
  first.take(LIST, true);
  const second = visit(ARENA);
  lists.left(second.page);
  second.take(LIST, true);
  expect(learned).toEqual(["lmarena-web: []"]);
});

test("what answers an earlier asking is not taken for the answer to the last", () => {
  const { lists, learned, visit } = reading();
  const { page, take } = visit(ARENA);
  lists.ask(page);
  take("", true, 1);
  take(LIST, true, 2);
  expect(learned).toEqual([TOLD]);
});

test("of many pages that never end the oldest is no longer read", () => {
  const { learned, visit } = reading();
  const pages = Array.from({ length: 17 }, (_, tab) => visit(ARENA, tab));
  for (const { take } of pages) take(LIST, true);
  expect(learned).toHaveLength(16);
});
