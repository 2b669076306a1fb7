import { gzipSync } from "node:zlib";
import { bytesOf } from "./call-of.ts";
import { joined } from "./packing.ts";
import { oneOf } from "./seeds.ts";

type Random = () => number;

/** What the text of a body says: where its model stands, and an object with another model in the same place. */
export interface Told {
  /** The body in JSON with the model that some service would read. */
  readonly honest: string;
  /** The member that names it: `"model":"gpt-5.5"`. */
  readonly member: string;
  /** The same member with a model that nobody minds. */
  readonly decoy: string;
}

type Lie = (told: Told, random: Random) => Uint8Array;

/** Puts something at the beginning of the outermost object. */
function first({ honest }: Told, members: string): string {
  return honest.replace("{", `{${members},`);
}

function last({ honest }: Told, members: string): string {
  return `${honest.slice(0, honest.lastIndexOf("}"))},${members}}`;
}

function keyAs(member: string, spell: (key: string) => string): string {
  return member.replace(/^"([^"]+)"/, (_, key: string) => `"${spell(key)}"`);
}

/** Bodies that one reader takes otherwise than another, or that are not what they say they are. */
export const LIES: Readonly<Record<string, Lie>> = {
  "a key twice": (told, random) => bytesOf(oneOf(random, [first, last])(told, told.decoy)),
  "a key twice, in another case": (told, random) =>
    bytesOf(
      oneOf(random, [first, last])(
        told,
        keyAs(told.decoy, (key) => key.toUpperCase()),
      ),
    ),
  "the true key in another case": (told) =>
    bytesOf(
      last(
        { ...told, honest: told.honest.replace(told.member, told.decoy) },
        keyAs(told.member, (key) => key.toUpperCase()),
      ),
    ),
  "the true key with a zero": (told) =>
    bytesOf(
      last(
        { ...told, honest: told.honest.replace(told.member, told.decoy) },
        keyAs(told.member, (key) => `${key}\\u0000x`),
      ),
    ),
  "the true key escaped": (told) =>
    bytesOf(
      first(
        { ...told, honest: told.honest.replace(told.member, told.decoy) },
        keyAs(told.member, (key) =>
          key.replace(/^./, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
        ),
      ),
    ),
  "the true key overlong": (told) => {
    const [before = "", after = ""] = last(
      { ...told, honest: told.honest.replace(told.member, told.decoy) },
      told.member.replace(/^"./, '"\u0001'),
    ).split("\u0001");
    const letter = told.member.charCodeAt(1);
    return joined(
      bytesOf(before),
      new Uint8Array([0xc0 | (letter >> 6), 0x80 | (letter & 63)]),
      bytesOf(after),
    );
  },
  "a comment": (told, random) =>
    bytesOf(
      oneOf(random, [
        first(told, `/*${told.decoy}*/"x":1`),
        first(told, `//${told.decoy}\n"x":1`),
        first(told, `/*/${told.decoy},/*/"x":1`),
      ]),
    ),
  "single quotes": (told) => bytesOf(last(told, told.decoy.replaceAll('"', "'"))),
  "a comma too many": (told) => bytesOf(last(told, `${told.decoy},`)),
  NaN: (told) => bytesOf(first(told, `"x":NaN,"y":0x1f,${told.decoy}`)),
  "two documents": (told, random) => {
    const other = told.honest.replace(told.member, told.decoy);
    return bytesOf(
      oneOf(random, [`${other}${told.honest}`, `${other}\n${told.honest}`, `${other}\u0000${told.honest}`]),
    );
  },
  "a mark in the middle": (told) =>
    bytesOf(told.honest.replace(told.member, `${told.decoy},\ufeff${told.member}`)),
  "half a character": (told) => bytesOf(first(told, `"x":"\\ud800","\\udfff":1`)),
  "half a character in bytes": (told) =>
    joined(
      bytesOf('{"x":"'),
      new Uint8Array([0xed, 0xa0, 0x80]),
      bytesOf(`",${told.honest.slice(told.honest.indexOf("{") + 1)}`),
    ),
  "cut off": (told, random) => bytesOf(told.honest).slice(0, Math.floor(random() * told.honest.length)),
  "UTF-16 without a mark": (told, random) => {
    const bytes = Buffer.from(told.honest, "utf16le");
    return new Uint8Array(random() < 0.5 ? bytes : bytes.swap16());
  },
  "UTF-7": (told) => bytesOf(told.honest.replaceAll("{", "+AHs-").replaceAll("}", "+AH0-")),
  "a list in place of the model": (told) =>
    bytesOf(told.honest.replace(told.member, told.member.replace(/:(.*)$/s, ':["gpt-4o-mini",$1]'))),
  "two members of gzip": (told) =>
    joined(
      new Uint8Array(gzipSync(told.honest.replace(told.member, told.decoy))),
      new Uint8Array(gzipSync(told.honest)),
    ),
  "gzip that lies about its length": (told) => {
    const bytes = new Uint8Array(gzipSync(told.honest));
    bytes[bytes.length - 4] = (bytes.at(-4) ?? 0) ^ 1;
    return bytes;
  },
  "a member of __proto__": (told) =>
    bytesOf(told.honest.replace(told.member, `"__proto__":{${told.member}}`)),
};

/** The same, for bodies that are large: rare, since each takes a thousand times as long. */
export const LARGE_LIES: Readonly<Record<string, Lie>> = {
  "ten thousand deep": (told) => bytesOf(first(told, `"x":${"[".repeat(10_000)}${"]".repeat(10_000)}`)),
  "a megabyte of openings": () => bytesOf('{"a":'.repeat(200_000)),
  "a hundred thousand keys": (told) =>
    bytesOf(first(told, Array.from({ length: 100_000 }, () => told.decoy).join(","))),
  "a million digits": (told) => bytesOf(first(told, `"x":${"9".repeat(1_000_000)}`)),
  "a million digits for a model": (told) =>
    bytesOf(told.honest.replace(told.member, told.member.replace(/:(.*)$/s, `:${"9".repeat(1_000_000)}`))),
  "a bomb": (told) => bomb(told),
  "a megabyte of backslashes": (told) => bytesOf(first(told, `"x":"${"\\\\".repeat(500_000)}"`)),
  "a megabyte of quotes": (told) => bytesOf(first(told, `"x":"${'\\"'.repeat(500_000)}"`)),
};

let packed: Uint8Array | null = null;

/** 20 MB of spaces around it, in 20 kB. Packed once: that takes longer than reading it. */
function bomb({ honest }: Told): Uint8Array {
  packed ??= new Uint8Array(gzipSync(honest + " ".repeat(20_000_000)));
  return packed;
}
