import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { frameOf } from "../../../agent/local-api/frame.ts";
import { makeSite, startAgent } from "../running.ts";
import { talkAt } from "../talk.ts";
import { greeted } from "../witness.ts";

describe("hostile frames", () => {
  test("are refused with a code each, and the conversation goes on", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await talkAt(site.socket);
    talk.raw(frameOf(Buffer.from([0xff, 0xfe])));
    talk.raw(frameOf(Buffer.from('{"type":')));
    talk.raw(frameOf(Buffer.from("[".repeat(100_000))));
    talk.raw(frameOf(Buffer.alloc(0)));
    talk.send({ type: "shutdown" });
    talk.send({ type: "ping", n: "my prompt" });
    talk.send({ type: "ping", n: 7 });
    await talk.until((heard) => heard.find((one) => one.type === "pong" && one.n === 7));
    const codes = talk.heard.flatMap((one) => (one.type === "refused" ? [one.code] : []));
    expect(codes).toEqual([
      "not_utf8",
      "not_json",
      "not_json",
      "not_json",
      "unknown_message",
      "unknown_message",
    ]);
    expect(JSON.stringify(talk.heard)).not.toContain("my prompt");
  });

  test("over the limit are refused and end the conversation", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await talkAt(site.socket);
    talk.raw(Buffer.from([0xff, 0xff, 0xff, 0x7f]));
    await talk.end();
    expect(talk.heard).toMatchObject([{ type: "refused", code: "frame_too_large" }]);
  });

  test("from a peer that never reads do not grow the agent or stop the others", async () => {
    const site = makeSite();
    await startAgent(site);
    const deaf = await greeted(site);
    const other = await greeted(site);
    const socket = connect(site.socket);
    socket.on("error", () => undefined);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.pause();
    const hello = {
      type: "hello",
      protocol: 1,
      extension: "x",
      version: "1",
      instance: "deaf",
      browser: "b",
    };
    const frame = frameOf(Buffer.from(JSON.stringify(hello)));
    const flood = Buffer.concat(Array.from({ length: 60_000 }, () => frame));
    socket.write(flood);
    other.send({ type: "ping", n: 1 });
    await other.until((heard) => heard.find((one) => one.type === "pong"));
    await closed;
    deaf.send({ type: "status" });
    const status = await deaf.until((heard) => heard.find((one) => one.type === "status"));
    expect(status.extensions).toHaveLength(2);
  }, 30_000);

  test("cut and garbled at random never stop the agent", async () => {
    const site = makeSite();
    const agent = await startAgent(site);
    for (let round = 0; round < 20; round += 1) {
      const talk = await talkAt(site.socket);
      const bytes = Buffer.concat(
        Array.from({ length: 20 }, (_, n) => frameOf(Buffer.from(JSON.stringify({ type: "ping", n })))),
      );
      for (let flip = 0; flip < round; flip += 1)
        bytes[(flip * 7919 + round * 104_729) % bytes.length] = flip;
      for (let at = 0; at < bytes.length; at += round + 1) talk.raw(bytes.subarray(at, at + round + 1));
    }
    await greeted(site);
    expect(agent.exitCode).toBeNull();
  });
});
