import { getOwnPropertyDescriptor, getter, indexOf, is, isObject, own } from "./primordials.ts";

/*
 * What a native function throws is made while the hook calls it, so its stack would show the hook to the page and to
 * those who read the page's reports. V8 can write the stack of an error anew, from above a function, and leaves its
 * first line as it was; nothing of the page's is called for that. Firefox keeps stacks elsewhere: there they stay.
 */

const capture = own(Error, "captureStackTrace") as ((error: object, above: object) => void) | undefined;
const exceptionMessage = getter(DOMException.prototype, "message");

/** What an error says, be it the language's or the browser's. */
export function messageOf(cause: unknown): string {
  if (!isObject(cause)) return "";
  const message = is<DOMException>(cause, exceptionMessage) ? exceptionMessage(cause) : own(cause, "message");
  return typeof message === "string" ? message : "";
}

/** Lets the stack of an error begin where `above` was called, and gives the error back. */
export function beginAbove<E>(error: E, above: object): E {
  if (isObject(error) && getOwnPropertyDescriptor(error, "stack") !== undefined) capture?.(error, above);
  return error;
}

/** The same where the native function of this name threw the error; one of the page's own, thrown by a conversion, stays. */
export function nativeAbove(cause: unknown, name: string, above: object): unknown {
  const message = messageOf(cause);
  const fits =
    message === "Illegal invocation" ||
    indexOf(message, `.${name} requires that 'this'`) > 0 ||
    (indexOf(message, "Failed to ") === 0 && indexOf(message, `'${name}'`) > 0);
  return fits ? beginAbove(cause, above) : cause;
}
