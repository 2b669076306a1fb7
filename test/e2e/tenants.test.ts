import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Received } from "../fake/received.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const ONE = "550e8400-e29b-41d4-a716-446655440000";
const TWO = "3f0c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8";
const TENANTS = [
  "tenants:",
  `  openai: [org-Example, "${TWO}"]`,
  `  anthropic: ["${ONE}"]`,
  `  microsoft: { tenants: [example.com], directory: "${ONE}", consumers: forbid }`,
  "  google: [example.com]",
  "",
].join("\n");

/** Every header that a vendor may be told a tenant by. */
const TELLING = /allowed-(?:workspace|org)|restrict-|googapps-allowed/i;

/** What must reach each address, and nothing of the kind elsewhere. */
const TOLD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "https://chatgpt.com/backend-api/me": { "chatgpt-allowed-workspace-id": TWO },
  "https://api.openai.com/v1/models": { "openai-allowed-organization-ids": "org-Example" },
  "https://claude.ai/api/organizations": { "anthropic-allowed-org-ids": ONE },
  "https://api.anthropic.com/v1/models": { "anthropic-allowed-org-ids": ONE },
  "https://login.microsoftonline.com/common/oauth2": {
    "restrict-access-to-tenants": "example.com",
    "restrict-access-context": ONE,
  },
  "https://login.live.com/oauth20": { "sec-restrict-tenant-access-policy": "restrict-msa" },
  "https://accounts.google.com/v3/signin": { "x-googapps-allowed-domains": "example.com" },
  "https://gemini.google.com/app": { "x-googapps-allowed-domains": "example.com" },
  "https://intranet.example/": {},
  "https://openai.com/": {},
  "https://anthropic.com.example/": {},
  "https://notgoogle.com/": {},
};

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await world.changePolicy("rules:\n", `${TENANTS}rules:\n`);
  ({ context, page } = await world.browse("forced", "https://intranet.example/"));
});
afterAll(() => world.close());

function telling({ headers }: Pick<Received, "headers">): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => TELLING.test(name)));
}

/** The headers that reached the service when a page asked for something. */
async function reached(url: string, headers: Readonly<Record<string, string>> = {}) {
  const { host, pathname: path } = new URL(url);
  world.fakes.forget();
  await page.evaluate(([to, sent]) => fetch(to, { headers: sent }).then(({ status }) => status, String), [
    url,
    headers,
  ] as const);
  const got = await world.fakes.waitFor({ host, path, method: "GET" });
  return { told: telling(got) };
}

test("each vendor is told of the company's tenants on its own hosts, and nobody else is", async () => {
  await until(
    "the browser tells",
    async () => Object.keys((await reached("https://claude.ai/api/organizations")).told).length > 0,
  );
  for (const [url, told] of Object.entries(TOLD))
    expect({ url, told: (await reached(url)).told }).toEqual({ url, told });
});

test("a page that opens tells too", async () => {
  const login = await context.newPage();
  await login.goto("https://login.microsoftonline.com/common").catch(() => undefined);
  const opened = await world.fakes.waitFor({ host: "login.microsoftonline.com", path: "/common" });
  expect(telling(opened)).toMatchObject({ "restrict-access-to-tenants": "example.com" });
  await login.close();
});

test("what a page writes into such a header itself is written over", async () => {
  const { told } = await reached("https://api.anthropic.com/v1/models", { "anthropic-allowed-org-ids": TWO });
  expect(told).toEqual({ "anthropic-allowed-org-ids": ONE });
});

test("the page cannot see the header, and no preflight comes for it", async () => {
  world.fakes.forget();
  const found = await page.evaluate(async () => {
    const request = new Request("https://claude.ai/api/organizations");
    const reply = await fetch(request);
    return JSON.stringify([[...request.headers], [...reply.headers], await reply.text()]);
  });
  expect(found).not.toMatch(/allowed-org|550e8400/);
  const got = world.fakes.received({ host: "claude.ai" });
  expect(got.map(({ method }) => method)).toEqual(["GET"]);
  expect(got.map(telling)).toEqual([{ "anthropic-allowed-org-ids": ONE }]);
});

test("the headers are there from the first request of the next start on, without an agent", async () => {
  await context.close();
  await world.agent.kill();
  world.fakes.forget();
  context = await world.launch("forced");
  const first = await context.newPage();
  await first.goto("https://accounts.google.com/v3/signin").catch(() => undefined);
  const got = await world.fakes.waitFor({ host: "accounts.google.com", path: "/v3/signin" });
  expect(telling(got)).toEqual({ "x-googapps-allowed-domains": "example.com" });
});

test("they are gone as soon as the policy names the tenants no more", async () => {
  await world.agent.start();
  await world.changePolicy(TENANTS, "");
  page = await context.newPage();
  await page.goto("https://intranet.example/");
  await until(
    "nobody is told",
    async () => Object.keys((await reached("https://login.live.com/oauth20")).told).length === 0,
  );
  for (const url of Object.keys(TOLD).filter((one) => !/chatgpt|claude|api\./.test(one)))
    expect((await reached(url)).told).toEqual({});
});
