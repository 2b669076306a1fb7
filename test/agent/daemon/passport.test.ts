import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { deviceKey } from "../../../agent/passport/endpoint/device-key.ts";
import { passportFileName } from "../../../agent/passport/file-name.ts";
import { Applicant } from "../../../agent/passport/issue/applicant.ts";
import { Register } from "../../../agent/passport/issue/register.ts";
import { issueRound, writeStatusList, type Desk } from "../../../agent/passport/issue/round.ts";
import { StaticFiles } from "../../../agent/passport/issue/static-files.ts";
import { wholeAgain } from "../../../shared/policy/lowered.ts";
import { startNudges } from "../distribution/nudge-broker.ts";
import { content } from "../distribution/signed.ts";
import { makeSignedSite } from "../distribution/signed-site.ts";
import { keys } from "../passport/made.ts";
import type { ServedFolder } from "../../e2e/served-folder.ts";
import { makeSite, PEOPLE, POLICY, run, startAgent, type Site } from "../running.ts";
import { served } from "../served.ts";
import { greeted, journalOf } from "../witness.ts";

const ISSUER = "https://passports.example.com";

function policy(proofs: string): string {
  return `${POLICY}  - {id: licensed, forbid: [file_upload], models: [anthropic/fable-5], unless: [license]}
${proving(proofs)}`;
}

/** The part of a policy that wants proofs of this issuer. */
function proving(proofs: string): string {
  return `proofs: ${proofs}
issuers:
  - {id: "${ISSUER}", keys: [${JSON.stringify(keys.issuer.public)}], may_say: [level, compartments, us_person, licenses, citizenship]}
`;
}

/** A site whose agent fetches passports of a desk that is here as well. */
class Office {
  readonly site: Site;
  readonly server: ServedFolder;
  readonly #register: Register;
  readonly #files: StaticFiles;

  private constructor(site: Site, server: ServedFolder) {
    this.site = site;
    this.server = server;
    this.#register = new Register(join(site.folder, "passports.db"));
    this.#files = new StaticFiles(join(site.folder, "public"));
    onTestFinished(() => this.#register.close());
  }

  static async open(proofs = "[level, compartments, us_person]"): Promise<Office> {
    const site = makeSite();
    writeFileSync(site.policy, policy(proofs));
    return await Office.at(site);
  }

  static async at(site: Site): Promise<Office> {
    const server = await served(join(site.folder, "public"));
    appendFileSync(site.config, `passport: {url: "${server.url}/"}\n`);
    return new Office(site, server);
  }

  get desk(): Desk {
    const issuer = { id: ISSUER, url: `${this.server.url}/` };
    return { key: keys.issuer, register: this.#register, files: this.#files, issuer, now: Date.now() };
  }

  /** Issues a passport for Ada on this site's device, and has the agent look. */
  async issue(facts: object, valid = 3_600_000): Promise<void> {
    const { public: key } = await deviceKey(join(this.site.folder, "state/passport-key.pem"));
    const ada = Applicant.parse({ id: "ada@example.com", us_person: "proven", device_keys: [key], ...facts });
    await issueRound(this.desk, [ada], { valid, renewBefore: Infinity, onPerson: () => undefined });
    this.stir();
  }

  revoke({ stir } = { stir: true }): void {
    this.#register.revoke("ada@example.com", Date.now());
    writeStatusList(this.desk);
    if (stir) this.stir();
  }

  /** Any change of a file makes the agent look everywhere. */
  stir(): void {
    writeFileSync(this.site.people, `${PEOPLE}# ${Math.random()}\n`);
  }
}

describe("an agent whose policy wants proofs", () => {
  test("takes facts from a passport alone, until it is revoked", async () => {
    const office = await Office.open();
    await startAgent(office.site);
    const talk = await greeted(office.site);
    // The people file says that she is a US person with the highest clearance.
    const before = await talk.state(({ proofs }) => proofs !== undefined);
    expect(before.clearance?.holder).toMatchObject({ level: 0, usPerson: "unknown" });
    expect(before.health.policyProblem).toMatch(/cannot be fetched|asks for a passport/);
    await office.issue({ level: "controlled", citizenship: ["NL"] });
    const proven = await talk.state(({ clearance }) => clearance?.holder.level === 2);
    expect(proven.clearance?.rules.map(({ id }) => id)).not.toContain("informed");
    expect(proven.proofs).toMatchObject([{ claim: "level", proven: true, by: ISSUER, why: null }, {}, {}]);
    expect(proven.health.policyProblem).toBeNull();
    expect(JSON.stringify(proven)).not.toContain('"NL"');
    office.revoke();
    const revoked = await talk.state(({ clearance }) => clearance?.holder.level === 0, talk.heard.length);
    expect(revoked.health.policyProblem).toContain("has revoked it");
    expect(revoked.clearance?.rules.map(({ id }) => id)).toContain("informed");
    const records = journalOf(office.site).flatMap((event) =>
      event.kind === "lifecycle" && event.part === "passport" ? [event.what] : [],
    );
    expect(records).toEqual(expect.arrayContaining(["refused", "applied", "degraded"]));
  });

  test("lets a passport end by itself, without being told", async () => {
    const office = await Office.open();
    await startAgent(office.site);
    const talk = await greeted(office.site);
    await office.issue({ level: "controlled" }, 6_000);
    const { proofs } = await talk.state(({ clearance }) => clearance?.holder.level === 2);
    const ended = await talk.state(({ clearance }) => clearance?.holder.level === 0, talk.heard.length);
    expect(Date.now()).toBeGreaterThanOrEqual(proofs?.[0]?.until ?? Infinity);
    expect(ended.health.policyProblem).toContain("It ended at");
  });

  test("says beforehand what will hold when the passport ends, just as it will say then", async () => {
    const office = await Office.open();
    await startAgent(office.site);
    const talk = await greeted(office.site);
    await office.issue({ level: "controlled" }, 6_000);
    const {
      lapses,
      proofs,
      clearance: proven,
    } = await talk.state(({ clearance }) => clearance?.holder.level === 2);
    expect(lapses).toMatchObject([
      { claims: ["level", "compartments", "us_person"], at: proofs?.[0]?.until },
    ]);
    const ended = await talk.state(({ clearance }) => clearance?.holder.level === 0, talk.heard.length);
    const lowered = lapses?.[0]?.clearance;
    expect(proven && lowered && wholeAgain(proven, lowered)).toEqual(ended.clearance);
    expect(ended.lapses).toBeUndefined();
  });

  test("fetches its own passport and no other, and no policy without proofs makes it fetch any", async () => {
    const office = await Office.open();
    await startAgent(office.site);
    const talk = await greeted(office.site);
    await office.issue({ level: "standard" });
    await talk.state(({ clearance }) => clearance?.holder.level === 1);
    const { thumbprint } = await deviceKey(join(office.site.folder, "state/passport-key.pem"));
    const own = `/${passportFileName("ada@example.com", thumbprint)}`;
    expect(new Set(office.server.asked)).toEqual(new Set([own, "/status/list.jwt"]));
    writeFileSync(office.site.policy, POLICY);
    await talk.state(({ proofs }) => proofs === undefined, talk.heard.length);
    const { clearance } = await talk.state(undefined, talk.heard.length - 1);
    expect(clearance?.holder.level).toBe(2);
  });

  test("counts a license that the passport brings, in whatever spelling", async () => {
    const office = await Office.open("[licenses]");
    await startAgent(office.site);
    const talk = await greeted(office.site);
    const first = await talk.state(({ proofs }) => proofs !== undefined);
    expect(first.clearance?.rules.find(({ id }) => id === "licensed")?.exempt).toEqual([]);
    await office.issue({
      licenses: [{ id: "L-7", authority: "BIS", models: ["Anthropic/Fable-5"], until: "2999-01-01" }],
    });
    const { clearance } = await talk.state(
      ({ clearance: one }) => one?.rules.find(({ id }) => id === "licensed")?.exempt.length === 1,
    );
    expect(clearance?.rules.find(({ id }) => id === "licensed")?.exempt).toMatchObject([
      { by: "L-7", kind: "license", models: ["anthropic/fable-5"], until: Date.parse("2999-01-01") },
    ]);
  });

  test("is asked by passport show, to people and to programs", async () => {
    const office = await Office.open();
    await startAgent(office.site);
    const talk = await greeted(office.site);
    await office.issue({ level: "standard", us_person: "unknown" });
    await talk.state(({ clearance }) => clearance?.holder.level === 1);
    const { stdout, code } = await run(office.site, ["passport", "show", "--config", office.site.config]);
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`Proven {6}level by ${ISSUER} until \\d{4}-`));
    expect(stdout).toMatch(/Not proven {2}us_person by .*\. Its issuer says that it is not proven\./);
    expect(stdout).toContain("Not asked   organization, groups, citizenship");
    const json = await run(office.site, ["passport", "show", "--config", office.site.config, "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      person: "ada@example.com",
      passport: { withheld: expect.arrayContaining(["citizenship"]) as unknown },
    });
  });
});

test("a passport that was copied from another device is refused, in the status and in the journal", async () => {
  const office = await Office.open();
  const copied = join(office.site.folder, "copied.sdjwt");
  const elsewhere = await Office.open();
  await elsewhere.issue({ level: "controlled" });
  const { thumbprint } = await deviceKey(join(elsewhere.site.folder, "state/passport-key.pem"));
  writeFileSync(
    copied,
    readFileSync(join(elsewhere.site.folder, "public", passportFileName("ada@example.com", thumbprint))),
  );
  mkdirSync(join(office.site.folder, "state"), { recursive: true });
  writeFileSync(
    office.site.config,
    readFileSync(office.site.config, "utf8").replace(/passport: .*/, "passport: {files: [copied.sdjwt]}"),
  );
  await startAgent(office.site);
  const talk = await greeted(office.site);
  const { health, clearance } = await talk.state(({ proofs }) => proofs !== undefined);
  expect(health.policyProblem).toContain("bound to the key of another device");
  expect(clearance?.holder).toMatchObject({ level: 0, usPerson: "unknown" });
  expect(journalOf(office.site)).toContainEqual(
    expect.objectContaining({
      part: "passport",
      what: "refused",
      detail: expect.stringContaining("another device") as string,
    }),
  );
});

test("a passport that is revoked ends at a nudge, without any change of policy or files", async () => {
  const { broker, nudge, yaml } = await startNudges();
  const { site, desk } = await makeSignedSite(() => yaml);
  const office = await Office.at(site);
  desk.publish(
    content("r1", [], `levels: [open, standard, controlled]\n${proving("[level, compartments]")}`),
  );
  const subscribed = once(broker, "subscribe");
  await startAgent(site);
  await subscribed;
  const talk = await greeted(site);
  await talk.state(({ proofs }) => proofs !== undefined);
  await office.issue({ level: "controlled" });
  await talk.state(({ clearance }) => clearance?.holder.level === 2);
  office.revoke({ stir: false });
  desk.seal();
  nudge(String(desk.versions.timestamp));
  const { health } = await talk.state(({ clearance }) => clearance?.holder.level === 0, talk.heard.length);
  expect(health.policyProblem).toContain("has revoked it");
});
