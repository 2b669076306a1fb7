import { afterEach, describe, expect, test } from "vitest";
import { webExtension } from "../../../extension/design/web-extension.ts";

const NAMES = ["browser", "chrome"] as const;
const inherited: object = Object.getPrototypeOf(globalThis);

afterEach(() => {
  for (const name of NAMES) for (const place of [globalThis, inherited]) Reflect.deleteProperty(place, name);
});

function put(place: object, name: (typeof NAMES)[number]): object {
  const value = { runtime: { id: name } };
  Object.defineProperty(place, name, { value, configurable: true });
  return value;
}

describe("the browser's interface", () => {
  test("is `browser` where there is one", () => {
    put(globalThis, "chrome");
    const browser = put(globalThis, "browser");
    expect(webExtension()).toBe(browser);
  });

  test("is `chrome` although the page has an element with the id `browser`, which windows inherit as a global", () => {
    put(inherited, "browser");
    const chrome = put(globalThis, "chrome");
    expect(webExtension()).toBe(chrome);
  });
});
