import { text, type Answer } from "./answer.ts";
import type { Received } from "./received.ts";
import { piecesOf, sentenceAs } from "./sentence.ts";

/** Ids of the list in the page, by the name that it gives them. */
export const LMARENA_IDS = {
  "claude-opus-4-8": "0199c1d5-3b2b-7b29-be19-58f2a6fc86ba",
  "gpt-5.6-sol": "0199c2e4-f2cd-73d9-aa7a-952437fcaf1d",
} as const;

/** An id of a second list, behind another key, that calls it `gpt-5.6-sol` too. */
export const LMARENA_LATER = { key: "laterModels", id: "0199edd2-88be-76b8-9aaa-5fc6b9c53503" } as const;

/** At this path the list is followed by so much that the page is long in coming. */
export const LMARENA_LONG_PAGE = "/c/long";
const LONG = 400;

/** `GET /` and other pages: the list of models in what Next.js pushes, cut into three in the middle of names. */
export function lmarenaPage({ path }: Received): Answer {
  const after = path === LMARENA_LONG_PAGE ? LONG : 1;
  return {
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
    body: [
      "<!doctype html><html><head><title>Arena</title></head><body><main>Arena</main>",
      "<script>(self.__next_f=self.__next_f||[]).push([0])</script>",
      ...pushes(modelStore()),
      ...Array.from({ length: after }, () => push("9:[]\n")),
      "</body></html>",
    ],
  };
}

/** `POST /nextjs-api/stream/create-evaluation`: the pieces of one answer, a line each. */
export function lmarenaEvaluation({ text: body }: Received): Answer {
  const pieces = piecesOf(sentenceAs(body.includes("modelAId") ? "a model" : "any model"));
  const lines = pieces.map((piece) => `a0:${JSON.stringify(piece)}\n`);
  return { ...text("text/plain; charset=utf-8", ""), body: [...lines, 'ad:{"finishReason":"stop"}\n'] };
}

function modelStore(): string {
  const initialModels = Object.entries(LMARENA_IDS).map(([publicName, id]) => ({
    id,
    publicName,
    capabilities: { inputCapabilities: { text: true }, outputCapabilities: { text: true } },
  }));
  const later = [{ id: LMARENA_LATER.id, publicName: "gpt-5.6-sol" }];
  const props = { initialModels, initialModelAId: null, [LMARENA_LATER.key]: later, children: "$L21" };
  return `5:${JSON.stringify(["$", "$L20", null, props])}\n`;
}

function pushes(data: string): readonly string[] {
  const [first, second] = [data.indexOf("opus"), data.indexOf("5.6")];
  return [data.slice(0, first), data.slice(first, second), data.slice(second)].map(push);
}

function push(piece: string): string {
  return `<script>self.__next_f.push([1,${JSON.stringify(piece).replaceAll("<", "\\u003c")}])</script>`;
}
