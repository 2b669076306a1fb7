import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A web server that takes requests and serves answers. */
export interface WebDesk {
  readonly url: string;
  /** What came, as `METHOD /path`, with its body. */
  readonly came: { readonly what: string; readonly body: string }[];
  /** The answers that are served, by their paths. */
  readonly answers: Map<string, string>;
  /** True: everything is answered with 503. */
  isAway: boolean;
}

/** Serves until the test is over. */
export async function openWebDesk(): Promise<WebDesk> {
  const desk = { url: "", came: [], answers: new Map<string, string>(), isAway: false } as WebDesk & {
    url: string;
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const path = request.url ?? "/";
      if (request.method !== "GET") desk.came.push({ what: `${request.method} ${path}`, body });
      if (desk.isAway) return response.writeHead(503).end();
      if (request.method !== "GET") return response.writeHead(204).end();
      const answer = desk.answers.get(path);
      return answer === undefined ? response.writeHead(404).end() : response.end(answer);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  desk.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return desk;
}
