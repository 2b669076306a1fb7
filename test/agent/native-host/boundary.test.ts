import * as fc from "fast-check";
import { expect, test } from "vitest";
import { frameOf } from "../../../agent/local-api/frame.ts";
import { FrameBoundary } from "../../../agent/native-host/boundary.ts";

test("every frame of a stream is found to begin where it begins, however the stream is cut", () => {
  const contents = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 });
  fc.assert(
    fc.property(contents, fc.integer({ min: 1, max: 9 }), (given, size) => {
      const frames = given.map((bytes) => frameOf(Buffer.from(bytes)));
      const stream = Buffer.concat(frames);
      const boundary = new FrameBoundary();
      const found: Buffer[] = [];
      for (let at = 0; at < stream.length; at += size)
        for (const { bytes, begins } of boundary.pieces(stream.subarray(at, at + size))) {
          if (begins) found.push(bytes);
          else found.push(Buffer.concat([found.pop() ?? Buffer.alloc(0), bytes]));
        }
      expect(found).toEqual(frames);
    }),
  );
});
