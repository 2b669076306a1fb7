/*
 * What the hook needs of the language and the browser, taken before the page's first script. After that nothing is
 * looked up on an object that the page can reach: it may have replaced it. Arrays are read by index and never
 * appended to, since a setter on Array.prototype would be called; objects that the browser reads as dictionaries are
 * bare; promises are followed by `settle` and resolved with primitives or with what the page gets anyway.
 */

/** Captured methods of Reflect, which take their subject as an argument. */
export const {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys,
  setPrototypeOf,
} = Reflect;
const { get } = Reflect;

type Method<T, A extends unknown[], R> = (this: T, ...rest: A) => R;

/** A captured method as a function whose first argument is its subject. */
export function free<T, A extends unknown[], R>(method: Method<T, A, R>): (self: T, ...rest: A) => R {
  return (self, ...rest) => apply(method, self, rest);
}

/** The captured getter of a prototype's attribute; it throws on what is not of this kind, whatever the prototype says. */
export function getter<T extends object, K extends keyof T & string>(
  prototype: T,
  name: K,
): (self: T) => T[K] {
  const read = getOwnPropertyDescriptor(prototype, name)?.get;
  return (self) => apply(read as () => T[K], self, []);
}

/** The same object without a prototype, so that a member that it lacks is not found on Object.prototype. */
export function bare<T extends object>(fields: T): T {
  setPrototypeOf(fields, null);
  return fields;
}

/** An own property of an object, or undefined; the prototype is not asked. */
export function own(object: object, name: string): unknown {
  const property = getOwnPropertyDescriptor(object, name);
  return property === undefined ? undefined : get(bare(property), "value");
}

/** Whether something can have members. */
export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Whether the getter takes it: true kinship that no prototype and no Symbol.hasInstance can fake. */
export function is<T extends object>(value: unknown, read: (self: T) => unknown): value is T {
  if (!isObject(value)) return false;
  try {
    read(value as T);
    return true;
  } catch {
    return false;
  }
}

const OwnPromise = Promise;
const then = Promise.prototype.then;
const reject = Promise.reject;

/** A promise of this page's own kind, made by hand. */
export function promise<T>(
  work: (resolve: (value: T) => void, reject: (cause: unknown) => void) => void,
): Promise<T> {
  return new OwnPromise(work);
}

/** A promise that has failed. */
export function rejected(cause: unknown): Promise<never> {
  return apply(reject<never>, OwnPromise, [cause]);
}

/** Follows a promise that the page never sees. Without `constructor` of its own, `then` would ask the prototype for it. */
export function settle<T>(of: Promise<T>, ok: (value: T) => void, failed: (cause: unknown) => void): void {
  defineProperty(of, "constructor", bare({ value: undefined }));
  apply(then, of, [ok, failed]);
}

const OwnMap = Map;
const mapGet = Map.prototype.get;
const mapSet = Map.prototype.set;
const mapDelete = Map.prototype.delete;
const mapForEach = Map.prototype.forEach;

/** A map whose methods the page cannot replace, in order of insertion. */
export class SafeMap<K, V> {
  readonly #map = new OwnMap<K, V>();
  get(key: K): V | undefined {
    return apply(mapGet, this.#map, [key]) as V | undefined;
  }
  set(key: K, value: V): void {
    apply(mapSet, this.#map, [key, value]);
  }
  delete(key: K): boolean {
    return apply(mapDelete, this.#map, [key]);
  }
  each(visit: (value: V, key: K) => void): void {
    apply(mapForEach, this.#map, [visit]);
  }
}

const OwnWeakMap = WeakMap;
const weakGet = WeakMap.prototype.get;
const weakSet = WeakMap.prototype.set;

/** The same for facts about objects of the page. */
export class SafeWeakMap<K extends object, V> {
  readonly #map = new OwnWeakMap<K, V>();
  get(key: K): V | undefined {
    return apply(weakGet, this.#map, [key]) as V | undefined;
  }
  set(key: K, value: V): void {
    apply(weakSet, this.#map, [key, value]);
  }
}

const OwnUint8Array = Uint8Array;
const OwnTextEncoder = TextEncoder;
const encoder = new OwnTextEncoder();
const encode = TextEncoder.prototype.encode;
const random = crypto.getRandomValues;
const source = crypto;
const typed = getPrototypeOf(Uint8Array.prototype) as Uint8Array;

const typedBuffer = getter(typed, "buffer");
const typedOffset = getter(typed, "byteOffset");
const typedBytes = getter(typed, "byteLength");
const dataViewBuffer = getter(DataView.prototype, "buffer");
const dataViewOffset = getter(DataView.prototype, "byteOffset");
const dataViewBytes = getter(DataView.prototype, "byteLength");
const bufferBytes = getter(ArrayBuffer.prototype, "byteLength");

/** How many bytes there are. */
export const lengthOf: (bytes: Uint8Array) => number = typedBytes;
export const bufferOf: (bytes: Uint8Array) => ArrayBufferLike = typedBuffer;

/** Text as UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return apply(encode, encoder, [text]);
}

/** Bytes over a buffer, or `length` zeros. */
export function bytesOver(of: ArrayBuffer | number): Uint8Array<ArrayBuffer> {
  return typeof of === "number" ? new OwnUint8Array(of) : new OwnUint8Array(of);
}

const HEX = "0123456789abcdef";

/** 16 random bytes as 32 hexadecimal digits. */
export function nonce(): string {
  const bytes = apply(random, source, [bytesOver(16)]) as Uint8Array;
  let text = "";
  for (let index = 0; index < 16; index += 1) {
    const byte = bytes[index] ?? 0;
    text += `${HEX[byte >> 4]}${HEX[byte & 15]}`;
  }
  return text;
}

const OwnString = String;

/** A value as the browser would turn it into text; symbols are left to the browser. */
export function textOf(value: unknown): string {
  return OwnString(value);
}

export const slice = free(String.prototype.slice);
export const upperCase = free(String.prototype.toUpperCase);
export const lowerCase = free(String.prototype.toLowerCase);
export const indexOf = free(String.prototype.indexOf);

export const listen = free(EventTarget.prototype.addEventListener) as (
  self: EventTarget,
  type: string,
  heard: (event: Event) => void,
) => void;
export const dispatch = free(EventTarget.prototype.dispatchEvent);
const nativeDispatch = EventTarget.prototype.dispatchEvent;
const bind = Function.prototype.bind;
const soon = free(queueMicrotask);
const top = window;

/** Dispatches an event when nothing of the hook is on the stack that its hearers could see, then goes on. */
export function dispatchAlone(target: EventTarget, event: Event, next: () => void): void {
  soon(top, apply(bind, nativeDispatch, [target, event]) as () => void);
  soon(top, next);
}
export const stopEvent = free(Event.prototype.stopImmediatePropagation);
export const messageData = getter(MessageEvent.prototype, "data");
export const OwnEvent = Event;
export const OwnProgressEvent = ProgressEvent;

const OwnURL = URL;
const baseOf = getter(Node.prototype, "baseURI");
const here = document;
export const urlHref = getter(URL.prototype, "href");
export const urlProtocol = getter(URL.prototype, "protocol");
export const urlOrigin = getter(URL.prototype, "origin");
export const urlHash = getter(URL.prototype, "hash");
export const urlUser = getter(URL.prototype, "username");
export const urlPassword = getter(URL.prototype, "password");
const setterOf = (name: "hash" | "username" | "password" | "protocol") =>
  free(getOwnPropertyDescriptor(URL.prototype, name)?.set as (this: URL, value: string) => void);
export const setHash = setterOf("hash");
export const setUser = setterOf("username");
export const setPassword = setterOf("password");
export const setProtocol = setterOf("protocol");

/** An address as this document reads it, or null. */
export function addressOf(text: string): URL | null {
  try {
    return new OwnURL(text, baseOf(here) ?? undefined);
  } catch {
    return null;
  }
}

export const blobSize = getter(Blob.prototype, "size");
export const blobType = getter(Blob.prototype, "type");
export const blobBytes = free(Blob.prototype.arrayBuffer);
export const fileName = getter(File.prototype, "name");
export const later = free(setTimeout) as (self: Window, work: () => void, delay: number) => number;

/** The bytes of a buffer or view as they are now, in a copy; null where the value is neither. */
export function copyOfBytes(value: unknown): Uint8Array<ArrayBuffer> | null {
  if (!isObject(value)) return null;
  if (is(value as Uint8Array, typedBytes))
    return copy(value as Uint8Array, typedBuffer, typedOffset, typedBytes);
  if (is(value as DataView, dataViewBytes))
    return copy(value as DataView, dataViewBuffer, dataViewOffset, dataViewBytes);
  return is(value as ArrayBuffer, bufferBytes) ? new OwnUint8Array(bytesOver(value as ArrayBuffer)) : null;
}

function copy<V>(
  view: V,
  buffer: (view: V) => ArrayBufferLike,
  offset: (view: V) => number,
  length: (view: V) => number,
): Uint8Array<ArrayBuffer> {
  return new OwnUint8Array(new OwnUint8Array(buffer(view), offset(view), length(view)));
}
