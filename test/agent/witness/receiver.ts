import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** Somebody on loopback who takes checkpoints, or refuses them with a status. */
export interface CheckpointReceiver {
  readonly url: string;
  /** What was taken, in its order. */
  readonly got: readonly string[];
  /** What requests are answered with; only 204 takes. */
  status: number;
}

/** Starts one, until the test ends. */
export async function startReceiver(): Promise<CheckpointReceiver> {
  const got: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    if (receiver.status === 204) got.push(body);
    response.writeHead(receiver.status).end();
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/checkpoints`;
  const receiver: CheckpointReceiver = { url, got, status: 204 };
  return receiver;
}
