import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ANSWER_LIMIT } from "./answer-form.ts";

const NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json$/;
/** Files that are looked at in one folder. */
const MOST = 10_000;

/** The answers that lie in a folder, read again only where they changed. */
export class AnswersFolder {
  readonly #known = new Map<string, { readonly mark: string; readonly text: string }>();

  /** The texts by the ids of their requests; none where there is no folder. */
  async read(folder: string): Promise<ReadonlyMap<string, string>> {
    const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name)).sort();
    const texts = new Map<string, string>();
    for (const name of names.slice(0, MOST)) {
      const text = await this.#text(join(folder, name));
      if (text !== null) texts.set(name.slice(0, -".json".length), text);
    }
    return texts;
  }

  async #text(file: string): Promise<string | null> {
    try {
      const { size, mtimeMs, ino } = await stat(file);
      if (size > ANSWER_LIMIT) return null;
      const mark = `${ino} ${size} ${mtimeMs}`;
      const known = this.#known.get(file);
      if (known?.mark === mark) return known.text;
      const text = await readFile(file, "utf8");
      this.#known.set(file, { mark, text });
      return text;
    } catch {
      // It was taken away meanwhile: then there is none.
      return null;
    }
  }
}
