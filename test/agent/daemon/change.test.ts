import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { makeSite, PEOPLE, POLICY, run, startAgent } from "../running.ts";
import { greeted, lifeOf } from "../witness.ts";

describe("a change of what the agent obeys", () => {
  test("reaches a connected extension", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    writeFileSync(site.policy, POLICY.replace("Example Corp", "Changed Corp"));
    await talk.state(({ clearance }) => clearance?.organization === "Changed Corp");
    const second = POLICY.replace("Example Corp", "Renamed Corp");
    writeFileSync(`${site.policy}.new`, second);
    renameSync(`${site.policy}.new`, site.policy);
    await talk.state(({ clearance }) => clearance?.organization === "Renamed Corp");
  });

  test("of the people or of the configuration counts as well", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    writeFileSync(site.people, PEOPLE.replace("us_person: proven", "us_person: unknown"));
    await talk.state(({ clearance }) => clearance?.holder.usPerson === "unknown");
    writeFileSync(site.config, readFileSync(site.config, "utf8").replace("ada@example.com", '"007"'));
    await talk.state(({ clearance }) => clearance?.holder.id === "007");
    writeFileSync(site.people, PEOPLE.replace('"007"', "gone"));
    const { health } = await talk.state(({ clearance }) => clearance === null);
    expect(health.policyProblem).toContain('no person "007"');
  });

  test("that is malformed leaves the last good state in force and says so once in the journal", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    const broken = POLICY.replace("unidentified: forbid", "unidentified: maybe");
    writeFileSync(site.policy, broken);
    const refused = await talk.state(({ health }) => health.policyProblem !== null);
    expect(refused.health.policyProblem).toContain("main.yaml:4:");
    expect(refused.clearance?.organization).toBe("Example Corp");
    writeFileSync(site.policy, `${broken}\n`);
    writeFileSync(site.people, "people: [{id: 5}]");
    const both = await talk.state(({ health }) => health.policyProblem?.includes("people.yaml:1:") === true);
    expect(both.health.policyProblem).toContain("main.yaml:4:");
    const { code, stdout } = await run(site, ["agent", "status", "--config", site.config]);
    expect(code).toBe(1);
    expect(stdout).toContain("main.yaml:4:");
    writeFileSync(site.people, PEOPLE);
    writeFileSync(site.policy, POLICY);
    await talk.state(({ health }) => health.policyProblem === null, talk.heard.length - 1);
    const life = lifeOf(site);
    expect(life.filter((line) => line === "policy refused")).toHaveLength(1);
    expect(life.filter((line) => line === "policy applied")).toHaveLength(2);
  });

  test("is seen after the policy's folder was deleted and came back", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    rmSync(dirname(site.policy), { recursive: true });
    const gone = await talk.state(({ health }) => health.policyProblem !== null);
    expect(gone.clearance?.organization).toBe("Example Corp");
    mkdirSync(dirname(site.policy));
    writeFileSync(site.policy, POLICY.replace("Example Corp", "Back Corp"));
    await talk.state(({ clearance }) => clearance?.organization === "Back Corp");
  });

  test("that makes a policy good after a start without one gives the first clearance", async () => {
    const site = makeSite();
    rmSync(dirname(site.policy), { recursive: true });
    await startAgent(site);
    const talk = await greeted(site);
    const { clearance, health } = await talk.state();
    expect(clearance).toBeNull();
    expect(health.policyProblem).toContain("cannot be read");
    expect(health.policyCheckedAt).toBe(0);
    mkdirSync(dirname(site.policy));
    writeFileSync(site.policy, POLICY);
    await talk.state((state) => state.clearance !== null);
  });

  test("that makes the state larger than a frame comes in parts", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    const rules = Array.from(
      { length: 4_000 },
      (_, n) =>
        `  - {id: "rule \\"${n}\\"", forbid: all, models: [x/m-${n}], because: "${"Grüße. ".repeat(40)}"}`,
    );
    writeFileSync(site.policy, `${POLICY}${rules.join("\n")}\n`);
    const { clearance } = await talk.state((state) => (state.clearance?.rules.length ?? 0) > 4_000);
    expect(clearance?.rules.at(-1)?.because).toContain("Grüße.");
  }, 20_000);
});
