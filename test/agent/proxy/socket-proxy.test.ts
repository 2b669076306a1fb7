import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { SocketProxy } from "../../../agent/proxy/socket-proxy.ts";
import { startTunnel } from "../../fake/tunnel.ts";
import { Client, credentials, SERVICE, startEcho, startProxy } from "./proxied.ts";

describe("a socket that the extension answers for", () => {
  test("is opened, both ways, with what came early", async () => {
    const { proxy, port } = await startProxy();
    const echo = await startEcho();
    const client = new Client(port);
    const nonce = await client.nonce(`${SERVICE}:${echo}`);
    client.ask(`${SERVICE}:${echo}`, credentials(proxy, nonce, SERVICE, echo));
    client.socket.write("early ");
    await client.heard(/200 Connection established\r\n\r\necho: early /);
    client.socket.write("late");
    await client.heard(/late/);
    expect(proxy.counts()).toMatchObject({ open: 1, passed: 1, unseen: 0, refused: 0 });
  });

  test("is opened whatever the case of its host, and with a dot at its end", async () => {
    const { proxy, port } = await startProxy();
    const echo = await startEcho();
    const client = new Client(port);
    const nonce = await client.nonce(`LocalHost.:${echo}`);
    client.ask(`LocalHost.:${echo}`, credentials(proxy, nonce, SERVICE, echo));
    await client.heard(/200 .*echo: /s);
  });

  test("ends on both sides when either ends, and the proxy's end ends it", async () => {
    const { proxy, port } = await startProxy();
    const echo = await startEcho();
    const [one, other] = await Promise.all([opened(proxy, port, echo), opened(proxy, port, echo)]);
    one.socket.destroy();
    await expect.poll(() => proxy.counts().open).toBe(1);
    proxy.close();
    await other.end();
  });

  test("goes through the company's own proxy where there is one", async () => {
    const ending = new AbortController();
    const echo = await startEcho();
    const tunnel = await startTunnel(ending.signal, echo);
    const upstream = { host: "127.0.0.1", port: tunnel.port };
    const { proxy, port } = await startProxy({ upstream });
    await opened(proxy, port, 443);
    expect(tunnel.asked).toEqual([`${SERVICE}:443`]);
    ending.abort();
  });

  test("is told honestly that its service, or the company's proxy, cannot be reached", async () => {
    const echo = await startEcho();
    // What says "echo: " where a proxy should answer is none.
    for (const upstream of [undefined, { host: "localhost", port: echo }, { host: "127.0.0.1", port: 1 }]) {
      const { proxy, port } = await startProxy(upstream === undefined ? {} : { upstream });
      const client = new Client(port);
      const nonce = await client.nonce(`${SERVICE}:1`);
      client.ask(`${SERVICE}:1`, credentials(proxy, nonce, SERVICE, 1));
      expect([502, 504]).toContain((await client.answer()).status);
      await client.end();
    }
  });
});

describe("nobody else gets through", () => {
  test("a right answer to the nonce of another connection is refused, and so is one that was used", async () => {
    const { proxy, port, unseen } = await startProxy();
    const echo = await startEcho();
    const [owner, thief] = [new Client(port), new Client(port)];
    const nonce = await owner.nonce(`${SERVICE}:${echo}`);
    await thief.nonce(`${SERVICE}:${echo}`);
    const right = credentials(proxy, nonce, SERVICE, echo);
    thief.ask(`${SERVICE}:${echo}`, right);
    expect((await thief.answer()).status).toBe(403);
    owner.ask(`${SERVICE}:${echo}`, right);
    await owner.heard(/200 .*echo: /s);

    const replay = new Client(port);
    replay.ask(`${SERVICE}:${echo}`, right);
    const again = await replay.answer();
    expect(again.status).toBe(407);
    expect(again.nonce).not.toBe(nonce);
    replay.ask(`${SERVICE}:${echo}`, right);
    expect((await replay.answer()).status).toBe(403);
    await expect.poll(() => unseen).toEqual(["*.localhost", "*.localhost"]);
  });

  test("an answer for another host or port is refused", async () => {
    const { proxy, port } = await startProxy();
    for (const [host, at] of [
      ["localhost.example", 443],
      [SERVICE, 444],
    ] as const) {
      const client = new Client(port);
      const nonce = await client.nonce(`${SERVICE}:443`);
      client.ask(`${SERVICE}:443`, credentials(proxy, nonce, host, at));
      expect((await client.answer()).status).toBe(403);
    }
  });

  test("who asks for one host and answers for another gets neither", async () => {
    const { proxy, port } = await startProxy();
    const client = new Client(port);
    const nonce = await client.nonce(`${SERVICE}:443`);
    client.ask(`evil.example:443`, credentials(proxy, nonce, "evil.example", 443));
    expect((await client.answer()).status).toBe(403);
  });

  test("a program of this machine without the secret is refused, whatever it guesses", async () => {
    const { port, unseen } = await startProxy();
    const guesses = ["", "0".repeat(64), "ff".repeat(32)];
    for (const guess of guesses) {
      const client = new Client(port);
      const nonce = await client.nonce(`${SERVICE}:443`);
      const mac = createHmac("sha256", Buffer.from(guess, "hex")).update(`${nonce}|${SERVICE}:443`);
      client.ask(`${SERVICE}:443`, `${nonce}:${mac.digest("hex")}`);
      expect((await client.answer()).status).toBe(403);
      await client.end();
    }
    await expect.poll(() => unseen.length).toBe(guesses.length);
  });

  test("a host that is no AI service's is refused without a nonce, this machine's own among them", async () => {
    const { port, unseen } = await startProxy();
    for (const authority of ["example.com:443", "127.0.0.1:22", "localhost.evil.example:443", "0.0.0.0:80"]) {
      const client = new Client(port);
      client.ask(authority);
      expect(await client.answer()).toEqual({ status: 403, nonce: "" });
    }
    expect(unseen).toEqual([]);
  });

  test("two proxies have two secrets, and the nonces of one never come twice", async () => {
    const [one, other] = await Promise.all([startProxy(), startProxy()]);
    expect(one.proxy.secret).not.toBe(other.proxy.secret);
    const nonces = await Promise.all(
      Array.from({ length: 8 }, () => new Client(one.port).nonce(`${SERVICE}:443`)),
    );
    expect(new Set(nonces).size).toBe(8);
  });
});

describe("its bounds", () => {
  test.each([
    ["GET http://localhost/ HTTP/1.1\r\n\r\n", 405],
    ["CONNECT localhost HTTP/1.1\r\n\r\n", 400],
    ["CONNECT localhost:0 HTTP/1.1\r\n\r\n", 400],
    ["CONNECT localhost:65536 HTTP/1.1\r\n\r\n", 400],
    ["CONNECT [::1]:443 HTTP/1.1\r\n\r\n", 400],
    ["CONNECT a@localhost:443 HTTP/1.1\r\n\r\n", 400],
    ["CONNECT localhost:443 HTTP/2\r\n\r\n", 400],
    ["CONNECT localhost:443 HTTP/1.1\r\nno field\r\n\r\n", 400],
    ["CONNECT localhost:443 HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", 400],
    ["CONNECT localhost:443 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400],
    ["CONNECT localhost:443 HTTP/1.1\r\nProxy-Authorization: a\r\nProxy-Authorization: b\r\n\r\n", 400],
    ["\x16\x03\x01\x02\x00\r\n\r\n", 400],
    [`CONNECT localhost:443 HTTP/1.1\r\nX: ${"x".repeat(9_000)}`, 431],
    [`CONNECT localhost:443 HTTP/1.1\r\nX: ${"x".repeat(9_000)}\r\n\r\n`, 431],
  ])("%j is answered by %i, and the connection ends", async (bytes, status) => {
    const { port } = await startProxy();
    const client = new Client(port);
    client.socket.write(bytes, "latin1");
    expect((await client.answer()).status).toBe(status);
    await client.end();
  });

  test("who is slow to ask, or to answer, is hung up on", async () => {
    const { port, unseen } = await startProxy({ bounds: { patience: 100 } });
    const silent = new Client(port);
    expect((await silent.answer()).status).toBe(408);
    const slow = new Client(port);
    await slow.nonce(`${SERVICE}:443`);
    expect((await slow.answer()).status).toBe(408);
    await Promise.all([silent.end(), slow.end()]);
    await expect.poll(() => unseen.length).toBe(1);
  });

  test("a question that comes byte by byte is understood", async () => {
    const { port } = await startProxy();
    const client = new Client(port);
    for (const byte of `CONNECT ${SERVICE}:443 HTTP/1.1\r\n\r\n`) client.socket.write(byte);
    expect((await client.answer()).status).toBe(407);
  });

  test("more connections that have proved nothing than it takes are turned away, and there is room again", async () => {
    const { port } = await startProxy({ bounds: { asking: 2 } });
    const held = [new Client(port), new Client(port)];
    await Promise.all(held.map((client) => client.nonce(`${SERVICE}:443`)));
    expect((await new Client(port).answer()).status).toBe(503);
    for (const client of held) client.socket.destroy();
    await expect
      .poll(async () => {
        const client = new Client(port);
        client.ask(`${SERVICE}:443`);
        return (await client.answer()).status;
      })
      .toBe(407);
  });

  test("more open sockets than it takes are turned away", async () => {
    const { proxy, port } = await startProxy({ bounds: { open: 1 } });
    const echo = await startEcho();
    await opened(proxy, port, echo);
    const client = new Client(port);
    const nonce = await client.nonce(`${SERVICE}:${echo}`);
    client.ask(`${SERVICE}:${echo}`, credentials(proxy, nonce, SERVICE, echo));
    expect((await client.answer()).status).toBe(503);
  });

  test.each(["127.0.0.1", "::1"])(
    "a port that another program has at %s is a problem in words, and nothing listens",
    async (address) => {
      const port = await taken(address);
      const proxy = new SocketProxy({ find: () => null, upstream: () => null, unseen: () => undefined });
      await proxy.listen(port);
      expect(proxy.port).toBeNull();
      expect(proxy.counts().problem).toContain("another program has it");
      expect(await answersAt(port, address === "::1" ? "127.0.0.1" : "::1")).toBe(false);
    },
  );

  test("both addresses of this machine open sockets, since a browser tries both for one name", async () => {
    const { proxy, port } = await startProxy();
    const echo = await startEcho();
    for (const address of ["127.0.0.1", "::1"]) await opened(proxy, port, echo, address);
    expect(proxy.counts()).toMatchObject({ open: 2, passed: 2 });
    proxy.close();
    for (const address of ["127.0.0.1", "::1"]) expect(await answersAt(port, address)).toBe(false);
  });
});

/** A port that a program has at this address alone. */
async function taken(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Whether anything listens there. */
async function answersAt(port: number, address: string): Promise<boolean> {
  const socket = connect(port, address);
  const isThere = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isThere;
}

async function opened(proxy: SocketProxy, port: number, echo: number, address?: string): Promise<Client> {
  const client = new Client(port, address);
  const nonce = await client.nonce(`${SERVICE}:${echo}`);
  client.ask(`${SERVICE}:${echo}`, credentials(proxy, nonce, SERVICE, echo));
  await client.heard(/200 .*echo: /s);
  return client;
}
