import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { frameOf } from "../../../agent/local-api/frame.ts";
import { Link } from "../../../agent/native-host/link.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Two ends of one connection: the host's, and the agent's. */
async function connection(): Promise<{ readonly host: Socket; readonly agent: Socket }> {
  const path = join(temporaryFolder(), "s");
  const server = createServer().listen(path);
  onTestFinished(() => void server.close());
  const host = connect(path);
  const [agent]: Socket[] = await once(server, "connection");
  if (!agent) throw new Error("Nobody connected.");
  onTestFinished(() => void host.destroy());
  return { host, agent };
}

/** Everything that a socket receives, as text. */
function heardBy(socket: Socket): () => string {
  let all = "";
  socket.on("data", (chunk) => (all += chunk.toString("latin1")));
  return () => all;
}

const text = (content: string): string => frameOf(Buffer.from(content)).toString("latin1");

test("a frame that is cut by the agent's going is dropped to its end, and the next one goes to the next agent", async () => {
  const fromBrowser = new PassThrough();
  const link = new Link(fromBrowser, new PassThrough());
  link.open();
  const first = await connection();
  const heardFirst = heardBy(first.agent);
  const gone = link.carry(first.host);
  const cut = frameOf(Buffer.from("cut in the middle"));
  fromBrowser.write(frameOf(Buffer.from("whole")));
  fromBrowser.write(cut.subarray(0, 9));
  await expect.poll(heardFirst).toBe(text("whole") + cut.subarray(0, 9).toString("latin1"));
  first.agent.destroy();
  await gone;
  const second = await connection();
  const heardSecond = heardBy(second.agent);
  void link.carry(second.host);
  fromBrowser.write(cut.subarray(9));
  fromBrowser.write(frameOf(Buffer.from("after")));
  await expect.poll(heardSecond).toBe(text("after"));
});

test("a frame that comes while no agent is there is dropped", async () => {
  const fromBrowser = new PassThrough();
  const link = new Link(fromBrowser, new PassThrough());
  link.open();
  fromBrowser.write(frameOf(Buffer.from("nobody is there")));
  await expect.poll(() => fromBrowser.readableLength).toBe(0);
  const { host, agent } = await connection();
  const heard = heardBy(agent);
  void link.carry(host);
  fromBrowser.write(frameOf(Buffer.from("now")));
  await expect.poll(heard).toBe(text("now"));
});

test("the browser gets no part of a frame that the agent did not finish", async () => {
  const toBrowser = new PassThrough();
  const link = new Link(new PassThrough(), toBrowser);
  const { host, agent } = await connection();
  const gone = link.carry(host);
  agent.write(frameOf(Buffer.from("whole")));
  agent.end(frameOf(Buffer.from("never finished")).subarray(0, 12));
  await gone;
  expect(String(toBrowser.read())).toBe(frameOf(Buffer.from("whole")).toString());
  expect(toBrowser.read()).toBeNull();
});

test("an agent that sends more than a browser takes is left", async () => {
  const toBrowser = new PassThrough();
  const link = new Link(new PassThrough(), toBrowser);
  const { host, agent } = await connection();
  const gone = link.carry(host);
  agent.on("error", () => undefined);
  agent.write(frameOf(Buffer.alloc(1024 * 1024 + 1)));
  await gone;
  expect(toBrowser.read()).toBeNull();
});

test("a browser that reads slowly holds the agent back, and gets everything", async () => {
  const toBrowser = new PassThrough({ highWaterMark: 1_000 });
  const link = new Link(new PassThrough(), toBrowser);
  const { host, agent } = await connection();
  void link.carry(host);
  const frames = Array.from({ length: 200 }, (_, n) => frameOf(Buffer.alloc(50_000, n)));
  for (const frame of frames) agent.write(frame);
  await expect.poll(() => host.isPaused()).toBe(true);
  expect(toBrowser.writableLength + toBrowser.readableLength).toBeLessThan(5_000_000);
  const whole = Buffer.concat(frames);
  const read: Buffer[] = [];
  toBrowser.on("data", (chunk: Buffer) => read.push(chunk));
  await expect.poll(() => read.reduce((sum, { length }) => sum + length, 0)).toBe(whole.length);
  expect(Buffer.concat(read).equals(whole)).toBe(true);
});
