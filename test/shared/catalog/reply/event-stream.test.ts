import fc from "fast-check";
import { expect, test } from "vitest";
import { eventStream } from "../../../../shared/catalog/reply/event-stream.ts";

/** Events of a text that comes in these pieces: name and data. */
function eventsIn(...pieces: readonly string[]): (readonly [string, string])[] {
  const events: (readonly [string, string])[] = [];
  let data = "";
  const push = eventStream({
    data: (text) => (data += text),
    end: (name) => {
      events.push([name, data]);
      data = "";
    },
  });
  for (const piece of pieces) push(piece);
  return events;
}

test.each([
  ["data: a\n\n", [["message", "a"]]],
  ["data: a\r\ndata: b\r\n\r\n", [["message", "a\nb"]]],
  ["data: a\rdata:b\r\r", [["message", "a\nb"]]],
  [
    "event: x\r\ndata: a\r\n\r\ndata: b\r\n\r\n",
    [
      ["x", "a"],
      ["message", "b"],
    ],
  ],
  ["data: a\nevent: late\n\n", [["late", "a"]]],
  [": a comment\n\ndata:  two\n\n", [["message", " two"]]],
  [":\n:\ndata: a\n:\ndata: b\n\n", [["message", "a\nb"]]],
  ["id: 1\nretry: 5\ndata: a\n\n", [["message", "a"]]],
  ["event: alone\n\ndata: a\n\n", [["message", "a"]]],
  ["data: not ended", []],
] as const)("%j is read by the standard, wherever it is cut", (text, events) => {
  expect(eventsIn(text)).toEqual(events);
  expect(eventsIn(...text.split(""))).toEqual(events);
});

test("an event is the same however its text is cut", () => {
  const sign = fc.constantFrom("data: ", "event: ", ":", "\n", "\r", "\r\n", "a", " ", "\n\n");
  fc.assert(
    fc.property(fc.array(sign), (signs) => {
      expect(eventsIn(...signs)).toEqual(eventsIn(signs.join("")));
    }),
  );
});
