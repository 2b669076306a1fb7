import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decisionEvents } from "../sample-events.ts";
import { journalWith, openConsole, openUntil, type TestConsole } from "./open-console.ts";

const EVENTS = decisionEvents(3);
/** One console for whatever does not use up an address. */
const stop = new AbortController();
const folder = mkdtempSync(join(tmpdir(), "lanyard-door-"));
let open: TestConsole;
let session: { readonly base: string; readonly cookie: string };

beforeAll(async () => {
  open = await openUntil(stop.signal, [journalWith(EVENTS, join(folder, "journal.db"))]);
  session = await open.enter();
});
afterAll(() => {
  stop.abort();
  rmSync(folder, { recursive: true, force: true });
});

const QUERY = "api/rows?at=0&count=10";

describe("the door of the console", () => {
  test("lets the browser that has the address in, and shows it what is recorded", async () => {
    const { enter, send } = await openConsole([journalWith(EVENTS)]);
    const { base, cookie } = await enter();
    const { status, text } = await send(`${base}/${QUERY}`, { cookie, "sec-fetch-site": "same-origin" });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ rows: [{ sequence: 3 }, { sequence: 2 }, { sequence: 1 }] });
    expect((await send(`${base}/`, { cookie })).text).toContain("<title>Lanyard console</title>");
  });

  test("gives a cookie that no script reads, that goes to no other site and to no other path", async () => {
    const { address, send } = await openConsole([journalWith([])]);
    const { headers } = await send(address.slice(address.indexOf("/enter")));
    expect(headers["set-cookie"]?.[0]).toMatch(
      /^lanyard-console=[\w-]{32}; Path=\/[\w-]{32}; HttpOnly; SameSite=Strict$/,
    );
  });

  test("lets nobody in without the token, with another one, or with one that was used", async () => {
    const { address, send, enter } = await openConsole([journalWith(EVENTS)]);
    const path = address.slice(address.indexOf("/enter"));
    for (const tried of ["/enter", "/enter?token=", "/enter?token=wrong", `${path}x`, path.slice(0, -1)]) {
      const { status, headers } = await send(tried);
      expect([tried, status, headers["set-cookie"]]).toEqual([tried, 403, undefined]);
    }
    await enter();
    const again = await send(path);
    expect([again.status, again.headers["set-cookie"]]).toEqual([403, undefined]);
    expect(again.text).toContain("token_used");
  });

  test("another local user needs the cookie, and the folder that only its address names", async () => {
    const { send } = open;
    const { base, cookie } = session;
    for (const headers of [
      {},
      { cookie: "lanyard-console=" },
      { cookie: `${cookie}x` },
      { cookie: "lanyard-console=undefined" },
    ]) {
      for (const path of [
        `${base}/${QUERY}`,
        `${base}/api/news`,
        `${base}/api/export?format=jsonl`,
        `${base}/`,
        `${base}/assets/index.js`,
      ]) {
        const { status, text } = await send(path, headers);
        expect([path, status]).toEqual([path, 401]);
        expect(text).not.toContain("ada@example.com");
      }
    }
    for (const path of [`/${QUERY}`, "/", "/api/about", `/x${base}/${QUERY}`])
      expect((await send(path, { cookie })).status).toBe(404);
  });

  test.each([
    "localhost:PORT",
    "evil.example:PORT",
    "127.0.0.1",
    "127.0.0.1:1",
    "[::1]:PORT",
    "evil.example",
    "127.0.0.1.evil.example:PORT",
  ])("answers no other name, such as a page makes to mean this machine: %s", async (name) => {
    const { port, send, address } = open;
    const host = name.replace("PORT", String(port));
    const early = await send(address.slice(address.indexOf("/enter")), { host });
    expect([early.status, early.headers["set-cookie"]]).toEqual([403, undefined]);
    const { base, cookie } = session;
    const { status, text } = await send(`${base}/${QUERY}`, { host, cookie });
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ error: { code: "other_host" } });
  });

  test("answers no other page, whatever it calls itself", async () => {
    const { send, port } = open;
    const { base, cookie } = session;
    const foreign = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: `http://localhost:${port}` },
      { origin: `https://127.0.0.1:${port}` },
      { origin: `http://127.0.0.1:${port + 1}` },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) {
      const { status, text } = await send(`${base}/${QUERY}`, { cookie, ...headers });
      expect([headers, status, JSON.parse(text).error.code]).toEqual([headers, 403, "foreign_origin"]);
    }
    expect((await send(`${base}/${QUERY}`, { cookie, origin: `http://127.0.0.1:${port}` })).status).toBe(200);
  });

  test("only reads: every other method is refused", async () => {
    const { send } = open;
    const { base, cookie } = session;
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
      expect([method, (await send(`${base}/${QUERY}`, { cookie }, { method, body: "x" })).status]).toEqual([
        method,
        405,
      ]);
  });

  test("serves the files of the page, and no path", async () => {
    const { send } = open;
    const { base, cookie } = session;
    expect((await send(`${base}/assets/index.js`, { cookie })).headers["content-type"]).toContain(
      "javascript",
    );
    for (const path of [
      "../../../etc/passwd",
      "..%2f..%2fetc%2fpasswd",
      "%2e%2e/%2e%2e/etc/passwd",
      "assets/../../index.html",
      "/etc/passwd",
      "assets//index.js",
      "assets/%00index.js",
      "..\\..\\etc\\passwd",
      "index.html/.",
      "file:///etc/passwd",
    ]) {
      const { status, text } = await send(`${base}/${path}`, { cookie });
      expect([path, status >= 400]).toEqual([path, true]);
      expect(text).not.toContain("root:");
    }
  });

  test("refuses what is too large, and goes on", async () => {
    const { send } = open;
    const { base, cookie } = session;
    expect((await send(`${base}/${QUERY}&text=${"x".repeat(300)}`, { cookie })).status).toBe(400);
    expect((await send(`${base}/${QUERY}&${"person=a&".repeat(30)}`, { cookie })).status).toBe(400);
    expect((await send(`${base}/${QUERY}&x=${"x".repeat(9_000)}`, { cookie })).status).toBe(400);
    expect((await send(`${base}/${QUERY}&x=${"x".repeat(40_000)}`, { cookie })).status).toBe(431);
    expect((await send(`${base}/${QUERY}`, { cookie, "x-large": "x".repeat(40_000) })).status).toBe(431);
    const { text } = await send(`${base}/api/rows?at=0&count=999999`, { cookie });
    expect(JSON.parse(text)).toMatchObject({ total: 3 });
  });

  test.each([
    "at=-1&count=1",
    "at=0",
    "at=0&count=1e9",
    "at=0&count=1&upTo=x",
    "at=0&count=1&from=NaN",
    "at=%00&count=1",
  ])("says so where a question cannot be read: %s", async (query) => {
    const { send } = open;
    const { base, cookie } = session;
    const { status, text } = await send(`${base}/api/rows?${query}`, { cookie });
    expect([status, JSON.parse(text).error.code]).toEqual([400, "unreadable_question"]);
  });

  test("forbids the page everything that it does not need, in every answer, and keeps nothing in a cache", async () => {
    const { send, address } = open;
    const refused = await send("/nothing");
    const { base, cookie } = session;
    const wrongHost = await send(address.slice(address.indexOf("/enter")), { host: "evil.example" });
    const all = [
      refused,
      wrongHost,
      await send(`${base}/`, { cookie }),
      await send(`${base}/${QUERY}`, { cookie }),
      await send(`${base}/assets/index.js`, { cookie }),
    ];
    for (const { headers } of all) {
      expect(headers["content-security-policy"]).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers).not.toHaveProperty("access-control-allow-origin");
    }
  });

  test("stands on 127.0.0.1 alone", async () => {
    const { port } = open;
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, family }) => family === "IPv4" && address !== "127.0.0.1")
      .map(({ address }) => address);
    for (const host of ["127.0.0.2", ...others]) {
      const socket = connect({ host, port });
      const outcome = await Promise.race([
        once(socket, "connect").then(() => "open"),
        once(socket, "error").then(() => "closed"),
      ]).catch(() => "closed");
      socket.destroy();
      expect([host, outcome]).toEqual([host, "closed"]);
    }
  });
});
