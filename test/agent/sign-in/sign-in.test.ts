import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { CompanyProvider, type ProviderSettings } from "./company-provider.ts";
import { Desk, mappingOf } from "./desk.ts";
import { Visitor } from "./visitor.ts";

const ADA = {
  email: "ada@example.com",
  email_verified: true,
  name: "Ada Lovelace",
  groups: ["engineering", "security"],
  company: "Example Corp",
  ctry: "de",
  us: true,
};
const BOB = { email: "bob@example.com", email_verified: true, name: "Bob", groups: [] };

let provider: CompanyProvider;
let desk: Desk;

async function open(settings: ProviderSettings = {}, person: string | null = null): Promise<void> {
  provider = await CompanyProvider.open({ ada: ADA, bob: BOB }, settings);
  const { stop } = provider;
  onTestFinished(stop);
  desk = new Desk(provider.issuer, { person });
  await desk.look();
}

/** Signs in by the browser; gives the page that it ends on. */
async function signIn(login = "ada", visitor = new Visitor()): Promise<string> {
  const { shown, done } = await desk.signIn.begin();
  done.catch(() => undefined);
  const { html } = await visitor.signIn(shown, login);
  await done.catch(() => undefined);
  await desk.look();
  return html;
}

describe("somebody who signs in by the browser", () => {
  beforeEach(async () => await open());

  test("is known with the facts that policy reads, by PKCE, and is told so on the page", async () => {
    const { shown, done } = await desk.signIn.begin();
    expect(Object.fromEntries(new URL(shown).searchParams)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      scope: "openid profile email offline_access",
    });
    const { html, status } = await new Visitor().signIn(shown, "ada");
    expect(await done).toBe("ada@example.com");
    expect([status, html]).toEqual([200, expect.stringContaining("Lanyard knows you as ada@example.com.")]);
    await desk.look();
    expect(desk.signIn.signedIn).toMatchObject({
      person: "ada@example.com",
      facts: {
        groups: ["engineering", "security"],
        organization: "Example Corp",
        location: "DE",
        us_person: "proven",
        name: "Ada Lovelace",
        assurance: 2,
      },
    });
    expect(desk.signIn.problem).toBeNull();
    expect(desk.notes.map(({ what }) => what)).toEqual(["applied"]);
    expect(desk.notes[0]?.detail).not.toContain("Lovelace");
  });

  test("reads in their own language how it went", async () => {
    expect(await signIn("ada", new Visitor("de-DE,de;q=0.9,en;q=0.8"))).toContain("Sie sind angemeldet");
  });

  test("is still known after the agent starts anew, by a file that is for this user alone", async () => {
    await signIn();
    await desk.restart();
    expect(desk.signIn.signedIn?.person).toBe("ada@example.com");
    const file = join(desk.folder, "sign-in/session.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(desk.folder, "sign-in")).mode & 0o777).toBe(0o700);
    // What policy does not read is not kept; the ID token is, to sign out by.
    expect(Object.keys(JSON.parse(readFileSync(file, "utf8")).session.claims)).not.toContain("sid");
  });

  test("who declines at the provider is told so, and nobody is signed in", async () => {
    const { shown, done } = await desk.signIn.begin();
    const visitor = new Visitor();
    const page = await visitor.open(shown);
    const ended = expect(done).rejects.toMatchObject({ code: "denied" });
    const { status, html } = await visitor.open(page.url, new URLSearchParams({ abort: "1" }));
    await ended;
    expect([status, html]).toEqual([400, expect.stringContaining("declined at the provider")]);
    await desk.look();
    expect(desk.signIn).toMatchObject({ signedIn: null, problem: expect.stringContaining("declined") });
    expect(desk.notes.map(({ what }) => what)).toEqual(["refused"]);
  });

  test("ends the sign-in that was begun before", async () => {
    const first = await desk.signIn.begin();
    const replaced = expect(first.done).rejects.toMatchObject({ code: "replaced" });
    await signIn();
    await replaced;
    expect(desk.signIn.signedIn?.person).toBe("ada@example.com");
    await expect(new Visitor().signIn(first.shown, "bob")).rejects.toThrow();
    expect(desk.signIn.signedIn?.person).toBe("ada@example.com");
  });
});

test("on somebody else's account nobody else signs in, and their tokens are given back", async () => {
  await open({}, "ada@example.com");
  const html = await signIn("bob");
  expect(html).toContain("This account is that of ada@example.com, and bob@example.com signed in.");
  expect(desk.signIn).toMatchObject({ signedIn: null, isHeld: false });
  expect(provider.asked).toContain("/token/revocation");
  await signIn("ada");
  expect(desk.signIn).toMatchObject({ signedIn: { person: "ada@example.com" }, problem: null });
});

test("an address that the provider has not verified names nobody but the provider's own id", async () => {
  await open();
  provider.accounts = { ada: { ...ADA, email_verified: false } };
  await signIn();
  expect(desk.signIn.signedIn?.person).toBe("ada");
  desk.wish = { ...desk.wish, mapping: mappingOf(provider.issuer, { person: "email" }) };
  await desk.look();
  expect(desk.signIn).toMatchObject({
    signedIn: null,
    problem: expect.stringContaining("has not verified the address"),
  });
});

describe("a sign-in as time passes", () => {
  test("is renewed before it ends, with the facts of then", async () => {
    await open({ idToken: 60 });
    await signIn();
    const before = desk.signIn.signedIn?.until ?? 0;
    expect(await desk.signIn.renew()).toBe(false);
    desk.ahead = 31_000;
    expect(desk.signIn.wait).toBeLessThan(0);
    provider.accounts = { ada: { ...ADA, groups: ["legal"] } };
    expect(await desk.signIn.renew()).toBe(true);
    await desk.look();
    expect(desk.signIn.signedIn?.facts.groups).toEqual(["legal"]);
    expect(desk.signIn.signedIn?.until).toBeGreaterThanOrEqual(before);
    expect(desk.notes.map(({ what }) => what)).toEqual(["applied", "applied"]);
  });

  test("counts while the provider is away until its time ends", async () => {
    await open({ idToken: 60 });
    await signIn();
    provider.stop();
    desk.ahead = 31_000;
    expect(await desk.signIn.renew()).toBe(true);
    await desk.look();
    expect(desk.signIn.signedIn?.person).toBe("ada@example.com");
    expect(desk.signIn.problem).toContain("cannot be reached");
    desk.ahead = 61_000;
    await desk.look();
    expect(desk.signIn.signedIn).toBeNull();
    expect(desk.notes.map(({ what }) => what)).toEqual(["applied", "degraded", "degraded"]);
    expect(desk.notes.at(-1)?.detail).toMatch(/The sign-in ended at .* Sign in again\./);
  });

  test("counts as long as policy says, longer or shorter than the ID token", async () => {
    await open({ idToken: 60 });
    await signIn();
    desk.wish = { ...desk.wish, mapping: mappingOf(provider.issuer, { greatestAge: 3_600_000 }) };
    desk.ahead = 3_590_000;
    await desk.look();
    expect(desk.signIn.signedIn?.person).toBe("ada@example.com");
    desk.wish = { ...desk.wish, mapping: mappingOf(provider.issuer, { greatestAge: 10_000 }) };
    desk.ahead = 15_000;
    await desk.look();
    expect(desk.signIn.signedIn).toBeNull();
  });

  test("ends at once where the provider renews it no more", async () => {
    await open({ idToken: 60 });
    await signIn();
    provider.accounts = { bob: BOB };
    desk.ahead = 31_000;
    await desk.signIn.renew();
    await desk.look();
    expect(desk.signIn).toMatchObject({ signedIn: null, isHeld: false });
    expect(desk.signIn.problem).toContain("does not take this sign-in any more");
  });

  test("is of nobody on a clock that was set back behind it", async () => {
    await open();
    await signIn();
    desk.ahead = -3_600_000;
    await desk.look();
    expect(desk.signIn).toMatchObject({ signedIn: null, problem: expect.stringContaining("clock") });
  });
});

test("tokens go to no other provider than the one that gave them", async () => {
  await open({ idToken: 60 });
  await signIn();
  const other = await CompanyProvider.open({ ada: ADA });
  onTestFinished(other.stop);
  desk.wish = new Desk(other.issuer).wish;
  desk.ahead = 31_000;
  await desk.look();
  expect(desk.signIn).toMatchObject({ signedIn: null, isHeld: true, isPossible: true });
  expect(await desk.signIn.renew()).toBe(false);
  expect(await desk.signIn.signOut()).toEqual({ url: null, problem: null });
  expect(other.asked).toEqual([]);
});

describe("signing out", () => {
  test("takes the tokens back, forgets everything, and leads to the provider's end", async () => {
    await open();
    await signIn();
    const { url, problem } = await desk.signIn.signOut();
    expect(problem).toBeNull();
    expect(url).toContain(`${provider.issuer}/session/end?id_token_hint=`);
    expect(provider.asked.filter((path) => path === "/token/revocation")).toHaveLength(2);
    await desk.look();
    expect(desk.signIn).toMatchObject({ signedIn: null, isHeld: false });
    expect(desk.notes.map(({ what }) => what)).toEqual(["applied", "stopped"]);
    await desk.restart();
    expect(desk.signIn.signedIn).toBeNull();
  });

  test("works here while the provider is away, and says that it does not know", async () => {
    await open();
    await signIn();
    provider.stop();
    const { url, problem } = await desk.signIn.signOut();
    expect(url).toBeNull();
    expect(problem).toContain("You are signed out here. The provider could not be told: ");
    expect(desk.signIn.isHeld).toBe(false);
  });
});

describe("a code for another device", () => {
  test("signs in whoever types it there", async () => {
    await open();
    const { shown, done } = await desk.signIn.beginByCode();
    expect(shown).toMatchObject({
      url: `${provider.issuer}/device`,
      code: expect.stringMatching(/^\w{4}-\w{4}$/),
    });
    const visitor = new Visitor();
    const confirm = await visitor.open(shown.whole ?? "");
    const page = await visitor.submit(confirm, {});
    const asked = await visitor.submit(page, { confirm: "yes" });
    await visitor.open(asked.url, new URLSearchParams({ login: "ada" }));
    expect(await done).toBe("ada@example.com");
    await desk.look();
    expect(desk.signIn.signedIn?.facts.groups).toEqual(["engineering", "security"]);
  }, 30_000);

  test("is not given where the provider knows none", async () => {
    await open({ more: { features: { devInteractions: { enabled: false } } } });
    await expect(desk.signIn.beginByCode()).rejects.toMatchObject({ code: "denied" });
  });
});

describe("nobody can sign in", () => {
  test("where policy believes another provider, or none", async () => {
    await open();
    desk.wish = { ...desk.wish, mapping: mappingOf("https://login.example.com") };
    await desk.look();
    await expect(desk.signIn.begin()).rejects.toMatchObject({ code: "not_configured" });
    expect(desk.signIn.problem).toContain("the policy believes https://login.example.com alone");
    desk.wish = { ...desk.wish, mapping: null };
    await desk.look();
    await expect(desk.signIn.begin()).rejects.toThrow("names no provider");
    expect(desk.signIn.isPossible).toBe(false);
  });

  test("where the provider is away, or something else answers in its place", async () => {
    await open();
    provider.stop();
    await expect(desk.signIn.begin()).rejects.toMatchObject({ code: "away" });
  });
});
