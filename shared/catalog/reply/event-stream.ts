import type { TextSink } from "./inner-text.ts";

/** What is told of server-sent events: data as it comes, and at the end of each event its name. */
export interface EventSink {
  readonly data: TextSink;
  readonly end: (name: string) => void;
}

/** Longest name of a field or of an event that is looked at, in characters. */
const NAME_LIMIT = 100;

/**
 * Takes server-sent events apart, by the rules of the HTML standard, and holds nothing of the data. Lines end in LF, CR or
 * both; several `data` lines of one event are told with a line break between them.
 */
export function eventStream({ data, end }: EventSink): TextSink {
  let name = "";
  let field = "";
  let part: "field" | "first" | "value" = "field";
  let hasData = false;
  let wasReturn = false;

  function value(text: string): void {
    if (text === "") return;
    const plain = part === "first" && text.startsWith(" ") ? text.slice(1) : text;
    part = "value";
    if (field === "data") data(plain);
    else if (field === "event") name = (name + plain).slice(0, NAME_LIMIT);
  }

  function startValue(): void {
    part = "first";
    if (field === "event") name = "";
    if (field === "data" && hasData) data("\n");
    hasData ||= field === "data";
  }

  function endLine(): void {
    if (part === "field" && field === "") {
      if (hasData) end(name === "" ? "message" : name);
      [name, hasData] = ["", false];
    }
    [field, part] = ["", "field"];
  }

  /** Reads one line's text that has no line break in it. */
  function line(text: string): void {
    if (text === "") return;
    if (part !== "field") return value(text);
    const colon = text.indexOf(":");
    field = (field + (colon < 0 ? text : text.slice(0, colon))).slice(0, NAME_LIMIT);
    if (colon < 0) return;
    if (field === "") field = ":"; // a comment is no empty line
    startValue();
    value(text.slice(colon + 1));
  }

  return (piece) => {
    let from = 0;
    for (let i = 0; i < piece.length; i += 1) {
      const sign = piece.charCodeAt(i);
      if (sign !== 10 && sign !== 13) {
        wasReturn = false;
        continue;
      }
      line(piece.slice(from, i));
      from = i + 1;
      if (!(sign === 10 && wasReturn)) endLine();
      wasReturn = sign === 13;
    }
    line(piece.slice(from));
  };
}
