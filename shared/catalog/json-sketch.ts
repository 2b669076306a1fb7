import { plainKey } from "./plain-key.ts";

/** A value without what it says: the name of its type, its elements, or its members. */
export type Shape = string | readonly Shape[] | ReadonlyMap<string, Shape>;

/** Deepest nesting, most values, and most elements of one list that are told. */
const DEPTH_LIMIT = 6;
const NODE_LIMIT = 200;
/** How many of the values may be below the outermost ones, so that a long first member does not hide the others. */
const INNER_LIMIT = 150;
const ELEMENT_LIMIT = 20;
/** How many characters outside of strings are walked through. */
const STEP_LIMIT = 200_000;

/** What stands for all that was not looked at. */
const REST = "…";

export function isMap(shape: Shape): shape is ReadonlyMap<string, Shape> {
  return shape instanceof Map;
}

/**
 * The shape of a JSON text, as far as it can be read: a text that breaks off or turns out to be none ends there.
 * A text of its own reading, since it must give keys that nobody asked for, and stop early in bodies of any size.
 */
export function sketchText(text: string): Shape {
  return new Sketch(text).value(DEPTH_LIMIT);
}

/** One walk through one text, from left to right. */
class Sketch {
  readonly #text: string;
  #at = 0;
  #nodes = 0;
  #steps = 0;
  /** True once nothing more is read: the text is broken, or enough of it was seen. */
  #isOver = false;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Shape {
    const first = this.#next();
    this.#nodes += 1;
    if (this.#isOver) return REST;
    if (first === '"') {
      this.#string();
      return "string";
    }
    if (first !== "{" && first !== "[") return this.#scalar();
    if (depth === 0 || this.#isFull(depth)) {
      this.#leap();
      return first === "{" ? "object" : "array";
    }
    this.#at += 1;
    return first === "{" ? this.#object(depth) : this.#list(depth);
  }

  #object(depth: number): Shape {
    const members = new Map<string, Shape>();
    if (this.#closes("}")) return members;
    while (!this.#isOver) {
      if (this.#next() !== '"') break;
      const key = this.#string();
      if (this.#next() !== ":") break; // no key: a value must not be taken for one
      this.#at += 1;
      if (members.has(key) || this.#isFull(depth)) this.#leap();
      else members.set(key, this.value(depth - 1));
      if (!this.#goesOn("}")) return members;
    }
    this.#end();
    return members;
  }

  #list(depth: number): Shape {
    const elements: Shape[] = [];
    if (this.#closes("]")) return elements;
    while (!this.#isOver) {
      if (elements.length === ELEMENT_LIMIT || this.#isFull(depth)) this.#leap();
      else elements.push(this.value(depth - 1));
      if (!this.#goesOn("]")) break;
    }
    return alike(elements) ? elements.slice(0, 1) : elements;
  }

  #isFull(depth: number): boolean {
    return this.#nodes >= (depth === DEPTH_LIMIT ? NODE_LIMIT : INNER_LIMIT);
  }

  /** Past a string; gives it as a key may be told. */
  #string(): string {
    const from = this.#at + 1;
    let end = this.#text.indexOf('"', from);
    while (end >= 0 && isEscaped(this.#text, end, from)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) return this.#end();
    this.#at = end + 1;
    return plainKey(this.#text.slice(from, Math.min(end, from + 200)));
  }

  #scalar(): Shape {
    const word = /[\w.+-]{1,60}/y;
    word.lastIndex = this.#at;
    const [found = ""] = word.exec(this.#text) ?? [];
    this.#at += found.length;
    if (found === "true" || found === "false") return "boolean";
    if (found === "null") return "null";
    return /^[-+.\d]/.test(found) ? "number" : this.#end();
  }

  /** Past a value without a look at it. */
  #leap(): void {
    let open = 0;
    while (!this.#isOver) {
      const sign = this.#next();
      if (sign === '"') this.#string();
      else if (sign === "" || ((sign === "," || sign === ":") && open === 0)) return;
      else {
        if ((sign === "]" || sign === "}") && open === 0) return;
        open += sign === "{" || sign === "[" ? 1 : sign === "}" || sign === "]" ? -1 : 0;
        this.#at += 1;
      }
      if (open === 0 && (sign === '"' || sign === "]" || sign === "}")) return;
    }
  }

  /** True behind a comma; false at the end of what is open, or of all. */
  #goesOn(close: string): boolean {
    const sign = this.#next();
    if (sign !== "," && sign !== close) this.#end();
    this.#at += 1;
    return sign === "," && !this.#isOver;
  }

  #closes(close: string): boolean {
    if (this.#next() !== close) return false;
    this.#at += 1;
    return true;
  }

  /** The next sign that is no space; empty at the end. */
  #next(): string {
    while (/\s/.test(this.#text.charAt(this.#at))) {
      this.#at += 1;
      this.#steps += 1;
    }
    this.#steps += 1;
    if (this.#at >= this.#text.length || this.#steps > STEP_LIMIT) this.#end();
    return this.#isOver ? "" : this.#text.charAt(this.#at);
  }

  #end(): string {
    this.#isOver = true;
    return REST;
  }
}

function alike(elements: readonly Shape[]): boolean {
  const [first, ...others] = elements.map(written);
  return others.every((other) => other === first);
}

function written(shape: Shape): string {
  if (typeof shape === "string") return shape;
  return isMap(shape)
    ? `{${Array.from(shape, ([key, value]) => `${key}:${written(value)}`).join()}}`
    : `[${shape.map(written).join()}]`;
}

function isEscaped(text: string, at: number, from: number): boolean {
  let i = at - 1;
  while (i >= from && text.charCodeAt(i) === 92) i -= 1;
  return (at - i) % 2 === 0;
}
