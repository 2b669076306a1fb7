import browser from "webextension-polyfill";

/** The page that stands in for a navigation that was denied, or that came too early. */
export const BLOCKED_PAGE = browser.runtime.getURL("blocked/index.html");
