import { beforeEach, expect, test } from "vitest";
import { until } from "../until.ts";
import type { DrivenPage, DrivenWorld } from "./driven.ts";

/*
 * A call over WebRTC as pages make it to OpenAI: the offer goes to the service, and what is said goes over the data
 * channel `oai-events`. The other end is a page that no hook looks at: it answers the offer as the service got it.
 */

const CALLS = "https://api.openai.com/v1/realtime/calls";
const CALL = { host: "api.openai.com", method: "POST", path: "/v1/realtime/calls" };

/** Runs in the page: begins a call; the offer goes to the service. False where that fails. */
async function begin({ url, session }: { url: string; session: string | null }): Promise<boolean> {
  const peer = new RTCPeerConnection();
  const channel = peer.createDataChannel("oai-events");
  window.call = { peer, channel, came: [] };
  channel.addEventListener("message", ({ data }) => window.call.came.push(String(data)));
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== "complete")
    await new Promise((resolve) => peer.addEventListener("icegatheringstatechange", resolve, { once: true }));
  const sdp = peer.localDescription?.sdp ?? "";
  const form = new FormData();
  form.set("sdp", sdp);
  if (session !== null) form.set("session", session);
  const sent =
    session === null ? { headers: { "content-type": "application/sdp" }, body: sdp } : { body: form };
  return fetch(url, { method: "POST", ...sent }).then(
    ({ status }) => status === 201,
    () => false,
  );
}

/** Runs at the service: answers an offer, and each message by its number. */
async function answer(sdp: string): Promise<string> {
  const peer = new RTCPeerConnection();
  const came: string[] = [];
  peer.addEventListener("datachannel", ({ channel }) => {
    window.call = { peer, channel, came };
    channel.addEventListener("message", ({ data }) => {
      came.push(typeof data === "string" ? data : "bytes");
      channel.send(JSON.stringify({ type: "response.done", n: came.length }));
    });
  });
  await peer.setRemoteDescription({ type: "offer", sdp });
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== "complete")
    await new Promise((resolve) => peer.addEventListener("icegatheringstatechange", resolve, { once: true }));
  return peer.localDescription?.sdp ?? "";
}

/** Runs in the page: takes the service's answer, and waits for the channel. */
async function joinCall(sdp: string): Promise<string> {
  const { peer, channel } = window.call;
  await peer.setRemoteDescription({ type: "answer", sdp });
  if (channel.readyState !== "open")
    await new Promise((resolve) => channel.addEventListener("open", resolve, { once: true }));
  return channel.readyState;
}

const hello = { type: "response.create", response: { instructions: "Say hello to me." } };
const toSol = { type: "session.update", session: { type: "realtime", model: "gpt-5.6-sol" } };
const item = (n: number): object => ({ type: "conversation.item.create", event_id: String(n) });

/** What is shown of data channels; the world's browser must find itself by WebRTC. */
export function showDataChannels(world: () => DrivenWorld): void {
  let page: DrivenPage;
  let service: DrivenPage;

  beforeEach(async () => {
    world().fakes.forget();
    page = await world().newPage("https://chatgpt.com/");
    service = await world().newPage("https://intranet.example/");
  });

  /** The offer as the service got it: alone, or as a field of a form. */
  async function offerToService(): Promise<string> {
    const { text } = await world().fakes.waitFor(CALL);
    const [, field = text] = /name="sdp"\r\n\r\n([^]*?\r\n)\r\n--/.exec(text) ?? [];
    return field;
  }

  /** Lets the other end answer this offer, so that a channel opens whatever became of the call. */
  async function connect(offer: string): Promise<void> {
    expect(await page.evaluate(joinCall, await service.evaluate(answer, offer))).toBe("open");
  }

  const say = (...frames: readonly object[]): Promise<void> =>
    page.evaluate(
      (texts) => texts.forEach((text) => window.call.channel.send(text)),
      frames.map((frame) => JSON.stringify(frame)),
    );

  const arrived = async (): Promise<unknown[]> =>
    (await service.evaluate(() => window.call.came, null)).map((text) => JSON.parse(text) as unknown);

  const decisions = async () => (await world().agent.journal()).filter(({ kind }) => kind === "decision");

  /** Models of what was permitted, in order. */
  const permitted = async () =>
    (await decisions()).flatMap(({ effect, model = null }) => (effect === "permit" ? [model] : []));

  test.each([
    ["in its address", `${CALLS}?model=gpt-5.5`, null],
    ["in its session", CALLS, JSON.stringify({ type: "realtime", model: "gpt-5.5" })],
  ])(
    "a call that names an allowed model %s carries its frames in order, but none that switches to a forbidden one",
    async (_where, url, session) => {
      expect(await page.evaluate(begin, { url, session })).toBe(true);
      await connect(await offerToService());
      const items = Array.from({ length: 20 }, (_, n) => item(n));
      await say(...items, toSol, hello);
      await until("all but one arrived", async () => (await arrived()).length === 21);
      expect(await arrived()).toEqual([...items, hello]);
      await until("the answers came", () => page.evaluate(() => window.call.came.length === 21, null));
      await until("the last is recorded", async () => (await decisions()).at(-1)?.model === "openai/gpt-5.5");
      const wanted = { service: "openai-api", operation: "realtime" };
      expect((await decisions()).slice(-2)).toMatchObject([
        { ...wanted, effect: "deny", model: "openai/gpt-5.6-sol" },
        { ...wanted, effect: "permit", model: "openai/gpt-5.5" },
      ]);
      await until("the person is told", async () => (await page.closedText()).includes("GPT-5.6 Sol"));
    },
  );

  test("a channel belongs to the newest call of its tab that was permitted", async () => {
    for (const model of ["gpt-5.5", "gpt-5.4"]) {
      world().fakes.forget();
      expect(await page.evaluate(begin, { url: `${CALLS}?model=${model}`, session: null })).toBe(true);
      await connect(await offerToService());
      await say(hello);
      await until("it arrived", async () => (await arrived()).length === 1);
    }
    // One that is denied afterwards changes nothing.
    await page.evaluate(
      (url) => fetch(url, { method: "POST", body: "v=0" }).catch(() => null),
      `${CALLS}?model=gpt-5.6-sol`,
    );
    await say(hello);
    await until("it arrived", async () => (await arrived()).length === 2);
    await until("the call and what was said twice are recorded as of the newest", async () =>
      (await permitted()).slice(-3).every((model) => model === "openai/gpt-5.4"),
    );
  });

  test("a call that names a forbidden model never reaches the service, and a channel without a call carries nothing", async () => {
    expect(await page.evaluate(begin, { url: `${CALLS}?model=gpt-5.6-sol`, session: null })).toBe(false);
    expect(world().fakes.received(CALL)).toEqual([]);
    await connect(await page.evaluate(() => window.call.peer.localDescription?.sdp ?? "", null));
    await say(hello);
    await until("it is recorded", async () =>
      (await world().agent.journal()).some(
        ({ service: of, effect }) => of === "unknown" && effect === "deny",
      ),
    );
    expect(await arrived()).toEqual([]);
  });
}

declare global {
  interface Window {
    call: { peer: RTCPeerConnection; channel: RTCDataChannel; came: string[] };
  }
}
