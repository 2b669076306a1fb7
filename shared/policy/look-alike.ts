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

/** Cyrillic and Greek letters with the Latin ones that they look like. */
const LATIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      а: "a",
      е: "e",
      о: "o",
      р: "p",
      с: "c",
      у: "y",
      х: "x",
      ѕ: "s",
      і: "i",
      ј: "j",
      ԁ: "d",
      һ: "h",
      ո: "n",
    },
    ...{
      α: "a",
      ο: "o",
      ρ: "p",
      ν: "v",
      ι: "i",
      κ: "k",
      τ: "t",
      υ: "u",
      "‐": "-",
      "‑": "-",
      "–": "-",
      "—": "-",
    },
  }),
);

/** What stands in a model id that only looks like one: the character, and the id in plain letters where it is clear. */
export interface LookAlike {
  /** "a Cyrillic letter (U+0430)". */
  readonly what: string;
  readonly meant: string | null;
}

/** The first character of a model id that is not ASCII; null where there is none. Such an id meets no call. */
export function lookAlike(id: string): LookAlike | null {
  const character = [...id.slice(0, 1_000)].find((one) => one > "~");
  const code = character?.codePointAt(0);
  if (code === undefined) return null;
  const script = SCRIPTS.find(({ from, to }) => from <= code && code <= to)?.name ?? "not a plain letter";
  const point = code.toString(16).toUpperCase().padStart(4, "0");
  return { what: `${script} (U+${point})`, meant: inPlain(id.slice(0, 1_000)) };
}

function inPlain(id: string): string | null {
  const letters = [...id.normalize("NFKC")].map((one) => (isInvisible(one) ? "" : (LATIN.get(one) ?? one)));
  const plain = letters.join("");
  return [...plain].every((one) => one <= "~") ? plain : null;
}

function isInvisible(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return SCRIPTS.some(({ name, from, to }) => name.startsWith("an invisible") && from <= code && code <= to);
}
