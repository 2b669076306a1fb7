import {
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  readFileSync,
  chmodSync,
  existsSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { JournalReader } from "../../../agent/journal/reader.ts";
import { frameOf } from "../../../agent/local-api/frame.ts";
import { exitOf, makeSite, PEOPLE, POLICY, run, start, startAgent, type Site } from "../running.ts";
import { decisionEvent, decisionEvents } from "../sample-events.ts";
import { talkAt, type Talk } from "../talk.ts";

function journalOf(site: Site): AuditEvent[] {
  const reader = new JournalReader(site.journal);
  const events = reader.newest({ since: null, effect: null, model: null }, 1_000_000);
  reader.close();
  return events.map(({ event }) => event);
}

/** The lifecycle records as `part what`, without those of extensions coming and going. */
function lifeOf(site: Site): string[] {
  return journalOf(site).flatMap((event) =>
    event.kind === "lifecycle" && event.part !== "extension" ? [`${event.part} ${event.what}`] : [],
  );
}

async function greeted(site: Site): Promise<Talk> {
  const talk = await talkAt(site.socket);
  talk.hello();
  await talk.state();
  return talk;
}

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

  test("is the only one where ten start at once over a dead socket", async () => {
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

describe("a change of what the agent obeys", () => {
  test("reaches a connected extension within a second", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    const start = performance.now();
    writeFileSync(site.policy, POLICY.replace("default: forbid", "").replace("Example Corp", "Changed Corp"));
    await talk.state(({ clearance }) => clearance?.organization === "Changed Corp");
    expect(performance.now() - start).toBeLessThan(1_000);
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

describe("events", () => {
  test("are durable when they are acknowledged, once each", async () => {
    const site = makeSite();
    const agent = await startAgent(site);
    const talk = await greeted(site);
    const events = decisionEvents(3);
    const ids = events.map(({ id }) => id);
    talk.send({ type: "events", events });
    await talk.stored(ids);
    talk.heard.length = 0;
    talk.send({ type: "events", events });
    await talk.stored(ids);
    agent.kill("SIGKILL");
    await exitOf(agent);
    expect(journalOf(site).filter(({ kind }) => kind === "decision")).toEqual(events);
  });

  test("that nobody can read are acknowledged and counted, and cost the others nothing", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    const batch = [{ id: "bad-event-1", secret: "the prompt" }, decisionEvent("good-event"), 7, null];
    talk.send({ type: "events", events: batch });
    await talk.stored(["bad-event-1", "good-event"]);
    talk.heard.length = 0;
    talk.send({ type: "events", events: batch });
    await talk.stored(["bad-event-1"]);
    const events = journalOf(site);
    expect(events.filter(({ kind }) => kind === "gap")).toMatchObject([{ what: "event_refused", count: 3 }]);
    expect(events.some(({ id }) => id === "good-event")).toBe(true);
    expect(JSON.stringify(events)).not.toContain("the prompt");
  });

  test("before a hello are refused, and so is another protocol", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await talkAt(site.socket);
    talk.send({ type: "events", events: decisionEvents(1) });
    talk.hello({ protocol: 2 });
    const refusals = await talk.until((heard) => {
      const codes = heard.flatMap((one) => (one.type === "refused" ? [one.code] : []));
      return codes.length === 2 ? codes : undefined;
    });
    expect(refusals).toEqual(["hello_first", "other_protocol"]);
  });

  test("are not acknowledged while the journal cannot be written, and come again after", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await greeted(site);
    const locker = new DatabaseSync(site.journal);
    locker.exec("BEGIN IMMEDIATE");
    talk.send({ type: "events", events: decisionEvents(2) });
    const { health } = await talk.state((state) => state.health.journalProblem !== null);
    expect(health.journalProblem).toContain("another program holds it");
    expect(talk.heard.some(({ type }) => type === "stored")).toBe(false);
    locker.exec("ROLLBACK");
    locker.close();
    await talk.end();
    const again = await greeted(site);
    again.send({ type: "events", events: decisionEvents(2) });
    await again.stored(decisionEvents(2).map(({ id }) => id));
    expect((await again.state()).health.journalProblem).toBeNull();
    expect(lifeOf(site)).toContain("agent degraded");
  }, 20_000);

  test("find a new journal where the old one is damaged, which is kept and told of", async () => {
    const site = makeSite();
    mkdirSync(dirname(site.journal));
    writeFileSync(site.journal, "nothing that SQLite knows ".repeat(50));
    await startAgent(site);
    await greeted(site);
    const detail = journalOf(site).flatMap((event) =>
      event.kind === "lifecycle" && event.what === "degraded" ? [event.detail] : [],
    );
    expect(detail).toHaveLength(1);
    expect(detail[0]).toContain(".damaged-");
  });
});

describe("hostile frames", () => {
  test("are refused with a code each, and the conversation goes on", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await talkAt(site.socket);
    talk.raw(frameOf(Buffer.from([0xff, 0xfe])));
    talk.raw(frameOf(Buffer.from('{"type":')));
    talk.raw(frameOf(Buffer.from("[".repeat(100_000))));
    talk.raw(frameOf(Buffer.alloc(0)));
    talk.send({ type: "shutdown" });
    talk.send({ type: "ping", n: "my prompt" });
    talk.send({ type: "ping", n: 7 });
    await talk.until((heard) => heard.find((one) => one.type === "pong" && one.n === 7));
    const codes = talk.heard.flatMap((one) => (one.type === "refused" ? [one.code] : []));
    expect(codes).toEqual([
      "not_utf8",
      "not_json",
      "not_json",
      "not_json",
      "unknown_message",
      "unknown_message",
    ]);
    expect(JSON.stringify(talk.heard)).not.toContain("my prompt");
  });

  test("over the limit are refused and end the conversation", async () => {
    const site = makeSite();
    await startAgent(site);
    const talk = await talkAt(site.socket);
    talk.raw(Buffer.from([0xff, 0xff, 0xff, 0x7f]));
    await talk.end();
    expect(talk.heard).toMatchObject([{ type: "refused", code: "frame_too_large" }]);
  });

  test("from a peer that never reads do not grow the agent or stop the others", async () => {
    const site = makeSite();
    await startAgent(site);
    const deaf = await greeted(site);
    const other = await greeted(site);
    const { connect } = await import("node:net");
    const socket = connect(site.socket);
    socket.on("error", () => undefined);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.pause();
    const hello = {
      type: "hello",
      protocol: 1,
      extension: "x",
      version: "1",
      instance: "deaf",
      browser: "b",
    };
    const frame = frameOf(Buffer.from(JSON.stringify(hello)));
    const flood = Buffer.concat(Array.from({ length: 60_000 }, () => frame));
    socket.write(flood);
    other.send({ type: "ping", n: 1 });
    await other.until((heard) => heard.find((one) => one.type === "pong"));
    await closed;
    deaf.send({ type: "status" });
    const status = await deaf.until((heard) => heard.find((one) => one.type === "status"));
    expect(status.extensions).toHaveLength(2);
  }, 30_000);

  test("cut and garbled at random never stop the agent", async () => {
    const site = makeSite();
    const agent = await startAgent(site);
    for (let round = 0; round < 20; round += 1) {
      const talk = await talkAt(site.socket);
      const bytes = Buffer.concat(
        Array.from({ length: 20 }, (_, n) => frameOf(Buffer.from(JSON.stringify({ type: "ping", n })))),
      );
      for (let flip = 0; flip < round; flip += 1)
        bytes[(flip * 7919 + round * 104_729) % bytes.length] = flip;
      for (let at = 0; at < bytes.length; at += round + 1) talk.raw(bytes.subarray(at, at + round + 1));
    }
    await greeted(site);
    expect(agent.exitCode).toBeNull();
  });
});
