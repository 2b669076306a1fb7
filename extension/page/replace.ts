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
import { nativeAbove } from "./stack.ts";

/** A function or constructor of the browser's, of whatever shape. */
export type Native = (...args: unknown[]) => unknown;
/** What stands in for a function: it gets the native one, `this`, the arguments, and where stacks begin above. */
type Call = (native: Native, self: unknown, args: unknown[], top: object) => unknown;
/** What stands in for a constructor; `target` is `new.target`, as the native one must get it. */
type Construct = (native: Native, args: unknown[], target: Native) => object;

const OwnProxy = Proxy;
const natives = new SafeWeakMap<object, Native>();

/**
 * A function in place of a native one that has its name, length, prototype and errors, since it is a proxy of it.
 * What is not given works as it does natively.
 */
function standIn(name: string, native: Native, call: Call | null, newCall: Construct | null): Native {
  const traps: ProxyHandler<Native> = {};
  setPrototypeOf(traps, null);
  if (call !== null) {
    const called = (_target: unknown, self: unknown, args: unknown[]): unknown => {
      try {
        return call(native, self, args, called);
      } catch (cause) {
        throw nativeAbove(cause, name, called);
      }
    };
    traps.apply = called;
  }
  if (newCall !== null) {
    const made = (_target: unknown, args: unknown[], wanted: unknown): object => {
      try {
        return newCall(native, args, wanted === stand ? native : (wanted as Native));
      } catch (cause) {
        throw nativeAbove(cause, name, made);
      }
    };
    traps.construct = made;
  }
  const stand = new OwnProxy(native, traps);
  natives.set(stand, native);
  return stand;
}

/** Replaces a method, in place and with the attributes that it had. Where the browser has no such method, nothing. */
export function replaceMethod(owner: object, name: string, call: Call): void {
  const was = getOwnPropertyDescriptor(owner, name);
  if (typeof was?.value !== "function") return;
  defineProperty(owner, name, bare({ ...was, value: standIn(name, was.value as Native, call, null) }));
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
  defineProperty(prototype, name, bare({ ...was, get: standIn(name, was.get, call, null) }));
}

/** Replaces a global constructor, and what its prototype calls its constructor. */
export function replaceConstructor(name: string, newCall: Construct): void {
  const was = getOwnPropertyDescriptor(globalThis, name);
  if (typeof was?.value !== "function") return;
  const native = was.value as Native;
  const value = standIn(name, native, null, newCall);
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
