import { getOwnPropertyDescriptor, getPrototypeOf, isHeaders, isObject, ownKeys } from "./primordials.ts";

const plain = Object.prototype;
const isArray = Array.isArray;

/** Whether nothing of the page's runs when the browser reads these options, so that reading them twice is no matter. */
export function isOrdinary(init: object): boolean {
  if (!hasOnlyData(init)) return false;
  const method = getOwnPropertyDescriptor(init, "method")?.value as unknown;
  const headers = getOwnPropertyDescriptor(init, "headers")?.value as unknown;
  if (method !== undefined && typeof method !== "string") return false;
  return !isObject(headers) || isArray(headers) || isHeaders(headers) || hasOnlyData(headers);
}

/** A plain object whose own members are values with names. */
function hasOnlyData(object: object): boolean {
  const prototype = getPrototypeOf(object);
  if (prototype !== plain && prototype !== null) return false;
  const keys = ownKeys(object);
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as string | symbol;
    if (typeof key === "symbol" || getOwnPropertyDescriptor(object, key)?.get !== undefined) return false;
  }
  return true;
}
