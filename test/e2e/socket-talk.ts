import type { FakeServices } from "../fake/server.ts";

/** What a page saw of a socket: each message that came, how it ended, and what its own properties said. */
export interface Talk {
  readonly opened: boolean;
  readonly messages: readonly string[];
  readonly ended: "closed" | "error" | null;
  readonly url: string;
}

/** A conversation as a test wants it. */
export interface Wish {
  readonly url: string;
  readonly frames: readonly unknown[];
  /** So many messages end it; so does the service. */
  readonly messages: number;
  /** Sends nothing before so many messages have come. */
  readonly after?: number;
}

/** A page of any browser, as far as sockets need it. */
interface TalkingPage {
  evaluate(run: typeof talkInPage, wish: Parameters<typeof talkInPage>[0]): Promise<Talk>;
}

/** Opens a socket in a page, sends these frames, and looks at it until so many messages came or it ended. */
export function talkOver(page: TalkingPage, { url, frames, messages, after = 0 }: Wish): Promise<Talk> {
  const texts = frames.map((frame) => (typeof frame === "string" ? frame : JSON.stringify(frame)));
  return page.evaluate(talkInPage, { url, texts, messages, after });
}

/** What the first socket to this host carried: JSON as what it says, records of SignalR and bytes as they are. */
export function framesTo(fakes: FakeServices, host: string): unknown[] {
  return (fakes.sockets(host)[0]?.frames ?? []).map((frame) => {
    const text = typeof frame === "string" ? frame : "bytes";
    return text.startsWith("{") && !text.endsWith("\u001e") ? (JSON.parse(text) as unknown) : text;
  });
}

/** Runs in the page. */
function talkInPage({
  url,
  texts,
  messages,
  after,
}: {
  url: string;
  texts: string[];
  messages: number;
  after: number;
}): Promise<Talk> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const seen: string[] = [];
    let opened = false;
    const end = (ended: "closed" | "error" | null): void => {
      resolve({ opened, messages: seen, ended, url: socket.url });
      socket.close();
    };
    const say = (): void => {
      for (const text of texts) socket.send(text);
    };
    socket.addEventListener("open", () => {
      opened = true;
      if (after === 0) say();
    });
    socket.addEventListener("message", ({ data }) => {
      const count = seen.push(String(data));
      if (count === after) say();
      if (count === messages) end(null);
    });
    socket.addEventListener("close", () => end("closed"));
    setTimeout(() => end(null), 3_000);
  });
}
