import type { NameMap } from "../../schema/recognizer.ts";
import type { Catalog } from "../catalog-index.ts";
import { isTree } from "../codec/decoded.ts";
import { decodeJson } from "../codec/json.ts";
import { modelsOf } from "../models-of-call.ts";
import { rewritten } from "../rewriting.ts";
import { valuesInPage } from "./page-values.ts";
import { candidatesFor, type RepliedTo } from "./reader.ts";

/** Most of a list of models that is read, in characters; the longest seen is a page of LMArena's. */
const LIST_LIMIT = 2 * 1024 * 1024;
/** Most entries of one list (LMArena's had 1,066), and longest id or name, in characters. */
const ENTRY_LIMIT = 2_000;
const NAME_LIMIT = 512;

/** What the page may call its model ids: the models that each may be. */
export type ToldNames = ReadonlyMap<string, readonly string[]>;

/** Reads a list by which a service tells its own page what its model ids mean; null where the call is for none. */
export function openNames(catalog: Catalog, call: RepliedTo): NamesReader | null {
  const found = candidatesFor(catalog, call);
  const recognizer = found[0]?.recognizer;
  const maps = found.flatMap(({ endpoint }) => endpoint.maps ?? []);
  if (recognizer === undefined || maps.length === 0) return null;
  return new NamesReader(maps, (name) => {
    const { model, mayBe } = modelsOf([name], recognizer, catalog.tables);
    return model === null ? (mayBe ?? []) : [model];
  });
}

/** Gathers one list, and tells at its end what is in it. */
export class NamesReader {
  readonly #maps: readonly NameMap[];
  readonly #modelsOf: (name: string) => readonly string[];
  readonly #decoder = new TextDecoder();
  #text = "";
  #tooLong = false;

  constructor(maps: readonly NameMap[], meaning: (name: string) => readonly string[]) {
    this.#maps = maps;
    this.#modelsOf = meaning;
  }

  /** What stands before the lists that a page holds in its scripts; empty where a reply of JSON is the list. */
  get pageKeys(): readonly string[] {
    return this.#maps.flatMap(({ at }) => {
      const [part, key = ""] = at.split("/");
      return part === "html" ? [key] : [];
    });
  }

  take(piece: Uint8Array | string): void {
    if (this.#tooLong) return;
    this.#text += typeof piece === "string" ? piece : this.#decoder.decode(piece, { stream: true });
    if (this.#text.length <= LIST_LIMIT) return;
    this.#tooLong = true;
    this.#text = "";
  }

  /** What is told so far, and at the end; the text is let go. */
  end(): ToldNames {
    const told = this.told();
    this.#text = "";
    return told;
  }

  /** Ids whose names mean models that the catalog knows, as far as the list has come. Never throws. */
  told(): ToldNames {
    const told = new Map<string, readonly string[]>();
    for (const { at, key, names } of this.#maps) {
      for (const entry of entriesOf(this.#text, at).slice(0, ENTRY_LIMIT)) {
        const [id] = textsAt(entry, key);
        const models = this.#firstKnown(names.flatMap((name) => textsAt(entry, name)));
        if (id !== undefined && models.length > 0)
          told.set(id, [...new Set([...(told.get(id) ?? []), ...models])]);
      }
    }
    return told;
  }

  #firstKnown(names: readonly string[]): readonly string[] {
    const spelled = names.flatMap((name) => [name, name.trim().replaceAll(/\s+/g, "-")]);
    return spelled.map(this.#modelsOf).find((models) => models.length > 0) ?? [];
  }
}

/** Entries of the list that stands at a place of a reply, whole or one JSON value a line, or of a page's text. */
function entriesOf(text: string, at: string): readonly unknown[] {
  const [part, ...steps] = at.split("/");
  const roots = part === "html" ? valuesInPage(text, steps.shift() ?? "") : inBody(text);
  return steps.reduce((values, step) => values.flatMap((value) => under(value, step)), roots);
}

function inBody(text: string): readonly unknown[] {
  const whole = decodeJson(text);
  if (whole.sound) return [whole.root];
  const lines = text.split("\n").filter((line) => /^\s*[[{]/.test(line));
  return lines
    .map((line) => decodeJson(line))
    .filter(({ sound }) => sound)
    .map(({ root }) => root);
}

function under(value: unknown, step: string): readonly unknown[] {
  const leaf = isTree(value) ? value.leaf() : value;
  if (step === "$json") return typeof leaf === "string" ? [decodeJson(leaf).root] : [];
  if (step.startsWith("$")) return rewritten(leaf, step);
  return isTree(leaf) ? (leaf.step(step) ?? []) : [];
}

function textsAt(entry: unknown, place: string): readonly string[] {
  const values = place
    .split("/")
    .reduce<readonly unknown[]>((all, step) => all.flatMap((one) => under(one, step)), [entry]);
  return values
    .map((value) => (isTree(value) ? value.leaf() : value))
    .filter((value) => typeof value === "string" || typeof value === "number")
    .map(String)
    .filter((text) => text !== "" && text.length <= NAME_LIMIT);
}
