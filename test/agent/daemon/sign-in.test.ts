import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { wholeAgain } from "../../../shared/policy/lowered.ts";
import type { AgentState, ToExtension } from "../../../shared/wire/native.ts";
import { makeSite, POLICY, run, type Site, start, startAgent, written } from "../running.ts";
import { CompanyProvider } from "../sign-in/company-provider.ts";
import { Visitor } from "../sign-in/visitor.ts";
import type { Talk } from "../talk.ts";
import { greeted, journalOf } from "../witness.ts";

const ADA = {
  email: "ada@example.com",
  email_verified: true,
  name: "Ada",
  groups: ["engineering"],
  us: true,
};

/** A site whose people sign in with a provider that is here as well; `holder` is what the configuration says of them. */
async function office(holder: string, settings: { readonly idToken?: number } = {}) {
  const provider = await CompanyProvider.open(
    { ada: ADA, bob: { ...ADA, email: "bob@example.com" } },
    settings,
  );
  onTestFinished(provider.stop);
  const site = makeSite();
  const config = readFileSync(site.config, "utf8").replace("person: ada@example.com\n", holder);
  writeFileSync(site.config, `${config}sign_in: {issuer: "${provider.issuer}", client_id: lanyard}\n`);
  appendFileSync(
    site.policy,
    `sign_in: {issuer: "${provider.issuer}", groups: groups, claims: {us_person: us, name: name}}\n`,
  );
  return { provider, site };
}

function opened(talk: Talk, after: number): Promise<string> {
  return talk.until((heard) => {
    const found = heard
      .slice(after)
      .find((one): one is Extract<ToExtension, { type: "open" }> => one.type === "open");
    return found?.url;
  });
}

async function signIn(talk: Talk, login: string): Promise<void> {
  const after = talk.heard.length;
  talk.send({ type: "sign_in" });
  await new Visitor().signIn(await opened(talk, after), login);
}

function rulesOf({ clearance }: AgentState): readonly string[] | undefined {
  return clearance?.rules.map(({ id }) => id);
}

function recordsOf(site: Site): readonly string[] {
  return journalOf(site).flatMap((event) =>
    event.kind === "lifecycle" && event.part === "sign_in" ? [event.what] : [],
  );
}

describe("an agent whose people sign in", () => {
  test("knows nobody until somebody does, then who they are and what that gives them, and nobody after", async () => {
    const { site, provider } = await office("");
    await startAgent(site);
    const talk = await greeted(site);
    const before = await talk.state();
    expect(before.clearance).toBeNull();
    expect(before.health.policyProblem).toBeNull();
    expect(before.identity).toEqual({
      person: null,
      how: "sign_in",
      provider: provider.issuer,
      name: null,
      until: null,
      problem: null,
      can: { sign_in: true, sign_out: false },
    });
    await signIn(talk, "ada");
    const known = await talk.state(({ clearance }) => clearance !== null);
    expect(known.identity).toMatchObject({
      person: "ada@example.com",
      how: "sign_in",
      name: "Ada",
      can: { sign_in: false, sign_out: true },
    });
    // US person by the provider, so what is forbidden to others is not in her clearance.
    expect(rulesOf(known)).toEqual(["claude"]);
    const after = talk.heard.length;
    talk.send({ type: "sign_out" });
    expect(await opened(talk, after)).toContain("/session/end?");
    const over = await talk.state(({ clearance }) => clearance === null, after);
    expect(over.identity).toMatchObject({ person: null, can: { sign_in: true, sign_out: false } });
    expect(recordsOf(site)).toEqual(["applied", "stopped"]);
  });

  test("believes no people file in what a sign-in must say, and says beforehand what holds at its end", async () => {
    const { site } = await office("person: ada@example.com\n");
    await startAgent(site);
    const talk = await greeted(site);
    const before = await talk.state();
    // The people file has her in engineering and as a US person.
    expect(rulesOf(before)).toEqual(["informed"]);
    expect(before.identity).toMatchObject({ person: "ada@example.com", how: "configured", name: "Ada" });
    await signIn(talk, "ada");
    const known = await talk.state((state) => rulesOf(state)?.includes("claude") === true);
    expect(known.clearance?.holder.level).toBe(2);
    const lapse = known.lapses?.[0];
    expect(lapse).toMatchObject({ at: known.identity?.until, claims: ["groups", "us_person", "name"] });
    const lowered = known.clearance && lapse?.clearance && wholeAgain(known.clearance, lapse.clearance);
    expect(lowered?.rules.map(({ id }) => id)).toEqual(["informed"]);
  });

  test("lets a sign-in end by itself where nobody renews it", async () => {
    const { site, provider } = await office("", { idToken: 6 });
    await startAgent(site);
    const talk = await greeted(site);
    await signIn(talk, "ada");
    const { identity } = await talk.state(({ clearance }) => clearance !== null);
    provider.stop();
    const ended = await talk.state(({ clearance }) => clearance === null, talk.heard.length);
    expect(Date.now()).toBeGreaterThanOrEqual(identity?.until ?? Infinity);
    expect(ended.identity?.problem).not.toBeNull();
  });

  test("renews a sign-in by itself", async () => {
    const { site, provider } = await office("", { idToken: 12 });
    await startAgent(site);
    const talk = await greeted(site);
    await signIn(talk, "ada");
    const first = await talk.state(({ clearance }) => clearance !== null);
    provider.accounts = { ada: { ...ADA, us: false } };
    const renewed = await talk.state((state) => rulesOf(state)?.includes("informed") === true);
    expect(renewed.identity?.until).toBeGreaterThan(first.identity?.until ?? Infinity);
    expect(recordsOf(site)).toEqual(["applied", "applied"]);
  });

  test("refuses whoever signs in on somebody else's account, and tells them", async () => {
    const { site } = await office("person: ada@example.com\n");
    await startAgent(site);
    const talk = await greeted(site);
    await signIn(talk, "bob");
    const refused = await talk.state(
      ({ identity }) => identity?.problem?.includes("bob@example.com signed in") === true,
    );
    expect(refused.identity).toMatchObject({ person: "ada@example.com", how: "configured", until: null });
    expect(recordsOf(site)).toEqual(["refused"]);
  });
});

describe("the command line", () => {
  test("signs in by the browser, says who one is, and signs out", async () => {
    const { site, provider } = await office("");
    await startAgent(site);
    const on = ["--config", site.config];
    expect(await run(site, ["whoami", ...on])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("lanyard sign-in"),
    });
    const signing = start(site, ["sign-in", "--no-open", ...on]);
    const told = await written(signing, "/auth?");
    const done = written(signing, "Signed in as");
    await new Visitor().signIn(/http:\S+/.exec(told)?.[0] ?? "", "ada");
    expect(await done).toContain("Signed in as Ada (ada@example.com), until ");
    const who = await run(site, ["whoami", "--json", ...on]);
    expect([who.code, JSON.parse(who.stdout)]).toMatchObject([
      0,
      { person: "ada@example.com", how: "sign_in" },
    ]);
    const status = await run(site, ["agent", "status", ...on]);
    expect(status.stdout).toContain(`Identity    known by signing in at ${provider.issuer}, until `);
    const doctor = await run(site, ["doctor", ...on]);
    expect(doctor.stdout).toContain(`Signed in at ${provider.issuer}`);
    const out = await run(site, ["sign-out", "--no-open", "--json", ...on]);
    expect([out.code, JSON.parse(out.stdout)]).toMatchObject([
      0,
      { problem: null, identity: { person: null } },
    ]);
  });

  test("signs in by a code on another device", async () => {
    const { site } = await office("");
    await startAgent(site);
    const signing = start(site, ["sign-in", "--device", "--config", site.config]);
    const told = await written(signing, "Or open");
    const visitor = new Visitor();
    const page = await visitor.submit(await visitor.open(/http:\S+user_code\S+/.exec(told)?.[0] ?? ""), {});
    const asked = await visitor.submit(page, { confirm: "yes" });
    const done = written(signing, "Signed in as");
    await visitor.open(asked.url, new URLSearchParams({ login: "ada" }));
    expect(await done).toContain("ada@example.com");
  });

  test("says that nobody can sign in where no provider is named", async () => {
    const site = makeSite();
    await startAgent(site);
    const refused = await run(site, ["sign-in", "--config", site.config]);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("The policy names no provider to sign in with."),
    });
    const who = await run(site, ["whoami", "--config", site.config]);
    expect(who.stdout).toContain("by the configuration of this machine");
  });
});

test("a policy of sign-in on an endpoint without one is a problem that says the mend", async () => {
  const site = makeSite();
  writeFileSync(site.policy, `${POLICY}sign_in: {issuer: "https://login.example.com", groups: groups}\n`);
  await startAgent(site);
  const talk = await greeted(site);
  const { identity, clearance } = await talk.state();
  expect(identity?.problem).toContain("Add `sign_in` to the configuration.");
  expect(clearance?.rules.map(({ id }) => id)).not.toContain("claude");
});
