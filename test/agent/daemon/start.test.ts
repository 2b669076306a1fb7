import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { exitOf, makeSite, run, start, startAgent } from "../running.ts";
import { talkAt } from "../talk.ts";
import { greeted, lifeOf } from "../witness.ts";

describe("an agent that starts", () => {
  test("tells an extension the whole clearance and its own health at the hello", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await talkAt(site.socket);
    talk.hello();
    const { clearance, health, promptKey } = await talk.state();
    expect(clearance?.holder.id).toBe("ada@example.com");
    expect(clearance?.organization).toBe("Example Corp");
    expect(health).toMatchObject({ policyProblem: null, journalProblem: null });
    expect(Date.now() - health.policyCheckedAt).toBeLessThan(30_000);
    expect(readFileSync(join(dirname(site.journal), "prompt-key"), "utf8")).toBe(promptKey);
    expect(statSync(join(dirname(site.journal), "prompt-key")).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(site.socket)).mode & 0o777).toBe(0o700);
  });

  test("keeps its prompt key over a restart, journals its life, and removes its socket", async () => {
    const site = makeSite();
    const first = await startAgent(site);
    const { promptKey } = await (await greeted(site)).state();
    first.kill("SIGTERM");
    expect(await exitOf(first)).toBe(0);
    expect(existsSync(site.socket)).toBe(false);
    expect(lifeOf(site)).toEqual(["agent started", "policy applied", "people applied", "agent stopped"]);
    await startAgent(site);
    expect((await (await greeted(site)).state()).promptKey).toBe(promptKey);
  });

  test("refuses to start beside another one, which goes on", async () => {
    const site = makeSite();
    const first = await startAgent(site);
    const second = await run(site, ["agent", "run", "--config", site.config]);
    expect(second.code).toBe(5);
    expect(second.stderr).toContain(`already running as pid ${first.pid}`);
    await greeted(site);
    expect(lifeOf(site).filter((line) => line === "agent started")).toHaveLength(1);
  });

  test("replaces the socket that a killed agent left", async () => {
    const site = makeSite();
    const first = await startAgent(site);
    first.kill("SIGKILL");
    await exitOf(first);
    expect(existsSync(site.socket)).toBe(true);
    await startAgent(site);
    await greeted(site);
  });

  test("is the only one where four start at once over a dead socket", async () => {
    const site = makeSite();
    const dead = await startAgent(site);
    dead.kill("SIGKILL");
    await exitOf(dead);
    const all = Array.from({ length: 4 }, () => start(site, ["agent", "run", "--config", site.config]));
    const codes = all.map((child) => exitOf(child));
    await Promise.race([Promise.all(codes), untilListening(all)]);
    const talk = await greeted(site);
    talk.send({ type: "status" });
    const { pid } = await talk.until((heard) => heard.find((one) => one.type === "status"));
    const others = all.filter((child) => child.pid !== pid);
    expect(await Promise.all(others.map(exitOf))).toEqual([5, 5, 5]);
  });

  test("refuses a socket folder that others can enter, and says the mend", async () => {
    const site = makeSite();
    mkdirSync(dirname(site.socket));
    chmodSync(dirname(site.socket), 0o755);
    const ran = await run(site, ["agent", "run", "--config", site.config]);
    expect(ran.code).toBe(5);
    expect(ran.stderr).toContain("chmod 700");
    expect(existsSync(site.journal)).toBe(false);
  });

  test("refuses a socket path that the system would cut", async () => {
    const site = makeSite(
      `lanyard: 1\npolicy: policy\npeople: people.yaml\nperson: ada@example.com\nsocket: run/${"x".repeat(120)}\n`,
    );
    const ran = await run(site, ["agent", "run", "--config", site.config]);
    expect(ran.code).toBe(5);
    expect(ran.stderr).toMatch(/has \d+ bytes; the system takes 107/);
  });
});

async function untilListening(children: readonly ReturnType<typeof start>[]): Promise<void> {
  await Promise.race(
    children.map(
      (child) =>
        new Promise<void>((resolve) =>
          child.stdout?.on("data", (chunk: Buffer) => {
            if (chunk.toString().includes("Listening")) resolve();
          }),
        ),
    ),
  );
}
