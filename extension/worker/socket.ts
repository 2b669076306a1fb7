import type { ReplyReader } from "../../shared/catalog/reply/reader.ts";
import type { FirstWord } from "./first-word.ts";
import type { Origin } from "./network.ts";
import type { PageFrame } from "./page-frame.ts";
import type { Line } from "./socket-judgement.ts";

/** One socket or data channel of a page. */
export interface Socket {
  readonly page: PageFrame;
  readonly s: number;
  /** As the browser's events would show it. */
  url: string;
  line: Line;
  /** Under which its handshake was expected when it was announced. */
  readonly nonce: string | null;
  readonly firstWord: FirstWord;
  /** The decision that was recorded last, and the id of its record. */
  recorded: string;
  record: string | null;
  /** Reads what comes in, as long as that can tell something. */
  reader: ReplyReader | null;
}

/** Where it comes from, as a network event would tell it. */
export function originOf({ page, url }: Socket): Origin {
  return { requestId: "", tabId: page.tab, frameId: page.frame, type: "websocket", url };
}
