import type { Socket } from "node:net";
import { AgentStatus, type ApiRequest } from "../../shared/wire/local-api.ts";
import { TO_AGENT_LIMIT } from "../../shared/wire/native.ts";
import { FrameReader } from "./frame.ts";
import { frameOfMessage, readMessage } from "./message.ts";

/** Milliseconds that an agent has for its answer; it answers from memory. */
const PATIENCE = 5_000;

const request: ApiRequest = { type: "status" };

/** Asks the agent at the other end of a socket how it is; null where no agent answers. The socket is closed after. */
export function askStatus(socket: Socket): Promise<AgentStatus | null> {
  const { promise, resolve } = Promise.withResolvers<AgentStatus | null>();
  const reader = new FrameReader(TO_AGENT_LIMIT);
  const end = (): void => resolve(null);
  socket.setTimeout(PATIENCE, end);
  socket.on("error", end);
  socket.on("close", end);
  socket.on("data", (chunk) => {
    const answer = firstAnswer(reader, chunk);
    if (answer !== undefined) resolve(answer);
  });
  socket.write(frameOfMessage(request));
  return promise.finally(() => socket.destroy());
}

/** Whoever listens there may be anything: what is no status of an agent is null. */
function firstAnswer(reader: FrameReader, chunk: Buffer): AgentStatus | null | undefined {
  try {
    for (const content of reader.read(chunk)) {
      const reading = readMessage(AgentStatus, content);
      return reading.ok ? reading.message : null;
    }
    return undefined;
  } catch {
    return null;
  }
}

/** The process id of the agent at the other end of a socket; null where no agent answers. */
export async function askPid(socket: Socket): Promise<number | null> {
  return (await askStatus(socket))?.pid ?? null;
}
