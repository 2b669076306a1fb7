import {
  apply,
  bare,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  isObject,
  SafeWeakMap,
  setPrototypeOf,
} from "./primordials.ts";

/** A function or constructor of the browser's, of whatever shape. */
export type Native = (...args: unknown[]) => unknown;
/** What stands in for a function: it gets the native one, `this` and the arguments. */
type Call = (native: Native, self: unknown, args: unknown[]) => unknown;
/** What stands in for a constructor; `target` is `new.target`, as the native one must get it. */
type Construct = (native: Native, args: unknown[], target: Native) => object;

const OwnProxy = Proxy;
const natives = new SafeWeakMap<object, Native>();

/**
 * A function in place of a native one that has its name, length, prototype and errors, since it is a proxy of it.
 * What is not given works as it does natively.
 */
function standIn(native: Native, call: Call | null, newCall: Construct | null): Native {
  const traps: ProxyHandler<Native> = {};
  setPrototypeOf(traps, null);
  if (call !== null) traps.apply = (_target, self: unknown, args: unknown[]) => call(native, self, args);
  if (newCall !== null) {
    traps.construct = (_target, args: unknown[], wanted) =>
      newCall(native, args, wanted === made ? native : (wanted as Native));
  }
  const made = new OwnProxy(native, traps);
  natives.set(made, native);
  return made;
}

/** Replaces a method, in place and with the attributes that it had. Where the browser has no such method, nothing. */
export function replaceMethod(owner: object, name: string, call: Call): void {
  const was = getOwnPropertyDescriptor(owner, name);
  if (typeof was?.value !== "function") return;
  defineProperty(owner, name, bare({ ...was, value: standIn(was.value as Native, call, null) }));
}

/** Replaces the reading of an attribute: `read` gets the object and the native way to read it. */
export function replaceGetter(
  prototype: object,
  name: string,
  read: (self: object, native: () => unknown) => unknown,
): void {
  const was = getOwnPropertyDescriptor(prototype, name);
  if (was?.get === undefined) return;
  const call: Call = (native, self) => read(self as object, () => apply(native, self, []));
  defineProperty(prototype, name, bare({ ...was, get: standIn(was.get, call, null) }));
}

/** Replaces a global constructor, and what its prototype calls its constructor. */
export function replaceConstructor(name: string, newCall: Construct): void {
  const was = getOwnPropertyDescriptor(globalThis, name);
  if (typeof was?.value !== "function") return;
  const native = was.value as Native;
  const value = standIn(native, null, newCall);
  defineProperty(globalThis, name, bare({ ...was, value }));
  const prototype = native.prototype as object;
  const named = getOwnPropertyDescriptor(prototype, "constructor");
  defineProperty(prototype, "constructor", bare({ ...named, value }));
}

/** Makes an object by a native constructor. */
export function makeNative(native: Native, args: unknown[], target: Native): object {
  return construct(native, args, target);
}

/** Lets what stands in for a native function read as that function does. */
export function disguise(): void {
  replaceMethod(Function.prototype, "toString", (native, self, args) =>
    apply(native, (isObject(self) ? natives.get(self) : undefined) ?? self, args),
  );
}
