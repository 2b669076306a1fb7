import { Agent, request } from "node:https";
import { Readable } from "node:stream";
import type { FakeServices } from "./server.ts";

/**
 * A `fetch` that takes every address to the fakes, as the browser's host map does: what the vendors' SDKs are given
 * in Node, and what a test calls with the services' real addresses.
 */
export function fetchFrom(fakes: FakeServices): typeof fetch {
  const agent = new Agent({ ca: fakes.certificate, keepAlive: false });
  return async (input, init) => {
    const asked = new Request(input, init);
    const body = Buffer.from(await asked.arrayBuffer());
    const { hostname, pathname, search } = new URL(asked.url);
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const call = request({
      agent,
      host: "127.0.0.1",
      port: fakes.port,
      servername: hostname,
      // The certificate is checked by the authority; browsers take it for names it does not carry, too.
      checkServerIdentity: () => undefined,
      method: asked.method,
      path: pathname + search,
      headers: { ...Object.fromEntries(asked.headers), host: hostname, "content-length": body.length },
    });
    call.on("error", reject);
    call.on("response", (reply) => {
      const headers = Object.entries(reply.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      const stream = reply.statusCode === 204 ? null : Readable.toWeb(reply);
      resolve(new Response(stream as ReadableStream | null, { status: reply.statusCode ?? 502, headers }));
    });
    call.end(body);
    return promise;
  };
}
