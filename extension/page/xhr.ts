import { asked } from "./address.ts";
import { apply, SafeWeakMap, upperCase, textOf } from "./primordials.ts";
import { makeNative, replaceConstructor, replaceGetter, replaceMethod } from "./replace.ts";
import type { Shared } from "./shared.ts";
import { XhrCall } from "./xhr-call.ts";

const OwnXhr = XMLHttpRequest;
const STANDS_IN = ["status", "statusText", "responseURL", "responseText", "responseXML", "response"];

/** Stands in for XMLHttpRequest: requests go out at once, unless they carry what the network layer cannot read. */
export function hookXhr(shared: Shared): void {
  const calls = new SafeWeakMap<object, XhrCall>();
  const of = (xhr: unknown): XhrCall | undefined => calls.get(xhr as object);
  replaceConstructor("XMLHttpRequest", (native, args, target) => {
    const xhr = makeNative(native, args, target) as XMLHttpRequest;
    if (shared.line.open) calls.set(xhr, new XhrCall(shared, xhr));
    return xhr;
  });
  hookMethods(of);
  hookAnswers(of);
}

type Of = (xhr: unknown) => XhrCall | undefined;

function hookMethods(of: Of): void {
  const prototype = XMLHttpRequest.prototype;
  replaceMethod(prototype, "open", (native, self, args) => {
    const call = of(self);
    if (call === undefined || typeof args[0] === "symbol" || typeof args[1] === "symbol" || args.length < 2) {
      return apply(native, self, args);
    }
    const method = textOf(args[0]);
    const address = textOf(args[1]);
    const given = args.length === 2 ? [method, address] : [method, address, args[2], args[3], args[4]];
    call.opening(() => apply(native, self, given));
    const isAsync = args.length === 2 || Boolean(args[2]);
    const known = isAsync ? asked(upperCase(method), address) : null;
    return call.opens({ asked: known, method, user: args[3], password: args[4] });
  });
  replaceMethod(prototype, "setRequestHeader", (native, self, args) => {
    const call = of(self);
    if (call?.waits === true) return apply(native, new OwnXhr(), args); // which says that it is not open
    if (call === undefined || args.length < 2 || typeof args[0] === "symbol" || typeof args[1] === "symbol") {
      return apply(native, self, args);
    }
    const name = textOf(args[0]);
    const value = textOf(args[1]);
    apply(native, self, [name, value]);
    return call.hasHeader(name, value);
  });
  replaceMethod(prototype, "send", (native, self, args) => {
    const call = of(self);
    if (call?.waits === true) return apply(native, new OwnXhr(), args);
    const body = (args[0] ?? null) as BodyInit | null;
    return call?.sends(body) === true ? undefined : apply(native, self, args);
  });
  replaceMethod(prototype, "abort", (native, self, args) =>
    of(self)?.aborts() === true ? undefined : apply(native, self, args),
  );
}

function hookAnswers(of: Of): void {
  const prototype = XMLHttpRequest.prototype;
  replaceGetter(prototype, "readyState", (xhr, native) => {
    const state = native() as number;
    return of(xhr)?.state(state) ?? state;
  });
  for (let index = 0; index < STANDS_IN.length; index += 1) {
    const name = STANDS_IN[index] as string;
    replaceGetter(prototype, name, (xhr, native) => {
      const call = of(xhr);
      const value = call?.answer?.attribute(name, call.state(0));
      return value === undefined ? native() : value;
    });
  }
  replaceMethod(prototype, "getResponseHeader", (native, self, args) => {
    const answer = of(self)?.answer;
    if (answer === null || answer === undefined || args.length === 0) return apply(native, self, args);
    return answer.header(textOf(args[0]));
  });
  replaceMethod(prototype, "getAllResponseHeaders", (native, self, args) => {
    const answer = of(self)?.answer;
    return answer === null || answer === undefined ? apply(native, self, args) : answer.allHeaders();
  });
}
