import type { Socket } from "node:net";
import * as z from "zod/mini";
import type { AskAccess } from "../../shared/wire/access.ts";
import { ApiRequest, type AgentStatus, CodeRequest } from "../../shared/wire/local-api.ts";
import { FromExtension, PROTOCOL, TO_AGENT_LIMIT, type ToExtension } from "../../shared/wire/native.ts";
import type { MineAsk } from "../../shared/wire/mine.ts";
import { FrameReader, FrameTooLarge } from "../local-api/frame.ts";
import { frameOfMessage, readMessage, type RefusalCode } from "../local-api/message.ts";
import type { IdentityAsk } from "./identity-desk.ts";
import { Peer, type Hello } from "./peer.ts";

const Incoming = z.discriminatedUnion("type", [...FromExtension.def.options, ApiRequest, CodeRequest]);
type Incoming = z.infer<typeof Incoming>;

/** Events of an extension, with the keys of sealed content among them. Neither is parsed yet. */
export type Batch = Extract<FromExtension, { type: "events" }>;

/** What a conversation needs of the agent. */
export interface Host {
  /** The state as frames for an extension. */
  state(): readonly Buffer[];
  /** Gives an extension the catalog in force, unless it has it. */
  handOver(peer: Peer): void;
  /** Gives an extension the way to the proxy for sockets, if its browser can take it. */
  leadSockets(peer: Peer): void;
  status(): AgentStatus;
  /** Stores a batch, and then gives what acknowledges it, or null where nothing is durable. */
  store(batch: Batch, answer: (stored: readonly Buffer[] | null) => void): void;
  /** Hears which revision an extension enforces, and since when. */
  applied(peer: Peer, revision: string, at: number): void;
  /** Does what a person asks for about their identity. */
  attend(ask: IdentityAsk, peer: Peer): void;
  /** What is recorded about the person here, as frames. */
  mine(ask: MineAsk): readonly Buffer[];
  /** Takes a request for access of the person's. */
  askAccess(peer: Peer, asked: AskAccess): void;
  withdrawAccess(peer: Peer, id: string): void;
  joined(peer: Peer, hello: Hello): void;
  left(peer: Peer): void;
}

/** Talks with whoever connected until they go. */
export function converse(socket: Socket, host: Host): Peer {
  const peer = new Peer(socket);
  const reader = new FrameReader(TO_AGENT_LIMIT);
  socket.on("data", (chunk) => hear(chunk, reader, peer, host));
  // A peer that dies mid-word is no event of its own: `close` follows.
  socket.on("error", () => undefined);
  socket.on("close", () => host.left(peer));
  return peer;
}

function hear(chunk: Buffer, reader: FrameReader, peer: Peer, host: Host): void {
  if (peer.deaf) return;
  try {
    for (const content of reader.read(chunk)) answer(content, peer, host);
  } catch (error) {
    if (!(error instanceof FrameTooLarge)) throw error;
    refuse(peer, error.code, error.message);
    peer.end();
  }
}

function answer(content: Buffer, peer: Peer, host: Host): void {
  const reading = readMessage(Incoming, content);
  if (reading.ok) take(reading.message, peer, host);
  else refuse(peer, reading.code, reading.sentence);
}

function take(message: Incoming, peer: Peer, host: Host): void {
  switch (message.type) {
    case "hello":
      return greet(message, peer, host);
    case "events":
      return takeEvents(message, peer, host);
    case "applied":
      return host.applied(peer, message.revision, message.at);
    case "ask_access":
      return host.askAccess(peer, message);
    case "withdraw_access":
      return host.withdrawAccess(peer, message.id);
    case "ping":
      return peer.send([frameOfMessage({ type: "pong", n: message.n } satisfies ToExtension)]);
    case "sign_in":
    case "sign_in_by_code":
    case "sign_out":
      return host.attend(message.type, peer);
    case "mine":
      return tellOwn(message, peer, host);
    case "status":
      return peer.send([frameOfMessage(host.status())]);
  }
}

function greet(hello: Hello, peer: Peer, host: Host): void {
  if (hello.protocol !== PROTOCOL)
    return refuse(
      peer,
      "other_protocol",
      `The extension speaks protocol ${hello.protocol}, the agent ${PROTOCOL}. Update the older of the two.`,
    );
  host.joined(peer, hello);
  peer.send(host.state());
  host.leadSockets(peer);
  host.handOver(peer);
}

function takeEvents(batch: Batch, peer: Peer, host: Host): void {
  if (!peer.extension)
    return refuse(peer, "hello_first", "Events came before the hello. Say hello, then send them again.");
  host.store(batch, (stored) => {
    if (stored) peer.send(stored);
    else peer.owed = true;
  });
}

function tellOwn(ask: MineAsk, peer: Peer, host: Host): void {
  if (peer.extension) return peer.send(host.mine(ask));
  refuse(peer, "hello_first", "Records were asked for before the hello. Say hello, then ask again.");
}

function refuse(peer: Peer, code: RefusalCode, message: string): void {
  peer.send([frameOfMessage({ type: "refused", code, message } satisfies ToExtension)]);
}
