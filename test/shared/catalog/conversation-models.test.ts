import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConversationModels } from "../../../shared/catalog/conversation-models.ts";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { openReply } from "../../../shared/catalog/reply/reader.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { RememberedConversations } from "../../../shared/schema/conversation.ts";
import type { Call } from "../../../shared/schema/call.ts";
import { post } from "./call-of.ts";

const catalog = indexCatalog(SERVICES);
const ORG = "https://claude.ai/api/organizations/o/chat_conversations";
const followUp = post(`${ORG}/c1/completion`, { prompt: "go on" });

function read(call: Call, conversations = new ConversationModels()) {
  return recognize(catalog, call, { prompt: false, conversations });
}

/** What a memory holds after these calls, all of them permitted and answered. */
function after(...calls: readonly Call[]): ConversationModels {
  const conversations = new ConversationModels();
  for (const call of calls) {
    const recognition = read(call, conversations);
    const chooses = recognition?.chooses ?? null;
    if (recognition === null || chooses === null || chooses.id === null) continue;
    conversations.learn(recognition.service, chooses.id, chooses.models, chooses.adds ? "adds" : "chosen");
  }
  return conversations;
}

describe("a call that carries only the conversation", () => {
  const made = post(ORG, { uuid: "c1", name: "", model: "claude-opus-4-8" });

  test("is for the model with which the conversation was made", () => {
    expect(read(followUp, after(made))).toMatchObject({
      modelAsSent: null,
      model: "anthropic/claude-opus-4-8",
      mayBe: null,
    });
  });

  test("stays a set where nobody saw the conversation being made", () => {
    expect(read(followUp)?.mayBe).toContain("anthropic/mythos-5");
    expect(read(post(`${ORG}/c2/completion`, { prompt: "go on" }), after(made))?.mayBe).toContain(
      "anthropic/mythos-5",
    );
  });

  test("may be for both models where the model was changed (P7)", () => {
    const changed: Call = {
      ...post(`${ORG}/c1?rendering_mode=raw`, { model: "claude-mythos-5" }),
      method: "PUT",
    };
    expect(read(followUp, after(made, changed))?.mayBe).toEqual([
      "anthropic/claude-opus-4-8",
      "anthropic/mythos-5",
    ]);
  });

  test("is not proven by a message for another model: the conversation may have been made with any", () => {
    const once = post(`${ORG}/c1/completion`, { prompt: "hi", model: "claude-haiku-4-5" });
    expect(read(followUp, after(once))?.mayBe).toContain("anthropic/mythos-5");
    expect(read(followUp, after(made, once))?.mayBe).toEqual([
      "anthropic/claude-opus-4-8",
      "anthropic/claude-haiku-4-5",
    ]);
  });

  test("is for the model that it names, where it names one, and not read at all where its body is broken", () => {
    const named = post(`${ORG}/c1/completion`, { prompt: "hi", model: "claude-mythos-5" });
    expect(read(named, after(made))?.model).toBe("anthropic/mythos-5");
    const broken = post(`${ORG}/c1/completion`, '{"prompt":"hi","mod');
    expect(read(broken, after(made))).toMatchObject({ inspectable: false, model: null });
    expect(read(broken, after(made))?.mayBe).toContain("anthropic/mythos-5");
  });

  test("is for the model of the assistant that it runs", () => {
    const changed = post("https://api.openai.com/v1/assistants/asst_1", { model: "gpt-5.5" });
    const run = post("https://api.openai.com/v1/threads/t1/runs", { assistant_id: "asst_1" });
    expect(read(run)).toMatchObject({ model: null, mayBe: null });
    expect(read(run, after(changed))?.model).toBe("openai/gpt-5.5");
  });
});

describe("a conversation whose id only the reply has", () => {
  const create = post("https://huggingface.co/chat/conversation", { model: "Qwen/Qwen3-32B" });
  const next = post("https://huggingface.co/chat/conversation/65f", "--x--");

  test("is read from the reply, and is hearsay: beside the unidentified model, never in its place", () => {
    const recognition = read(create);
    expect(recognition?.chooses).toEqual({ id: null, models: ["Qwen/Qwen3-32B"], adds: false });
    const call = { service: "huggingchat-web", method: "POST", url: create.url };
    const reader = openReply(catalog, call, { status: 200, headers: { "content-type": "application/json" } });
    reader.take('{"conversationId":"65f"}');
    expect(reader.conversation).toBe("65f");
    const conversations = new ConversationModels();
    conversations.learn("huggingchat-web", "65f", ["Qwen/Qwen3-32B"], "said");
    const found = read(next, conversations);
    expect(found).toMatchObject({ model: null, mayBe: null });
    expect(found?.inspectable === false || found?.pageNamed !== null).toBe(true);
  });
});

describe("the memory of conversations", () => {
  test("keeps the newest thousand", () => {
    const memory = new ConversationModels();
    for (let i = 0; i < 1_500; i += 1) memory.learn("s", `c${i}`, ["m"], "chosen");
    expect(memory.recall("s", "c499").proven).toBeNull();
    expect(memory.recall("s", "c500").proven).toEqual(["m"]);
    expect(memory.remembered()).toHaveLength(1_000);
  });

  test("is not pushed out by what the page says", () => {
    const memory = new ConversationModels();
    memory.learn("s", "c", ["m"], "chosen");
    for (let i = 0; i < 2_000; i += 1) memory.learn("s", `c${i}`, ["x"], "said");
    memory.learn("s", "c", ["x"], "said");
    expect(memory.recall("s", "c")).toEqual({ proven: ["m"], said: ["x"] });
  });

  test("outlasts the worker as it was, and forgets no model of a conversation", () => {
    const choice = fc.record({
      id: fc.constantFrom("a", "b", "c"),
      strings: fc.array(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
      how: fc.constantFrom("chosen", "adds", "said"),
    });
    fc.assert(
      fc.property(fc.array(choice), (choices) => {
        const memory = new ConversationModels();
        for (const { id, strings, how } of choices) {
          const before = memory.recall("s", id).proven ?? [];
          memory.learn("s", id, strings, how);
          const now = memory.recall("s", id).proven;
          expect(now ?? []).toEqual(expect.arrayContaining([...before]));
          if (how !== "chosen" && before.length === 0) expect(now).toBeNull();
        }
        const kept = RememberedConversations.parse(JSON.parse(JSON.stringify(memory.remembered())));
        const again = new ConversationModels(kept);
        for (const id of ["a", "b", "c"])
          expect(again.recall("s", id).proven).toEqual(memory.recall("s", id).proven);
      }),
    );
  });

  test("of a conversation with more models than are told apart says that it is unidentified", () => {
    const memory = new ConversationModels();
    const many = Array.from({ length: 80 }, (_, index) => `claude-${index}-x`);
    memory.learn("claude-web", "c1", many, "chosen");
    expect(read(followUp, memory)).toMatchObject({ model: null, mayBe: null });
  });
});
