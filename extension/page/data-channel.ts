import type { Conversation } from "./conversation.ts";
import type { Conversations } from "./conversations.ts";
import { apply, free, getter, is, listen, messageData, slice } from "./primordials.ts";
import { replaceGetter, replaceMethod } from "./replace.ts";

/** Holds what data channels send, as with sockets. They have no address, so the worker goes by the page. */
export function hookDataChannel(conversations: Conversations): void {
  if (typeof RTCDataChannel !== "function") return;
  const prototype = RTCDataChannel.prototype;
  const stateOf = getter(prototype, "readyState");
  const labelOf = getter(prototype, "label");
  const send = free(prototype.send) as (channel: RTCDataChannel, data: unknown) => void;
  const close = free(prototype.close);
  const announced = (channel: RTCDataChannel): Conversation => {
    const known = conversations.of(channel);
    if (known !== undefined) return known;
    const { conversation, end } = conversations.begin({
      announce: (s) => ({ type: "channel", s, label: slice(labelOf(channel), 0, 1_000) }),
      send: (frame) => stateOf(channel) === "open" && send(channel, frame),
      cut: () => close(channel),
    });
    conversations.bind(channel, conversation);
    listen(channel, "message", (event) => conversation.received(messageData(event as MessageEvent)));
    listen(channel, "close", end);
    return conversation;
  };
  replaceMethod(RTCPeerConnection.prototype, "createDataChannel", (native, self, args) => {
    const channel = apply(native, self, args) as RTCDataChannel;
    announced(channel);
    return channel;
  });
  replaceMethod(prototype, "send", (native, self, args) => {
    const data = args[0];
    const holds = args.length > 0 && typeof data !== "symbol" && is(self as RTCDataChannel, stateOf);
    const channel = self as RTCDataChannel;
    if (holds && stateOf(channel) === "open" && announced(channel).takes(data)) return undefined;
    return apply(native, self, args);
  });
  replaceMethod(prototype, "close", (native, self, args) => {
    const end = (): unknown => apply(native, self, args);
    const known = is(self as RTCDataChannel, stateOf) ? conversations.of(self as object) : undefined;
    return known?.closesLater(end) === true ? undefined : end();
  });
  replaceGetter(prototype, "bufferedAmount", (channel, native) => {
    const amount = native() as number;
    return amount + (conversations.of(channel)?.waiting ?? 0);
  });
}
