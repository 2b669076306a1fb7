import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { AccessAnswer } from "../../../agent/access/answer-form.ts";
import { signedAnswer } from "../../../agent/access/desk/signed-answer.ts";
import { readSent } from "../../../agent/access/sent-request.ts";
import type { AgentState } from "../../../shared/wire/native.ts";
import { ask, DeskSite, requestsOf, standing } from "../access/desk-site.ts";
import { openWebDesk } from "../access/web-desk.ts";
import { startAgent } from "../running.ts";
import { greeted } from "../witness.ts";

const MINUTE = 60_000;

/** The grants that take the rule away which holds both models. */
function exempt({ clearance }: AgentState) {
  return clearance?.rules.find(({ id }) => id === "held")?.exempt ?? [];
}

function whats(desk: DeskSite, id: string): readonly string[] {
  return desk.records(id).map(({ what }) => what);
}

describe("a request for access", () => {
  test("is sent, approved by another person, in force, and ended to the second, all of it in the journal", async () => {
    const desk = new DeskSite();
    await startAgent(desk.site);
    const talk = await greeted(desk.site);
    const id = ask(talk, "anthropic/fable-5", 20_000);
    await standing(talk, id, "waiting");
    const listed = await desk.run(["list", "--json"]);
    expect(JSON.parse(listed.stdout)).toMatchObject({
      unreadable: 0,
      requests: [
        { request: { id, person: "ada@example.com", model: "anthropic/fable-5" }, standing: "waiting" },
      ],
    });
    const { code, stdout } = await desk.decide("lee", "approve", id);
    expect([code, stdout]).toEqual([0, expect.stringContaining("Granted to ada@example.com until ")]);
    const { ends } = await standing(talk, id, "approved");
    const inForce = await talk.state((state) => exempt(state).length === 1);
    expect(exempt(inForce)).toMatchObject([
      { by: id, kind: "grant", models: ["anthropic/fable-5"], until: ends },
    ]);
    await standing(talk, id, "ended");
    expect(Date.now() - (ends ?? 0)).toBeGreaterThanOrEqual(0);
    expect(Date.now() - (ends ?? 0)).toBeLessThan(2_000);
    const after = await talk.state((state) => exempt(state).length === 0, talk.heard.length - 1);
    expect(exempt(after)).toEqual([]);
    expect(whats(desk, id)).toEqual(["asked", "approved", "ended"]);
    expect(desk.records(id)).toMatchObject([
      { person: "ada@example.com", model: "anthropic/fable-5", reason: "The parser audit needs it.", by: [] },
      { by: ["lee@example.com"], until: ends },
      { by: ["lee@example.com"], until: ends },
    ]);
  });

  test("is not approved by whoever asked, and a forged approval changes nothing but the journal", async () => {
    const desk = new DeskSite();
    await startAgent(desk.site);
    const talk = await greeted(desk.site);
    const id = ask(talk);
    await standing(talk, id, "waiting");
    const own = await desk.decide("ada", "approve", id);
    expect([own.code, own.stderr]).toEqual([
      1,
      expect.stringContaining("nobody approves what is for themselves"),
    ]);
    const foreign = await desk.decide("stranger", "approve", id);
    expect([foreign.code, foreign.stderr]).toEqual([
      6,
      expect.stringContaining("names no approver with this key"),
    ]);
    const grant = {
      lanyard: 1,
      kind: "grant",
      request: id,
      holder: "ada@example.com",
      issued: Date.now(),
      models: ["anthropic/fable-5"],
      from: Date.now(),
      until: Date.now() + MINUTE,
    } satisfies AccessAnswer;
    for (const who of ["stranger", "ada"] as const) {
      const before = whats(desk, id).length;
      writeFileSync(desk.answerFile(id), signedAnswer(grant, desk.key(who)));
      await expect.poll(() => whats(desk, id).length).toBe(before + 1);
    }
    expect(desk.records(id)).toMatchObject([
      { what: "asked" },
      { what: "refused", why: "No approver whom the policy names signed it." },
      { what: "refused", why: expect.stringContaining("nobody approves what is for themselves") as string },
    ]);
    expect(exempt(await talk.state(undefined, talk.heard.length - 1))).toEqual([]);
  });

  test("for a controlled model takes two people, over a restart of the agent in between", async () => {
    const desk = new DeskSite();
    const first = await startAgent(desk.site);
    const talk = await greeted(desk.site);
    const id = ask(talk, "anthropic/mythos-5");
    await standing(talk, id, "waiting");
    const one = await desk.decide("lee", "approve", id);
    expect(one.stdout).toContain("Another approver must sign it as well.");
    await standing(talk, id, "waiting", ({ by }) => by === "lee@example.com");
    const again = await desk.decide("lee", "approve", id);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("has signed it before")]);
    first.kill("SIGKILL");
    await once(first, "exit");
    expect((await desk.decide("mo", "approve", id)).code).toBe(0);
    await startAgent(desk.site);
    const later = await greeted(desk.site);
    const granted = await later.state((state) => exempt(state).length === 1);
    expect(granted.access?.requests).toMatchObject([
      { id, state: "approved", by: "lee@example.com, mo@example.com" },
    ]);
    expect(whats(desk, id)).toEqual(["asked", "confirmed", "approved"]);
  });

  test("that is declined carries the reason, for good", async () => {
    const desk = new DeskSite();
    await startAgent(desk.site);
    const talk = await greeted(desk.site);
    const id = ask(talk);
    await standing(talk, id, "waiting");
    await desk.decide("mo", "decline", id, "--because", "Use Opus 4.8, it does the same.");
    const { why, by } = await standing(talk, id, "declined");
    expect([why, by]).toEqual(["Use Opus 4.8, it does the same.", "mo@example.com"]);
    const late = await desk.decide("lee", "approve", id);
    expect(late.stderr).toContain("is answered: declined");
    expect(whats(desk, id)).toEqual(["asked", "declined"]);
  });

  test("once granted and taken back is over, whoever puts the old grant out again, and after a restart", async () => {
    const desk = new DeskSite();
    const first = await startAgent(desk.site);
    const talk = await greeted(desk.site);
    const id = ask(talk);
    await standing(talk, id, "waiting");
    await desk.decide("lee", "approve", id);
    await talk.state((state) => exempt(state).length === 1);
    const old = desk.answer(id);
    await desk.decide("mo", "withdraw", id, "--because", "The review is over.");
    await standing(talk, id, "withdrawn");
    writeFileSync(desk.answerFile(id), old);
    first.kill();
    await once(first, "exit");
    await startAgent(desk.site);
    const later = await greeted(desk.site);
    const state = await later.state();
    expect(exempt(state)).toEqual([]);
    expect(state.access?.requests).toMatchObject([{ id, state: "withdrawn", why: "The review is over." }]);
    expect(whats(desk, id)).toEqual(["asked", "approved", "withdrawn", "refused"]);
  });

  test("ends with its approver's place in policy, and when its person gives it back", async () => {
    const desk = new DeskSite();
    await startAgent(desk.site);
    const talk = await greeted(desk.site);
    const [one, two] = [ask(talk), ask(talk)];
    for (const id of [one, two]) await standing(talk, id, "waiting");
    await desk.decide("lee", "approve", one);
    await desk.decide("mo", "approve", two);
    await talk.state((state) => exempt(state).length === 2);
    desk.publish(requestsOf({ without: "lee" }));
    const { why } = await standing(talk, one, "ended");
    expect(why).toBe("No approver whom the policy names signed it.");
    talk.send({ type: "withdraw_access", id: two });
    await standing(talk, two, "withdrawn");
    const left = await talk.state(undefined, talk.heard.length - 1);
    expect(exempt(left)).toEqual([]);
    expect(whats(desk, two)).toEqual(["asked", "approved", "withdrawn"]);
  });

  test("asked twice under one id is one, and one that policy does not know is declined at once", async () => {
    const desk = new DeskSite();
    await startAgent(desk.site);
    const talk = await greeted(desk.site);
    const asked = {
      type: "ask_access",
      id: "7f3c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8",
      purpose: null,
      reason: "Once.",
    };
    const message = { ...asked, model: "anthropic/fable-5", until: Date.now() + MINUTE };
    talk.send(message);
    talk.send(message);
    await standing(talk, asked.id, "waiting");
    const other = ask(talk, "openai/gpt-5.5");
    const { why } = await standing(talk, other, "declined");
    expect(why).toBe("The policy lets nobody ask for openai/gpt-5.5.");
    const { access } = await talk.state(undefined, talk.heard.length - 1);
    expect(access?.requests.map(({ id }) => id)).toEqual([other, asked.id]);
    expect(whats(desk, asked.id)).toEqual(["asked"]);
  });

  test("waits on its way until it can be written, and asks nobody without a policy that lets it", async () => {
    const desk = new DeskSite();
    rmSync(`${desk.site.folder}/requests`, { recursive: true });
    writeFileSync(`${desk.site.folder}/requests`, "A file in its place.");
    await startAgent(desk.site);
    const talk = await greeted(desk.site);
    const id = ask(talk);
    await standing(talk, id, "sent");
    rmSync(`${desk.site.folder}/requests`);
    await standing(talk, id, "waiting");
    expect((await desk.run(["list"])).stdout).toContain(id);
  });
});

describe("a request over the web", () => {
  test("is PUT and POSTed until it gets through, and its answer is fetched from where policy says", async () => {
    const web = await openWebDesk();
    const to = `  to: {put: "${web.url}requests", webhook: "${web.url}hook"}\n  grants: "${web.url}grants"\n`;
    const desk = new DeskSite(requestsOf({ more: to }));
    rmSync(`${desk.site.folder}/grants`, { recursive: true });
    web.isAway = true;
    await startAgent(desk.site);
    const talk = await greeted(desk.site);
    const id = ask(talk);
    // The folder of the configuration has it already.
    await standing(talk, id, "waiting");
    await expect.poll(() => web.came.length).toBeGreaterThanOrEqual(2);
    web.isAway = false;
    const failed = web.came.length;
    await expect
      .poll(
        () =>
          web.came
            .slice(failed)
            .map(({ what }) => what)
            .toSorted(),
        { timeout: 15_000 },
      )
      .toEqual(["POST /hook", `PUT /requests/${id}.json`]);
    const { request, device } = await readSent(web.came.at(-1)?.body ?? "");
    expect(request).toMatchObject({
      id,
      state: "asked",
      person: "ada@example.com",
      reason: "The parser audit needs it.",
    });
    expect(device).toMatch(/^[A-Za-z0-9_-]{43}$/);

    const { code } = await desk.decide("lee", "approve", id, "--grants", "served");
    expect(code).toBe(0);
    web.answers.set(`/grants/${id}.json`, readFileSync(`${desk.site.folder}/served/${id}.json`, "utf8"));
    const granted = await talk.state((state) => exempt(state).length === 1);
    expect(granted.access?.requests).toMatchObject([{ id, state: "approved", by: "lee@example.com" }]);
    const puts = (): readonly string[] =>
      web.came.filter(({ what }) => what.startsWith("PUT")).map(({ body }) => body);
    const before = puts().length;
    talk.send({ type: "withdraw_access", id });
    await expect.poll(() => puts().length, { timeout: 15_000 }).toBe(before + 1);
    expect((await readSent(puts().at(-1) ?? "")).request.state).toBe("withdrawn");
    const file = `${desk.site.folder}/requests/${id}.json`;
    await expect.poll(() => readFileSync(file, "utf8")).toContain('"state":"withdrawn"');
    expect((await desk.decide("mo", "approve", id)).stderr).toContain("The request was withdrawn.");
  });

  test("that somebody changed on its way is no request", async () => {
    const desk = new DeskSite();
    await startAgent(desk.site);
    const talk = await greeted(desk.site);
    const id = ask(talk);
    await standing(talk, id, "waiting");
    const file = `${desk.site.folder}/requests/${id}.json`;
    const sent = JSON.parse(readFileSync(file, "utf8")) as { signed: string };
    const [header = "", payload = "", signature = ""] = sent.signed.split(".");
    const said = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...said, model: "anthropic/mythos-5" })).toString(
      "base64url",
    );
    writeFileSync(file, JSON.stringify({ ...sent, signed: [header, changed, signature].join(".") }));
    const { stdout, stderr } = await desk.run(["list"]);
    expect([stdout, stderr]).toEqual(["Nothing waits.\n", "1 files are no requests, and are left out.\n"]);
    expect((await desk.decide("lee", "approve", id)).code).toBe(1);
  });
});
