/** One entry of a `_locales` file. */
export interface LocaleEntry {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

/** The browser that a screen is shown in. */
export interface FakeWorld {
  readonly locale: string;
  readonly messages: Readonly<Record<string, LocaleEntry>>;
  /** What the worker pushes on each port as soon as it is opened. */
  readonly pushes: Readonly<Record<string, unknown>>;
  /** Records about the person that the worker gets from the agent, the newest first; left out: nobody answers. */
  readonly records?: readonly { readonly sequence: number; readonly event: object }[];
}

/** Where a test plays the worker. */
interface FakeWorker {
  /** Sends a message to the content script. */
  send(message: unknown): void;
  /** Pushes a state on each open port of this name. */
  push(port: string, state: unknown): void;
  /** Ends all open ports, as the browser does with a worker that idles. */
  die(): void;
  /** Names of the ports that were opened, in order. */
  readonly opened: readonly string[];
  /** Messages that screens sent to the worker, in order. */
  readonly heard: readonly unknown[];
}

declare global {
  var fakeWorker: FakeWorker;
}

/**
 * Puts a `browser` with words, ports and messages into this realm, and the test's side of it into `fakeWorker`.
 * Self-contained: its text is also run in pages.
 */
export function installFakeBrowser(world: FakeWorld): void {
  type Listener = (value: unknown) => void;
  interface FakePort {
    readonly name: string;
    readonly take: Set<Listener>;
    readonly end: Set<Listener>;
  }
  const ports = new Set<FakePort>();
  const opened: string[] = [];
  const heard: unknown[] = [];
  const listeners = new Set<Listener>();
  const getMessage = (key: string, values: readonly string[]): string => {
    const entry = world.messages[key];
    if (entry === undefined) throw new Error(`There are no words for ${key}.`);
    return entry.message.replaceAll(/\$(\w+)\$/g, (_, name: string) => {
      const position = entry.placeholders?.[name.toLowerCase()]?.content.slice(1);
      if (position === undefined) throw new Error(`${key} has no placeholder ${name}.`);
      const value = values[Number(position) - 1];
      if (value === undefined) throw new Error(`${key} was not given ${name}.`);
      return value;
    });
  };
  const recordsFor = ({ n, before, limit }: { n: number; before: number | null; limit: number }) => {
    if (world.records === undefined) return null;
    const older = world.records.filter(({ sequence }) => before === null || sequence < before);
    return {
      type: "mine",
      n,
      events: older.slice(0, limit),
      more: older.length > limit,
      total: before === null ? world.records.length : null,
      keeping: { days: 400, permitsDays: 30, sealedDays: null, receivers: ["siem.example.com", null] },
      problem: null,
    };
  };
  const connect = ({ name }: { name: string }): object => {
    const port: FakePort = { name, take: new Set(), end: new Set() };
    ports.add(port);
    opened.push(name);
    queueMicrotask(() => {
      if (name in world.pushes) for (const listener of port.take) listener(world.pushes[name]);
    });
    return {
      onMessage: { addListener: (listener: Listener) => port.take.add(listener) },
      onDisconnect: { addListener: (listener: Listener) => port.end.add(listener) },
      postMessage: (message: unknown) => {
        heard.push(message);
        const answer = recordsFor(message as { n: number; before: number | null; limit: number });
        if (answer !== null) queueMicrotask(() => port.take.forEach((listener) => listener(answer)));
      },
    };
  };
  const browser = {
    runtime: {
      id: "lanyard-under-test",
      connect,
      onMessage: { addListener: (listener: Listener) => listeners.add(listener) },
      sendMessage: (message: unknown) => {
        heard.push(message);
        return Promise.resolve();
      },
    },
    i18n: { getMessage, getUILanguage: () => world.locale },
  };
  Object.defineProperty(globalThis, "browser", { value: browser, configurable: true, writable: true });
  globalThis.fakeWorker = {
    opened,
    heard,
    send(message) {
      for (const listener of listeners) listener(message);
    },
    push(name, state) {
      for (const port of ports) if (port.name === name) for (const listener of port.take) listener(state);
    },
    die() {
      const dying = [...ports];
      ports.clear();
      for (const port of dying) for (const listener of port.end) listener(port);
    },
  };
}
