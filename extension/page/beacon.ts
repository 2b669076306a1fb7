import { asked, marked } from "./address.ts";
import type { Binding } from "./binding.ts";
import { isHidden, isStream, sizeOfBody, takeBody } from "./body.ts";
import type { Line } from "./line.ts";
import { apply, textOf } from "./primordials.ts";
import { replaceMethod } from "./replace.ts";

const navigation = navigator;

/** A beacon holds no more; the browser refuses what is larger, and says so at once. */
const MOST_BEACON = 65_536;

/** Binds what beacons carry where the network layer cannot read it. */
export function hookBeacon(line: Line, binding: Binding): void {
  replaceMethod(Navigator.prototype, "sendBeacon", (native, self, args) => {
    const now = (): unknown => apply(native, self, args);
    if (
      !line.open ||
      self !== navigation ||
      typeof args[0] === "symbol" ||
      !isHidden(args[1], "POST") ||
      isStream(args[1])
    )
      return now();
    const address = textOf(args[0]);
    const call = asked("POST", address);
    const data = args[1] as BodyInit;
    if (call === null || sizeOfBody(data) > MOST_BEACON) return apply(native, self, [address, data]);
    binding.bind(call, takeBody(data), (nonce) =>
      apply(native, self, [nonce === null ? address : marked(call, nonce), data]),
    );
    return true;
  });
}
