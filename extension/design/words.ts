import type messages from "../public/_locales/en/messages.json";
import { webExtension } from "./web-extension.ts";

/** A key of `_locales/en/messages.json`: one that is not there does not compile. */
export type WordKey = keyof typeof messages;

/** The words behind a key in the browser's language, with at most nine values put in by position. */
export function words(key: WordKey, ...values: readonly (string | number)[]): string {
  const texts = values.map((value) => (typeof value === "number" ? counted(value) : value));
  return webExtension().i18n.getMessage(key, texts);
}

function counted(number: number): string {
  return new Intl.NumberFormat(language()).format(number);
}

/** A name as it starts a line: ids and levels of policies are mostly lower case. */
export function capitalized(name: string): string {
  return name.charAt(0).toLocaleUpperCase(language()) + name.slice(1);
}

/** The browser's language as a BCP 47 tag. */
export function language(): string {
  return webExtension().i18n.getUILanguage();
}
