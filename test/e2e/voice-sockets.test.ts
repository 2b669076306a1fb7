import type { Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { framesTo, talkOver } from "./socket-talk.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

/*
 * Sockets of labs that speak and listen: xAI, ElevenLabs and Deepgram. The policy permits their models, but for one of
 * each.
 */

const XAI = "wss://api.x.ai/v1/realtime";
const ELEVEN = "wss://api.elevenlabs.io/v1/text-to-speech/voice/stream-input";
const AGENT = "wss://agent.deepgram.com/v1/agent/converse";
const RULES = `rules:
  - id: voices
    permit: all
    models: ["xai/*", "elevenlabs/*", "deepgram/*"]
  - id: no-voice-of
    forbid: all
    models: [xai/grok-4, elevenlabs/eleven-v3]
    because: These models keep what they hear.
`;

let world: World;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  await world.changePolicy("rules:\n", RULES);
  await world.agent.start();
  const context = await world.launchReady("unpacked");
  page = await context.newPage();
  await page.goto("https://chatgpt.com/");
});
afterAll(() => world.close());
beforeEach(() => world.fakes.forget());

const says = (text: string): object => ({ type: "response.create", response: { instructions: text } });
const update = (session: object): object => ({ type: "session.update", session });

/** Waits for the journal to hold this decision. */
function recorded(wanted: {
  readonly service: string;
  readonly operation: string;
  readonly effect: "permit" | "deny";
  readonly model: string;
}): Promise<number> {
  const entries = Object.entries(wanted);
  return until(`the journal has ${JSON.stringify(wanted)}`, async () =>
    (await world.agent.journal()).some((row) =>
      entries.every(([name, value]) => Reflect.get(row, name) === value),
    ),
  );
}

describe("xAI's realtime socket", () => {
  const XAI_CALL = { service: "xai-api", operation: "realtime" } as const;

  test("whose address names an allowed model carries its frames unchanged; that of a forbidden one does not open", async () => {
    const frames = [update({ voice: "ara", instructions: "Be kind to all." }), says("Say hello to me.")];
    const seen = await talkOver(page, { url: `${XAI}?model=grok-voice-latest`, frames, messages: 3 });
    expect(seen).toMatchObject({ opened: true, ended: null });
    expect(framesTo(world.fakes, "api.x.ai")).toEqual(frames);
    await recorded({ ...XAI_CALL, effect: "permit", model: "xai/grok-voice" });

    world.fakes.forget();
    const refused = await talkOver(page, { url: `${XAI}?model=grok-4`, frames, messages: 3 });
    expect(refused).toMatchObject({ opened: false, ended: "closed" });
    expect(world.fakes.sockets()).toEqual([]);
    await recorded({ ...XAI_CALL, effect: "deny", model: "xai/grok-4" });
  });

  test("whose frames name the model loses the one that names a forbidden model, before or after an allowed one", async () => {
    const forbidden = [update({ model: "grok-4" }), says("Say it to nobody.")];
    await talkOver(page, { url: `${XAI}?served=grok-voice-latest`, frames: forbidden, messages: 3 });
    expect(framesTo(world.fakes, "api.x.ai")).not.toContainEqual(forbidden[0]);

    world.fakes.forget();
    const allowed = [update({ model: "grok-voice-latest" }), says("Say hello to me."), forbidden[0]];
    await talkOver(page, { url: XAI, frames: allowed, messages: 3 });
    expect(framesTo(world.fakes, "api.x.ai")).toEqual(allowed.slice(0, 2));
  });

  test("that names its model itself is spoken to as that model, and closed where that one is forbidden", async () => {
    const frames = [update({ instructions: "Be kind to all." }), says("Say hello to me.")];
    // Most pages speak as soon as the socket is open, some when the service has spoken.
    for (const after of [0, 1]) {
      world.fakes.forget();
      const url = `${XAI}?served=grok-voice-latest`;
      const seen = await talkOver(page, { url, frames, messages: 3, after });
      expect(seen.messages).toHaveLength(3);
      expect(framesTo(world.fakes, "api.x.ai")).toEqual(frames);

      world.fakes.forget();
      const cut = await talkOver(page, { url: `${XAI}?served=grok-4`, frames, messages: 3, after });
      expect(cut.ended).toBe("closed");
      expect(framesTo(world.fakes, "api.x.ai")).toEqual([]);
    }
  });
});

test("ElevenLabs' speech: frames of an allowed voice model arrive unchanged, a forbidden one's socket does not open", async () => {
  const frames = [
    { text: " ", voice_settings: { stability: 0.5 } },
    { text: "Read this to me. " },
    { text: "" },
  ];
  const call = { service: "elevenlabs", operation: "audio" } as const;
  await talkOver(page, { url: `${ELEVEN}?model_id=eleven_turbo_v2_5`, frames, messages: 3 });
  expect(framesTo(world.fakes, "api.elevenlabs.io")).toEqual(frames);
  await recorded({ ...call, effect: "permit", model: "elevenlabs/eleven-turbo-v2.5" });

  world.fakes.forget();
  const refused = await talkOver(page, { url: `${ELEVEN}?model_id=eleven_v3`, frames, messages: 3 });
  expect(refused).toMatchObject({ opened: false, ended: "closed" });
  expect(world.fakes.sockets()).toEqual([]);
  await recorded({ ...call, effect: "deny", model: "elevenlabs/eleven-v3" });
});

/** A part of Deepgram's settings. */
const thinking = (model: string): object => ({
  provider: { type: "open_ai", model },
  prompt: "Be kind to all.",
});

const settings = (model: string): object => ({
  type: "Settings",
  agent: {
    listen: { provider: { type: "deepgram", model: "nova-3" } },
    think: thinking(model),
    speak: { provider: { type: "deepgram", model: "aura-2-thalia-en" } },
  },
});

describe("Deepgram's agent, which other labs' models think for", () => {
  const said = { type: "InjectUserMessage", content: "Say hello to me." };
  const call = {
    service: "deepgram",
    operation: "realtime",
    effect: "deny",
    model: "openai/gpt-5.6-sol",
  } as const;

  test("gets its settings with allowed models and what is said then, and none that name a forbidden one", async () => {
    const seen = await talkOver(page, { url: AGENT, frames: [settings("gpt-5.5"), said], messages: 2 });
    expect(seen.messages).toHaveLength(2);
    expect(framesTo(world.fakes, "agent.deepgram.com")).toEqual([settings("gpt-5.5"), said]);

    world.fakes.forget();
    await talkOver(page, { url: AGENT, frames: [settings("gpt-5.6-sol"), said], messages: 1 });
    expect(framesTo(world.fakes, "agent.deepgram.com")).toEqual([]);
  });

  test("does not get the frame that lets a forbidden model think on", async () => {
    const later = { type: "UpdateThink", think: thinking("gpt-5.6-sol") };
    await talkOver(page, { url: AGENT, frames: [settings("gpt-5.5"), later, said], messages: 2 });
    expect(framesTo(world.fakes, "agent.deepgram.com")).toEqual([settings("gpt-5.5"), said]);
    await recorded(call);
  });
});
