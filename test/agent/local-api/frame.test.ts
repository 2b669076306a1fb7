import * as fc from "fast-check";
import { expect, test } from "vitest";
import { frameOf, FrameReader, FrameTooLarge } from "../../../agent/local-api/frame.ts";
import { processorTime } from "../../processor-time.ts";

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [...new Set(at.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
}

test("frames come out as they went in, however the stream is cut", () => {
  const contents = fc.array(fc.uint8Array({ maxLength: 300 }));
  fc.assert(
    fc.property(contents, fc.array(fc.nat()), (given, cuts) => {
      const stream = Buffer.concat(given.map((bytes) => frameOf(Buffer.from(bytes))));
      const reader = new FrameReader(300);
      const read = cut(stream, cuts).flatMap((chunk) =>
        [...reader.read(chunk)].map((frame) => frame.toString("hex")),
      );
      expect(read).toEqual(given.map((bytes) => Buffer.from(bytes).toString("hex")));
    }),
  );
});

test("a frame over the limit is refused at its length, after the frames before it", () => {
  const reader = new FrameReader(10);
  const stream = Buffer.concat([frameOf(Buffer.from("ten bytes!")), frameOf(Buffer.from("eleven byte"))]);
  const read: string[] = [];
  expect(() => {
    for (const content of reader.read(stream)) read.push(content.toString());
  }).toThrow(FrameTooLarge);
  expect(read).toEqual(["ten bytes!"]);
});

test("a large frame that comes in small chunks costs about what it costs at once", () => {
  const frame = frameOf(Buffer.alloc(4_000_000));
  const reader = new FrameReader(4_000_000);
  let frames = 0;
  const took = processorTime(() => {
    for (let at = 0; at < frame.length; at += 64)
      frames += [...reader.read(frame.subarray(at, at + 64))].length;
  });
  expect(frames).toBe(1);
  expect(took).toBeLessThan(2_000);
});
