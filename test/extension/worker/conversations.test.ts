import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Call } from "../../../shared/schema/call.ts";
import { post } from "../../shared/catalog/call-of.ts";
import { CLEARANCE, NOW, rule } from "../states.ts";

type Listener = (details: { requestId: string; statusCode: number }) => void;
const fake = vi.hoisted(() => ({
  started: [] as Listener[],
  urls: [] as string[],
  session: {} as Record<string, unknown>,
}));
vi.mock("webextension-polyfill", () => ({
  default: {
    runtime: { getURL: (path: string) => `chrome-extension://x/${path}` },
    webRequest: {
      onResponseStarted: {
        addListener: (listener: Listener, filter: { urls: string[] }) => {
          fake.started.push(listener);
          fake.urls.push(...filter.urls);
        },
        removeListener: (listener: Listener) => fake.started.splice(fake.started.indexOf(listener), 1),
      },
    },
    storage: {
      session: {
        set: (values: Record<string, unknown>) => {
          Object.assign(fake.session, structuredClone(values));
          return Promise.resolve();
        },
        get: (key: string) => Promise.resolve({ [key]: fake.session[key] }),
      },
    },
  },
}));

const { Conversations, recallConversations, watchChoices } =
  await import("../../../extension/worker/conversations.ts");
const { judgeCall } = await import("../../../extension/worker/judgement.ts");
const { Posture } = await import("../../../extension/worker/posture.ts");
const { indexCatalog } = await import("../../../shared/catalog/recognize.ts");
const { SERVICES } = await import("../../../shared/catalog/services.ts");

const catalog = indexCatalog(SERVICES);
const ORG = "https://claude.ai/api/organizations/o/chat_conversations";
const made = (uuid: string, model: string): Call => post(ORG, { uuid, model });
const followUp = (uuid: string): Call => post(`${ORG}/${uuid}/completion`, { prompt: "go on" });

const posture = new Posture("1.0.0", NOW);
posture.apply({
  type: "state",
  clearance: {
    ...CLEARANCE,
    rules: [rule({ id: "opus", effect: "permit", models: ["anthropic/claude-opus-4-8"] })],
  },
  health: { version: "1.0.0", policyCheckedAt: NOW, policyProblem: null, journalProblem: null },
  promptKey: "0".repeat(64),
});

beforeEach(() => {
  fake.started.length = 0;
  fake.session = {};
});

/** Plays calls the way the worker does, each with the answer of the service. */
function world() {
  const conversations = new Conversations();
  watchChoices(catalog, conversations);
  let number = 0;
  return {
    conversations,
    play: (call: Call, status: number): string => {
      const requestId = String((number += 1));
      const known = { conversations: conversations.models };
      const judged = judgeCall(catalog, posture, call, NOW, known);
      const effect = judged?.decision.effect ?? "none";
      if (judged !== null && effect === "permit") conversations.chosen(requestId, judged.recognition);
      // What fails on the way has no answer.
      for (const listener of status === 0 ? [] : fake.started) listener({ requestId, statusCode: status });
      return effect;
    },
  };
}

describe("a conversation that goes on without naming its model", () => {
  test("passes where it was made with a permitted model, and not before", () => {
    const { play } = world();
    expect(play(followUp("c1"), 200)).toBe("deny");
    expect(play(made("c1", "claude-opus-4-8"), 201)).toBe("permit");
    expect(play(followUp("c1"), 200)).toBe("permit");
    expect(play(followUp("c2"), 200)).toBe("deny");
  });

  test("learns nothing from a call that was denied", () => {
    const { play } = world();
    expect(play(made("c1", "claude-mythos-5"), 201)).toBe("deny");
    expect(play(followUp("c1"), 200)).toBe("deny");
  });

  test.each([409, 500, 302, 0])(
    "learns nothing from a call that the service refused (%i): the conversation may be another one with that id",
    (status) => {
      const { play } = world();
      expect(play(made("c1", "claude-opus-4-8"), status)).toBe("permit");
      expect(play(followUp("c1"), 200)).toBe("deny");
    },
  );

  test("is remembered by the next life of the worker, parsed at the door", async () => {
    const { play } = world();
    play(made("c1", "claude-opus-4-8"), 201);
    await vi.waitFor(() => expect(fake.session["conversations"]).toBeDefined());
    const next = world();
    next.conversations.takeUp(await recallConversations());
    expect(next.play(followUp("c1"), 200)).toBe("permit");
    fake.session["conversations"] = [["claude-web", 7]];
    expect(await recallConversations()).toEqual([]);
  });

  test("is listened for at the addresses that choose, and nowhere else", () => {
    world();
    expect(fake.urls).toContain("*://claude.ai/api/organizations/*/chat_conversations*");
    expect(fake.urls).not.toContain("*://claude.ai/*");
    expect(fake.urls.some((url) => url.includes("<all_urls>"))).toBe(false);
    expect(fake.urls.some((url) => url.includes("gemini.google.com"))).toBe(false);
  });

  test("is listened for by the next edition of the catalog, with what the one before was waiting for", () => {
    const { conversations } = world();
    const end = watchChoices(catalog, conversations);
    expect(fake.started).toHaveLength(2);
    end();
    expect(fake.started).toHaveLength(1);
  });

  test("waits for a bounded number of answers", () => {
    const { conversations } = world();
    const known = { conversations: conversations.models };
    const judged = judgeCall(catalog, posture, made("c1", "claude-opus-4-8"), NOW, known);
    if (judged === null) throw new Error("not recognized");
    for (let i = 0; i < 300; i += 1) conversations.chosen(`r${i}`, judged.recognition);
    expect(conversations.answered("r0", 201)).toBe(false);
    expect(conversations.answered("r299", 201)).toBe(true);
  });
});
