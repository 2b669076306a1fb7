import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fetchFrom } from "./fetch-from.ts";
import { startFakeServices, type FakeServices } from "./server.ts";

const ending = new AbortController();
let fakes: FakeServices;

beforeAll(async () => {
  fakes = await startFakeServices({ signal: ending.signal });
});
beforeEach(() => fakes.forget());
afterAll(() => ending.abort());

test("a request is kept with host, path, query, headers and body bytes", async () => {
  const ask = fetchFrom(fakes);
  await ask("https://api.openai.com/v1/chat/completions?x=1", {
    method: "POST",
    headers: { "x-mark": "7" },
    body: new Uint8Array([123, 0, 255]),
  });
  const [one, ...others] = fakes.received({ host: "api.openai.com", path: /completions$/, method: "POST" });
  expect(others).toEqual([]);
  expect(one).toMatchObject({ query: "x=1", protocol: "1.1", complete: true });
  expect(one?.headers["x-mark"]).toBe("7");
  expect([...(one?.body ?? [])]).toEqual([123, 0, 255]);
  expect(fakes.received({ host: "claude.ai" })).toEqual([]);
});

test("HTTP/2 is spoken as well", async () => {
  const session = connectHttp2(`https://127.0.0.1:${fakes.port}`, { ca: fakes.certificate });
  const stream = session.request({ ":path": "/v1/models", ":authority": "api.openai.com" });
  stream.resume();
  const one = await fakes.waitFor({ host: "api.openai.com", path: "/v1/models" });
  session.close();
  expect(one.protocol).toBe("2.0");
});

test("a wait ends with the request that meets the condition, not with another", async () => {
  const ask = fetchFrom(fakes);
  const waiting = fakes.waitFor((one) => one.text === "second");
  for (const body of ["first", "second"]) {
    await ask("https://llm.internal.example/", { method: "POST", body });
  }
  expect((await waiting).text).toBe("second");
});

test("a wait for what never comes ends with a sentence that says what came", async () => {
  await fetchFrom(fakes)("https://claude.ai/other");
  await expect(fakes.waitFor({ host: "claude.ai", path: "/api" }, 20)).rejects.toThrow(
    "No request claude.ai /api came within 20 ms. What came: GET claude.ai/other.",
  );
});

test("a request whose body is cut off still counts as arrived", async () => {
  const socket = connect({
    port: fakes.port,
    host: "127.0.0.1",
    ca: fakes.certificate,
    servername: "localhost",
    ALPNProtocols: ["http/1.1"],
  });
  socket.write("POST /cut HTTP/1.1\r\nhost: api.openai.com\r\ncontent-length: 100\r\n\r\nhalf");
  await expect.poll(() => fakes.received({ path: "/cut" }).length).toBe(1);
  socket.destroy();
  expect(fakes.received({ path: "/cut" })).toMatchObject([{ complete: false }]);
});

test("the end of the signal closes the port", async () => {
  const own = new AbortController();
  const short = await startFakeServices({ signal: own.signal });
  own.abort();
  await expect(fetchFrom(short)("https://claude.ai/")).rejects.toThrow("ECONNREFUSED");
});
