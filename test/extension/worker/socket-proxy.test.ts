import { expect, test, vi } from "vitest";
import { makeNonce, makeSecret, passwordFor } from "../../../agent/proxy/challenge.ts";
import { SocketProxy } from "../../../extension/worker/socket-proxy.ts";

vi.mock("webextension-polyfill", () => ({ default: {} }));

const PORT = 40_123;
const URL_OF = "wss://API.openai.com./v1/realtime?model=x";
const secret = makeSecret();

function asked(nonce: string, more: object = {}) {
  return {
    requestId: "7",
    url: URL_OF,
    isProxy: true,
    challenger: { host: "s1.lanyard.localhost", port: PORT },
    realm: nonce,
    ...more,
  };
}

const isLed = (host: string) => /^api\.openai\.com\.?$|^claude\.ai$/.test(host);

function readyProxy(): SocketProxy {
  const proxy = new SocketProxy(isLed);
  proxy.take({ type: "socket_proxy", port: PORT, secret, otherwise: null });
  return proxy;
}

test("a handshake that went out gets what the agent takes, once", async () => {
  const proxy = readyProxy();
  const nonce = makeNonce();
  proxy.sent(asked(nonce));
  expect(await proxy.answer(asked(nonce))).toEqual({
    authCredentials: { username: nonce, password: passwordFor(secret, nonce, "api.openai.com", 443) },
  });
  expect(await proxy.answer(asked(makeNonce()))).toEqual({ cancel: true });
});

test.each([
  ["that never went out", (): void => undefined],
  ["that went elsewhere", (proxy: SocketProxy): void => proxy.sent(asked("", { url: "wss://claude.ai/" }))],
])("a handshake %s is canceled", async (_name, before) => {
  const proxy = readyProxy();
  before(proxy);
  expect(await proxy.answer(asked(makeNonce()))).toEqual({ cancel: true });
});

test("a proxy that is not ours, or a server that asks, is none of our business and costs no answer", async () => {
  const proxy = readyProxy();
  proxy.sent(asked(""));
  for (const other of [
    { isProxy: false },
    { challenger: { host: "proxy.example", port: PORT } },
    { challenger: { host: "127.0.0.1", port: PORT } },
    { challenger: { host: "s1.lanyard.localhost.example", port: PORT } },
    { challenger: { host: "s1.lanyard.localhost", port: 3_128 } },
  ])
    expect(await proxy.answer(asked(makeNonce(), other))).toEqual({});
  expect(await proxy.answer(asked(makeNonce()))).toHaveProperty("authCredentials");
});

test("a socket that is not led to the agent is left alone, whichever proxy asks, and even while the agent is away", async () => {
  const proxy = new SocketProxy(isLed);
  const other = { url: "wss://chat.example/live" };
  proxy.sent(asked("", other));
  expect(await proxy.answer(asked(makeNonce(), other))).toEqual({});
});

test("what is no nonce is not signed", async () => {
  const proxy = readyProxy();
  for (const realm of ["", "x".repeat(31), `${makeNonce()}|evil.example:443`, undefined]) {
    proxy.sent(asked(""));
    expect(await proxy.answer(asked("", { realm }))).toEqual({ cancel: true });
  }
});

test("a worker that has just woken waits for the agent's secret, but not for ever", async () => {
  vi.useFakeTimers();
  const proxy = new SocketProxy(isLed);
  proxy.sent(asked(""));
  const early = proxy.answer(asked(makeNonce()));
  proxy.take({ type: "socket_proxy", port: PORT, secret, otherwise: null });
  expect(await early).toHaveProperty("authCredentials");
  const never = new SocketProxy(isLed);
  never.sent(asked(""));
  const late = never.answer(asked(makeNonce()));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await late).toEqual({ cancel: true });
  vi.useRealTimers();
});
