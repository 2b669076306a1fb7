import { asked } from "./address.ts";
import type { Line } from "./line.ts";
import { dispatchAlone, free, getter, listen, OwnEvent } from "./primordials.ts";
import { makeNative, replaceConstructor } from "./replace.ts";
import { whyFailed } from "./verdict.ts";

/**
 * Ends the event sources that were denied, as the 403 of a service ends them; otherwise they would try again every
 * few seconds. The page hears its error either way.
 */
export function hookEventSource(line: Line): void {
  const urlOf = getter(EventSource.prototype, "url");
  const stateOf = getter(EventSource.prototype, "readyState");
  const close = free(EventSource.prototype.close);
  replaceConstructor("EventSource", (native, args, target) => {
    const source = makeNative(native, args, target) as EventSource;
    const call = asked("GET", urlOf(source));
    if (call === null || !line.open) return source;
    listen(source, "error", () => {
      if (stateOf(source) !== CONNECTING) return;
      whyFailed(line, call, {
        none: nothing,
        again: nothing, // it tries again by itself
        answer: () => {
          close(source);
          dispatchAlone(source, new OwnEvent("error"), nothing);
        },
      });
    });
    return source;
  });
}

const CONNECTING = 0;

function nothing(): void {}
