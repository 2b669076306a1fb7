import type { Browser } from "webextension-polyfill";

/**
 * The browser's extension interface, as far as screens need it: messages, ports and words, for which Chromium's
 * `chrome` and Firefox's `browser` agree. Own properties only: a page's element with the id `browser` is a
 * global too, and must not pass for the interface in a content script.
 */
export function webExtension(): Browser {
  const name = Object.hasOwn(globalThis, "browser") ? "browser" : "chrome";
  return Reflect.get(globalThis, name) as Browser;
}
