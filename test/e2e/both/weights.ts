import { describe, expect, test } from "vitest";
import { until } from "../until.ts";
import type { DrivenWorld } from "./driven.ts";

/** Ways to a file of weights; each runs in a page of the company. */
const WAYS: Readonly<Record<string, (url: string) => void>> = {
  "a link": (url) => {
    location.href = url;
  },
  "a link that downloads": (url) => {
    const link = Object.assign(document.createElement("a"), { href: url, download: "model.bin" });
    document.body.append(link);
    link.click();
  },
  "a fetch": (url) => {
    void fetch(url).catch(() => null);
  },
  "a redirect": (url) => {
    location.href = `/lab/redirect?to=${encodeURIComponent(url)}`;
  },
};
const FILES: Readonly<Record<string, { readonly forbidden: string; readonly allowed: string }>> = {
  "Hugging Face": {
    forbidden: "https://huggingface.co/meta-llama/Llama-3.3-70B-Instruct/resolve/main/model.safetensors",
    allowed: "https://huggingface.co/google/gemma-2-2b-it/resolve/main/model.safetensors",
  },
  "any host": {
    forbidden: "https://files.example/models/Llama-3.2-3B-Instruct-Q4_K_M.gguf",
    allowed: "https://files.example/models/gemma-2-2b-it-Q4_K_M.gguf",
  },
};

/** What is shown of weights that a page fetches or leads to. */
export function showWeights(world: () => DrivenWorld): void {
  const decisions = async () => (await world().agent.journal()).filter(({ kind }) => kind === "decision");

  describe("weights", () => {
    const cases = Object.entries(FILES).flatMap(([from, urls]) =>
      Object.entries(WAYS).map(([how, go]) => [from, how, urls, go] as const),
    );
    test.each(cases)(
      "of %s by %s: forbidden ones are never asked for, allowed ones are",
      async (_from, _how, urls, go) => {
        for (const [effect, url] of [
          ["deny", urls.forbidden],
          ["permit", urls.allowed],
        ] as const) {
          const { hostname, pathname } = new URL(url);
          const before = (await decisions()).length;
          const page = await world().newPage("https://intranet.example/");
          await page.evaluate(go, url).catch(() => undefined); // a page that leaves has no answer
          await until("it is recorded", async () => (await decisions()).length > before);
          expect((await decisions()).at(-1)).toMatchObject({
            effect,
            operation: "weights_download",
            host: hostname,
          });
          const asked = () => world().fakes.received({ host: hostname, path: pathname });
          if (effect === "permit") await until("it is asked for", async () => asked().length > 0);
          else expect(asked()).toEqual([]);
          await page.close();
        }
      },
    );
  });
}
