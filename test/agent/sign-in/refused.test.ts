import { generateKeyPair } from "jose";
import { request } from "node:http";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { Desk } from "./desk.ts";
import { type Forge, ForgingProvider, unsigned } from "./forging-provider.ts";

let forger: ForgingProvider;
let desk: Desk;

beforeEach(async () => {
  forger = await ForgingProvider.open();
  onTestFinished(forger.stop);
  desk = new Desk(forger.issuer);
  await desk.look();
});

/** Begins a sign-in and brings back what a browser would; gives the page, its status, and what became of it. */
async function answered(change: (answer: URLSearchParams) => void = () => undefined) {
  const { shown, done } = await desk.signIn.begin();
  const asked = new URL(shown).searchParams;
  forger.nonce = asked.get("nonce") ?? "";
  const answer = new URLSearchParams({ code: "c", state: asked.get("state") ?? "", iss: forger.issuer });
  change(answer);
  const ended = done.then(
    (person) => person,
    (error: unknown) => error,
  );
  const response = await fetch(`${asked.get("redirect_uri")}?${answer}`);
  return { ended, status: response.status, html: await response.text() };
}

const LATER = 400_000;

const FORGERIES: readonly (readonly [what: string, code: string, words: string, forge: Forge])[] = [
  [
    "for another program",
    "audience",
    "for another program than Lanyard",
    (claims, by) => by.signed({ ...claims, aud: "other" }),
  ],
  [
    "for another program too",
    "audience",
    "given to another program",
    (claims, by) => by.signed({ ...claims, aud: ["lanyard", "other"], azp: "other" }),
  ],
  [
    "of another provider",
    "issuer",
    "of another provider",
    (claims, by) => by.signed({ ...claims, iss: "https://login.example.com" }),
  ],
  [
    "of another sign-in",
    "nonce",
    "belongs to another sign-in",
    (claims, by) => by.signed({ ...claims, nonce: "of-yesterday" }),
  ],
  [
    "without nonce",
    "malformed",
    "none that a sign-in has",
    (claims, by) => by.signed({ ...claims, nonce: undefined }),
  ],
  ["that nobody signed", "algorithm", 'signed with "none"', (claims) => unsigned(claims)],
  [
    "signed with HS256 by the public key",
    "algorithm",
    'signed with "HS256"',
    (claims, by) => by.signedByPublicKey(claims),
  ],
  [
    "that has ended",
    "expired",
    "ended already",
    (claims, by) => by.signed({ ...claims, exp: Math.floor(Date.now() / 1_000) - 120 }),
  ],
  [
    "of the future",
    "not_yet",
    "clock",
    (claims, by) =>
      by.signed({
        ...claims,
        iat: Math.floor(Date.now() / 1_000) + LATER,
        exp: Math.floor(Date.now() / 1_000) + 2 * LATER,
      }),
  ],
  [
    "that begins later",
    "not_yet",
    "not begun yet",
    (claims, by) => by.signed({ ...claims, nbf: Math.floor(Date.now() / 1_000) + LATER }),
  ],
  [
    "signed by another's key",
    "signature",
    "not signed by a key of the provider",
    async (claims, by) => by.signed(claims, (await generateKeyPair("RS256")).privateKey),
  ],
  ["that is none", "malformed", "none that a sign-in has", () => "x.y.z"],
];

describe("an ID token", () => {
  test("that is honest signs in", async () => {
    const { ended, status } = await answered();
    expect([await ended, status]).toEqual(["ada@example.com", 200]);
  });

  test.each(FORGERIES)(
    "%s is refused in words, recorded, and signs in nobody",
    async (_what, code, words, forge) => {
      forger.forge = forge;
      const { ended, status, html } = await answered();
      expect(await ended).toMatchObject({ code });
      expect([status, html.replaceAll("&#39;", "'").replaceAll("&#34;", '"')]).toEqual([
        400,
        expect.stringContaining(words),
      ]);
      await desk.look();
      expect(desk.signIn).toMatchObject({ signedIn: null, isHeld: false });
      expect(desk.notes.map(({ what }) => what)).toEqual(["refused"]);
    },
  );

  test("is refused with HS256 and without signature even where discovery says that the provider does so", async () => {
    forger.metadata = { id_token_signing_alg_values_supported: ["RS256", "HS256", "none"] };
    for (const forge of [FORGERIES[5]?.[3], FORGERIES[6]?.[3]]) {
      if (forge) forger.forge = forge;
      expect(await (await answered()).ended).toMatchObject({ code: "algorithm" });
    }
  });

  test("that came once does not come again", async () => {
    const first = await answered();
    expect(await first.ended).toBe("ada@example.com");
    const before = await forger.signed(forger.claims());
    await desk.signIn.signOut();
    forger.forge = () => before;
    expect(await (await answered()).ended).toMatchObject({ code: "nonce" });
  });
});

describe("an answer that a browser brings back", () => {
  test("of another provider is refused, and so is one that does not say whose it is (RFC 9207)", async () => {
    const other = await answered((answer) => answer.set("iss", "https://login.example.com"));
    expect(await other.ended).toMatchObject({ code: "issuer" });
    const unsaid = await answered((answer) => answer.delete("iss"));
    expect(await unsaid.ended).toMatchObject({ code: "issuer" });
    expect(unsaid.html).toContain("another provider than the one that was asked");
  });

  test("with another state, to another host or by another method is turned away, and the sign-in goes on", async () => {
    const { shown, done } = await desk.signIn.begin();
    const asked = new URL(shown).searchParams;
    forger.nonce = asked.get("nonce") ?? "";
    const [at, state] = [asked.get("redirect_uri") ?? "", asked.get("state") ?? ""];
    const right = `code=c&state=${state}&iss=${encodeURIComponent(forger.issuer)}`;
    const statuses = [
      await statusOf(`${at}?code=c&state=guessed`),
      await statusOf(`${at}?${right}&state=twice`),
      await statusOf(`${at}/elsewhere?${right}`),
      await statusOf(`${at}?${right}`, { host: "evil.example" }),
      await statusOf(`${at}?${right}`, {}, "POST"),
    ];
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
    expect(await statusOf(`${at}?${right}`)).toBe(200);
    expect(await done).toBe("ada@example.com");
    await expect(statusOf(`${at}?${right}`)).rejects.toThrow();
  });
});

test("what calls itself by another name is no provider", async () => {
  forger.metadata = { issuer: "https://login.example.com" };
  await expect(desk.signIn.begin()).rejects.toMatchObject({ code: "no_provider" });
  await desk.look();
  expect(desk.notes.map(({ what }) => what)).toEqual(["refused"]);
});

test("a renewal as somebody else ends the sign-in, and one by an older token leaves it", async () => {
  forger.further = { refresh_token: "r" };
  const { ended } = await answered();
  await ended;
  await desk.look();
  desk.ahead = 1_801_000;
  forger.forge = (claims, by) => by.signed({ ...claims, nonce: undefined, iat: Number(claims["iat"]) - 100 });
  await desk.signIn.renew();
  await desk.look();
  expect(desk.signIn).toMatchObject({
    problem: expect.stringContaining("older"),
    signedIn: { person: "ada@example.com" },
  });
  desk.ahead += 60_000;
  forger.forge = (claims, by) => by.signed({ ...claims, nonce: undefined, sub: "bob" });
  await desk.signIn.renew();
  await desk.look();
  expect(desk.signIn).toMatchObject({
    signedIn: null,
    isHeld: false,
    problem: expect.stringContaining("somebody else"),
  });
});

test("what the provider calls a person is text on the page and nothing else", async () => {
  forger.forge = (claims, by) => by.signed({ ...claims, email: "<script>alert(1)</script>" });
  const { html } = await answered();
  expect(html).not.toContain("<script>");
  expect(html).toContain("&#60;script&#62;");
});

function statusOf(url: string, headers: Record<string, string> = {}, method = "GET"): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, method, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", reject);
    asked.end();
  });
}
