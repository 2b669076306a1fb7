import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexCatalog } from "../../../../shared/catalog/recognize.ts";
import {
  FRAME_LIMIT,
  openReply,
  REPLY_LIMIT,
  type ReplyHead,
  type ReplyReader,
} from "../../../../shared/catalog/reply/reader.ts";
import { SERVICES } from "../../../../shared/catalog/services.ts";
import { REPLIES, type SampleReply } from "./replies.ts";

const catalog = indexCatalog(SERVICES);
const OPENAI = { service: "openai-api", method: "POST", url: "https://api.openai.com/v1/chat/completions" };

function opened(reply: Pick<SampleReply, "service" | "url" | "type">): ReplyReader {
  const headers: Record<string, string> = reply.type === "" ? {} : { "content-type": reply.type };
  return openReply(catalog, { ...reply, method: "POST" }, { status: 200, headers });
}

function namesIn(reader: ReplyReader, pieces: readonly (string | Uint8Array)[]): (string | null)[][] {
  return pieces.flatMap((piece) => reader.take(piece) ?? []).map(({ asServed, model }) => [asServed, model]);
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}

describe.each(REPLIES)("the reply of $what", (reply) => {
  const bytes = bytesOf(reply.body);

  test("names its models, each once", () => {
    expect(namesIn(opened(reply), [bytes])).toEqual(reply.names);
    if (typeof reply.body === "string") expect(namesIn(opened(reply), [reply.body])).toEqual(reply.names);
  });

  test("names the same however its bytes are cut", () => {
    const place = fc.nat(bytes.length);
    fc.assert(
      fc.property(fc.array(place, { maxLength: 20 }), (places) => {
        const ends = [...places, bytes.length].toSorted((a, b) => a - b);
        const pieces = ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
        expect(namesIn(opened(reply), pieces)).toEqual(reply.names);
      }),
      { numRuns: 40 },
    );
    expect(
      namesIn(
        opened(reply),
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
      ),
    ).toEqual(reply.names);
  });
});

describe("a reply", () => {
  const json = { "content-type": "application/json" };
  const model = '{"model":"gpt-5.5"}';

  test("tells its model by a header, before any body", () => {
    const reader = openReply(catalog, OPENAI, {
      status: 200,
      headers: { "openai-model": "gpt-5.5-2026-01-01" },
    });
    expect(reader.done).toBe(false);
    expect(reader.take("")).toMatchObject([{ model: "openai/gpt-5.5" }]);
  });

  test("tells nothing where it is a failure, where nobody says what stands in it, or where it is another service's", () => {
    const heads: readonly (readonly [typeof OPENAI, ReplyHead])[] = [
      [OPENAI, { status: 429, headers: json }],
      [
        { ...OPENAI, url: "https://intranet.example/" },
        { status: 200, headers: json },
      ],
      [
        { ...OPENAI, service: "claude-web" },
        { status: 200, headers: json },
      ],
    ];
    for (const [call, head] of heads) {
      const reader = openReply(catalog, call, head);
      expect(reader.take(model)).toBeNull();
      expect(reader.done).toBe(true);
    }
  });

  test("is read where its status and headers are not known", () => {
    expect(openReply(catalog, OPENAI, { status: null, headers: null }).take(model)).toHaveLength(1);
  });

  test("is not read past its bound", () => {
    const reader = openReply(catalog, OPENAI, { status: 200, headers: json });
    expect(reader.take(`{"text":"${"x".repeat(REPLY_LIMIT)}`)).toBeNull();
    expect(reader.done).toBe(true);
    expect(reader.take(`","model":"gpt-5.5"}`)).toBeNull();
  });

  test("that names endless models is told up to a bound", () => {
    const reader = openReply(catalog, OPENAI, { status: 200, headers: json });
    const lines = Array.from({ length: 1_000 }, (_, index) => `{"model":"gpt-${index}"}`).join("\n");
    expect(reader.take(lines)?.length).toBe(16);
  });

  test("tells a string that means no known model as just that", () => {
    const reader = openReply(catalog, OPENAI, { status: 200, headers: json });
    expect(reader.take('{"model":"prod"}')).toEqual([
      { asServed: "prod", model: null, mayBe: null, opaque: false },
    ]);
  });

  test("never throws, whatever comes", () => {
    const kinds = fc.constantFrom(
      "application/json",
      "text/event-stream",
      "application/vnd.amazon.eventstream",
      "",
    );
    const piece = fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("data: ", '{"model":'),
    );
    fc.assert(
      fc.property(kinds, fc.array(piece), (type, pieces) => {
        namesIn(opened({ ...OPENAI, type }), pieces);
      }),
    );
  });
});

describe("a socket", () => {
  const call = {
    service: "openai-api",
    method: "GET",
    url: "wss://api.openai.com/v1/realtime?model=gpt-realtime",
  };
  const frame = '{"type":"session.created","session":{"model":"gpt-realtime-2025-08-28"}}';
  const head = { status: 101, headers: null };

  test("tells the model of its session, by text or bytes, and goes on for hours", () => {
    expect(openReply(catalog, call, head).take(frame)).toMatchObject([{ model: "openai/gpt-realtime" }]);
    const reader = openReply(catalog, call, head);
    const sound = `{"type":"response.audio.delta","delta":"${"A".repeat(FRAME_LIMIT)}"}`;
    for (let i = 0; i < 70; i += 1) expect(reader.take(sound)).toBeNull();
    expect(reader.take(new TextEncoder().encode(frame))).toHaveLength(1);
    expect(reader.take(frame)).toBeNull();
  });

  test("is read on where a frame is cut off", () => {
    const reader = openReply(catalog, call, head);
    expect(reader.take('{"session":{"model":"gpt')).toBeNull();
    expect(reader.take(frame)).toHaveLength(1);
  });
});
