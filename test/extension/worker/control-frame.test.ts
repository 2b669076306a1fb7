import { expect, test } from "vitest";
import { isControlFrame } from "../../../extension/worker/control-frame.ts";

test.each([
  '{"protocol":"json","version":1}\u001e',
  '{"type":6}\u001e',
  '{ "event": "ping" }',
  '{"event":"setOptions","supportedFeatures":["partial-generated-images"],"locale":"de-DE"}',
  "40/chat,",
  "2probe",
  "",
])("%j keeps a socket going", (frame) => {
  expect(isControlFrame(frame)).toBe(true);
});

test.each([
  '{"event":"say","words":"tell me a secret"}',
  '{"event":"say","words":"tell\\u0020me"}',
  '{"event":"say","words":"tell\\nme"}',
  '{"event":"say","words":"秘密"}',
  '{"words":"tell me","words":"x"}',
  "plain words here",
  '{"unclosed":"two words',
  '{"bad":"\\x two"}',
  `"${"x".repeat(9_000)}"`,
  new Uint8Array([1, 2, 3]),
])("%j may say something", (frame) => {
  expect(isControlFrame(frame)).toBe(false);
});
