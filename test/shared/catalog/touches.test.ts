import { describe, expect, test } from "vitest";
import { framePatterns, indexCatalog, touches } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";

const catalog = indexCatalog(SERVICES);
const CHATGPT = "https://chatgpt.com/backend-api/f/conversation";

describe("touches", () => {
  test("tells by URL what must be read", () => {
    expect(touches(catalog, CHATGPT, "POST")).toEqual({
      service: "chatgpt-web",
      readsBody: true,
      readsHeaders: true,
      readsFrames: false,
      modelInFrames: false,
    });
    expect(touches(catalog, "https://api.openai.com/v1/models", "GET")).toEqual({
      service: "openai-api",
      readsBody: false,
      readsHeaders: false,
      readsFrames: false,
      modelInFrames: false,
    });
  });

  test("tells of sockets whether their frames must be read, and whether these may name the model", () => {
    const live = "wss://generativelanguage.googleapis.com/ws/x.BidiGenerateContent";
    expect(touches(catalog, live, "GET")).toMatchObject({ readsFrames: true, modelInFrames: true });
    const speech = "wss://api.elevenlabs.io/v1/text-to-speech/voice/stream-input?model_id=x";
    expect(touches(catalog, speech, "GET")?.readsFrames).toBe(true);
    const same = live.replace("wss:", "https:");
    expect(touches(catalog, same, "GET")).toMatchObject({ readsFrames: false, modelInFrames: false });
    const ours = new Set(framePatterns(catalog));
    expect(ours.has("wss://generativelanguage.googleapis.com/*")).toBe(true);
    expect([...ours].every((pattern) => /^wss?:/.test(pattern))).toBe(true);
  });

  test("lets go what cannot be an AI call", () => {
    expect(touches(catalog, "https://example.com/chat", "POST")).toBeNull();
    expect(touches(catalog, "https://chatgpt.com/", "GET")).toBeNull();
    expect(touches(catalog, "https://chatgpt.com/?q=secret+plan", "GET")?.service).toBe("chatgpt-web");
    expect(touches(catalog, "https://notchatgpt.com/backend-api/conversation", "POST")).toBeNull();
    expect(touches(catalog, "data:text/plain,x", "GET")).toBeNull();
    expect(touches(catalog, "no url", "GET")).toBeNull();
  });

  test("knows loopback ports apart", () => {
    expect(touches(catalog, "http://localhost:11434/api/chat", "POST")?.service).toBe("ollama");
    expect(touches(catalog, "http://localhost:3000/api/chat", "POST")?.service).toBe("generic-ollama");
  });

  test("knows hosts with a region in the middle", () => {
    const url = "https://bedrock-runtime.eu-west-1.amazonaws.com/model/x/converse";
    expect(touches(catalog, url, "POST")?.service).toBe("bedrock");
    expect(touches(catalog, "https://s3.eu-west-1.amazonaws.com/model/x", "POST")).toBeNull();
  });
});
