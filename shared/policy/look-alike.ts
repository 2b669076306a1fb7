interface Script {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Where letters come from that pass for Latin ones, or for nothing at all. */
const SCRIPTS: readonly Script[] = [
  { name: "an invisible character", from: 0x200b, to: 0x200f },
  { name: "an invisible character", from: 0x202a, to: 0x202e },
  { name: "an invisible character", from: 0x2060, to: 0x2064 },
  { name: "an invisible character", from: 0xfeff, to: 0xfeff },
  { name: "an invisible character", from: 0x00ad, to: 0x00ad },
  { name: "a Greek letter", from: 0x0370, to: 0x03ff },
  { name: "a Cyrillic letter", from: 0x0400, to: 0x052f },
  { name: "an Armenian letter", from: 0x0530, to: 0x058f },
  { name: "a full-width character", from: 0xff01, to: 0xff5e },
  { name: "a dash that is no hyphen", from: 0x2010, to: 0x2015 },
  { name: "a mathematical letter", from: 0x1d400, to: 0x1d7ff },
];

/** Letters of other scripts (Cyrillic, Armenian, Greek) and dashes, with the plain characters that they look like. */
const LOOKS_LIKE: readonly (readonly [string, string])[] = [
  ["\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u0501\u04BB", "aeopcyxsijdh"],
  ["\u0578\u03B1\u03BF\u03C1\u03BD\u03B9\u03BA\u03C4\u03C5", "naopviktu"],
  ["\u2010\u2011\u2013\u2014", "----"],
];

const LATIN: ReadonlyMap<string, string> = new Map(
  LOOKS_LIKE.flatMap(([letters, plain]) =>
    Array.from(letters, (letter, at) => [letter, plain[at] ?? ""] as const),
  ),
);

/** What stands in a model id that only looks like one: the character, and the id in plain letters where it is clear. */
export interface LookAlike {
  /** "a Cyrillic letter (U+0430)". */
  readonly what: string;
  readonly meant: string | null;
}

/** The first character of a model id that is not ASCII; null where there is none. Such an id meets no call. */
export function lookAlike(id: string): LookAlike | null {
  const character = Array.from(id.slice(0, 1_000)).find((one) => one > "~");
  const code = character?.codePointAt(0);
  if (code === undefined) return null;
  const script = SCRIPTS.find(({ from, to }) => from <= code && code <= to)?.name ?? "not a plain letter";
  const point = code.toString(16).toUpperCase().padStart(4, "0");
  return { what: `${script} (U+${point})`, meant: inPlain(id.slice(0, 1_000)) };
}

function inPlain(id: string): string | null {
  const letters = Array.from(id.normalize("NFKC"), (one) =>
    isInvisible(one) ? "" : (LATIN.get(one) ?? one),
  );
  return letters.every((one) => one <= "~") ? letters.join("") : null;
}

function isInvisible(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return SCRIPTS.some(({ name, from, to }) => name.startsWith("an invisible") && from <= code && code <= to);
}
