import { type Behaviors, CLOSED, HERE, inWords, next, notes, outcome, pause, THERE } from "./behavior.ts";
import { BODIES } from "./bodies.ts";

/** Events of a source until its last message, or its error. */
async function events(url: string, init?: EventSourceInit): Promise<unknown> {
  return outcome(async () => {
    const source = new EventSource(url, init);
    const described = (event: Event): string =>
      event instanceof MessageEvent
        ? ` ${String(event.data)} ${event.lastEventId} ${event.origin}`
        : ` ${source.readyState}`;
    const seen = notes(source, ["open", "message", "named", "error"], described);
    const before = [
      source.readyState,
      source.url,
      source.withCredentials,
      Reflect.ownKeys(source).map(String),
    ];
    await next(source, "error");
    await pause(50);
    const after = source.readyState;
    source.close();
    return [before, seen, after, source.readyState];
  });
}

const SOURCES: Behaviors = {
  "events: a stream": () => events(`${HERE}/events`),
  "events: a stream of another origin": () => events(`${THERE}/events`),
  "events: with credentials": () => events(`${THERE}/events`, { withCredentials: true }),
  "events: not found": () => events(`${HERE}/status?code=404`),
  "events: forbidden": () => events(`${HERE}/status?code=403`),
  "events: another type": () => events(`${HERE}/json`),
  "events: an origin that lets nobody read": () => events(CLOSED),
  "events: nobody there": () => events("https://127.0.0.1:1/"),
  "events: an address that is none": () => events("https://"),
  "events: a relative address": () => events("lab/events"),
  "events: no address": () => outcome(() => Reflect.construct(EventSource, [])),
  "events: closed at once": () => {
    const source = new EventSource(`${HERE}/events`);
    source.close();
    return [source.readyState, source.url];
  },
  "events: a subclass": () => {
    class Own extends EventSource {}
    const source = new Own(`${HERE}/events`);
    source.close();
    return [source instanceof Own, source instanceof EventSource, source.constructor === Own];
  },
};

const beacon = (address: unknown, data?: BodyInit): unknown => {
  try {
    return navigator.sendBeacon(address as string, data);
  } catch (cause) {
    return inWords(cause);
  }
};

const BEACONS: Behaviors = {
  ...Object.fromEntries(
    Object.entries(BODIES).map(([name, make]) => [`beacon: ${name}`, () => beacon(`${HERE}/echo`, make())]),
  ),
  "beacon: no data": () => beacon(`${HERE}/echo`),
  "beacon: an address that is none": () => beacon("https://"),
  "beacon: an address that is none, with a Blob": () => beacon("https://", new Blob(["a"])),
  "beacon: a data address": () => beacon("data:,a", new Blob(["a"])),
  "beacon: too much": () => beacon(`${HERE}/echo`, "a".repeat(70_000)),
  "beacon: a Blob that is too much": () => beacon(`${HERE}/echo`, new Blob(["a".repeat(70_000)])),
  "beacon: a stream": () => beacon(`${HERE}/echo`, new ReadableStream()),
  "beacon: without arguments": () => outcome(() => Reflect.apply(navigator.sendBeacon, navigator, [])),
  "beacon: on another object": () => outcome(() => Reflect.apply(navigator.sendBeacon, {}, ["/"])),
  "beacon: an address that turns into text": () => {
    let turns = 0;
    const address = { toString: () => ((turns += 1), `${HERE}/echo`) };
    return [beacon(address, new Blob(["a"])), turns];
  },
};

/** Runs source in a worker and gives the first message back. */
async function inWorker(source: string, options?: WorkerOptions): Promise<unknown> {
  return outcome(async () => {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Worker(address, options);
    const { data } = (await Promise.race([
      next(worker, "message"),
      next(worker, "error"),
    ])) as MessageEvent<unknown>;
    worker.terminate();
    return data ?? "error";
  });
}

const CALL = `const ask = async (address) => { try { const reply = await fetch(address); return [reply.status, reply.type, await reply.text()]; } catch (cause) { return String(cause); } };`;

const WORKERS: Behaviors = {
  "worker: its location": () =>
    inWorker("postMessage([location.protocol, self.origin, self.name])", { name: "mine" }),
  "worker: a call": () => inWorker(`${CALL} ask("https://chatgpt.com/lab/json").then(postMessage)`),
  "worker: a call that fails": () => inWorker(`${CALL} ask("${CLOSED}").then(postMessage)`),
  "worker: a module": () =>
    inWorker(`${CALL} postMessage(await ask("https://chatgpt.com/lab/json"))`, { type: "module" }),
  "worker: a throw": () => inWorker("throw new Error('mine')"),
  "worker: its functions": () =>
    inWorker("postMessage([fetch.toString(), String(WebSocket), Object.keys(self).length])"),
  "worker: a socket": () =>
    inWorker(
      `const socket = new WebSocket("wss://chatgpt.com/lab/echo"); socket.onopen = () => socket.send("a"); socket.onmessage = ({ data }) => postMessage([data, socket.url]);`,
    ),
  "worker: an address that is none": () => outcome(() => new Worker("https://")),
  "worker: another origin": () => outcome(() => new Worker("https://api.openai.com/x.js")),
  "worker: a subclass": () => {
    class Own extends Worker {}
    const made = new Own("data:text/javascript,0");
    made.terminate();
    return [made instanceof Own, made instanceof Worker];
  },
  "worker: without new": () => outcome(() => Reflect.apply(Worker, undefined, ["/x.js"])),
  "worker: a shared one": () =>
    outcome(async () => {
      const source = `${CALL} onconnect = ({ ports }) => ask("https://chatgpt.com/lab/json").then((seen) => ports[0].postMessage(seen));`;
      const worker = new SharedWorker(URL.createObjectURL(new Blob([source])));
      worker.port.start();
      return ((await next(worker.port, "message")) as MessageEvent<unknown>).data;
    }),
};

async function channels(): Promise<[RTCDataChannel, RTCDataChannel, () => void]> {
  const [one, two] = [new RTCPeerConnection(), new RTCPeerConnection()];
  one.onicecandidate = ({ candidate }) => void (candidate && two.addIceCandidate(candidate));
  two.onicecandidate = ({ candidate }) => void (candidate && one.addIceCandidate(candidate));
  const channel = one.createDataChannel("talk");
  const other = next(two, "datachannel") as Promise<RTCDataChannelEvent>;
  await one.setLocalDescription(await one.createOffer());
  await two.setRemoteDescription(one.localDescription as RTCSessionDescription);
  await two.setLocalDescription(await two.createAnswer());
  await one.setRemoteDescription(two.localDescription as RTCSessionDescription);
  await next(channel, "open");
  return [channel, (await other).channel, () => (one.close(), two.close())];
}

const CHANNELS: Behaviors = {
  "channel: texts and bytes in order": () =>
    outcome(async () => {
      const [one, two, end] = await channels();
      const seen: string[] = [];
      two.binaryType = "arraybuffer";
      two.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        seen.push(typeof data === "string" ? data : `bytes ${(data as ArrayBuffer).byteLength}`);
      });
      for (const data of ["a", "b", "c"]) one.send(data);
      one.send(new Uint8Array([1, 2]));
      one.send("d");
      while (seen.length < 5) await pause(10);
      end();
      return seen;
    }),
  "channel: sent before it is open": () =>
    outcome(() => {
      const connection = new RTCPeerConnection();
      const channel = connection.createDataChannel("early");
      try {
        channel.send("a");
      } finally {
        connection.close();
      }
    }),
  "channel: nothing to send": () => outcome(() => Reflect.apply(RTCDataChannel.prototype.send, {}, [])),
  "channel: its properties": () => {
    const connection = new RTCPeerConnection();
    const { label, ordered, protocol, readyState, bufferedAmount } = connection.createDataChannel("named", {
      protocol: "p",
    });
    connection.close();
    return [label, ordered, protocol, readyState, bufferedAmount];
  },
};

/** What a page sees of event sources, beacons, workers and data channels. */
export const OTHERS: Behaviors = { ...SOURCES, ...BEACONS, ...WORKERS, ...CHANNELS };
