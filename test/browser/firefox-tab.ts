import { type Bidi, BidiError } from "./bidi.ts";

interface Evaluated {
  readonly type: "success" | "exception";
  readonly result?: { readonly type: string; readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string };
}

/** A node as BiDi tells of it. */
interface SeenNode {
  readonly value?: {
    readonly nodeValue?: string;
    readonly mode?: "open" | "closed";
    readonly children?: readonly SeenNode[];
    readonly shadowRoot?: SeenNode | null;
  };
}

/** The keys that WebDriver has its own letters for. */
const KEYS: Readonly<Record<string, string>> = { Tab: "\uE004", Enter: "\uE007", Escape: "\uE00C" };

/** One tab of Firefox, or a window of the browser's own, in which code runs. Arguments and results travel as JSON. */
export class FirefoxTab {
  readonly id: string;
  readonly #bidi: Bidi;

  constructor(bidi: Bidi, id: string) {
    this.#bidi = bidi;
    this.id = id;
  }

  /** Opens an address and waits until it has loaded; rejects where the browser, or we, turned it away. */
  async goto(url: string): Promise<void> {
    await this.#bidi.send("browsingContext.navigate", { context: this.id, url, wait: "complete" });
  }

  /** As `goto`, for addresses that may end elsewhere: what the browser says of the way there is not asked. */
  async set(url: string): Promise<void> {
    await this.#bidi
      .send("browsingContext.navigate", { context: this.id, url, wait: "none" })
      .catch((cause: unknown) => {
        if (!(cause instanceof BidiError)) throw cause;
      });
  }

  /** Runs a function in the page. */
  async evaluate<A, R>(run: (argument: A) => R | Promise<R>, argument: A): Promise<R> {
    return (await this.evaluateText(String(run), argument)) as R;
  }

  /** Runs a function that is given as text; it may use what only the page's realm has. */
  async evaluateText(functionText: string, argument: unknown = null): Promise<unknown> {
    const evaluated = (await this.#bidi.send("script.callFunction", {
      functionDeclaration: `async (json) => JSON.stringify((await (${functionText})(JSON.parse(json))) ?? null)`,
      arguments: [{ type: "string", value: JSON.stringify(argument) }],
      target: { context: this.id },
      awaitPromise: true,
      userActivation: true,
    })) as Evaluated;
    if (evaluated.type === "exception") throw new Error(evaluated.exceptionDetails?.text);
    return JSON.parse(String(evaluated.result?.value));
  }

  /** Runs a script; gives its last expression where that is a text, a number or the promise of one. */
  async evaluateScript(expression: string): Promise<unknown> {
    const target = { context: this.id };
    const ran = await this.#bidi.send("script.evaluate", { expression, target, awaitPromise: true });
    return (ran as Evaluated).result?.value;
  }

  /** Chooses a file of the disk in the input that the selector finds. */
  async choose(selector: string, file: string): Promise<void> {
    const locator = { type: "css", value: selector };
    const found = await this.#bidi.send("browsingContext.locateNodes", { context: this.id, locator });
    const [element] = (found as { nodes: readonly { sharedId: string }[] }).nodes;
    await this.#bidi.send("input.setFiles", { context: this.id, element, files: [file] });
  }

  /** The address shown; empty in the moment between two pages. */
  async url(): Promise<string> {
    return this.evaluate(() => location.href, null).catch(() => "");
  }

  /** Address and how far it has loaded (`complete`). */
  async state(): Promise<string> {
    return this.evaluate(() => `${location.href} ${document.readyState}`, null).catch(() => "");
  }

  /** All text that is shown; empty in the moment between two pages. */
  async text(): Promise<string> {
    return this.evaluate(() => document.body.innerText, null).catch(() => "");
  }

  /** The text in the closed shadow roots of the page, which no script of the page can reach. */
  async closedText(): Promise<string> {
    const { result } = (await this.#bidi.send("script.evaluate", {
      expression: "document.documentElement",
      target: { context: this.id },
      awaitPromise: false,
      serializationOptions: { maxDomDepth: null, includeShadowTree: "all" },
    })) as { result: SeenNode };
    return closedRootsOf(result).map(textOf).join(" ");
  }

  /** Presses a key, named as in `KeyboardEvent.key`, as a person does; the tab is in front then. */
  async press(key: string): Promise<void> {
    await this.#bidi.send("browsingContext.activate", { context: this.id });
    await this.type(KEYS[key] ?? key);
  }

  /** Types a text, letter by letter, as a person does. */
  async type(text: string): Promise<void> {
    const actions = Array.from(text).flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.#bidi.send("input.performActions", {
      context: this.id,
      actions: [{ type: "key", id: "keyboard", actions }],
    });
  }

  /** A picture of what is shown, PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = (await this.#bidi.send("browsingContext.captureScreenshot", { context: this.id })) as {
      data: string;
    };
    return Buffer.from(data, "base64");
  }

  async close(): Promise<void> {
    await this.#bidi.send("browsingContext.close", { context: this.id });
  }
}

function closedRootsOf({ value }: SeenNode): SeenNode[] {
  const root = value?.shadowRoot ?? null;
  const own = root?.value?.mode === "closed" ? [root] : [];
  return [...own, ...(value?.children ?? []).flatMap(closedRootsOf)];
}

function textOf({ value }: SeenNode): string {
  return [value?.nodeValue ?? "", ...(value?.children ?? []).map(textOf)]
    .filter((text) => text.trim() !== "")
    .join(" ");
}
