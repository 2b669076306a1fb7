import type { Match } from "./lab-families.ts";

const CLAUDE_NAMES = new Set(["mythos", "fable"]);
const CLAUDE_TIERS = new Set(["opus", "sonnet", "haiku", ...CLAUDE_NAMES]);

/** The one spelling of a model's name, without prefixes and attributes: `claude-4.5-opus` → `claude-opus-4-5`. */
export function spell(name: string, { lab, family }: Match): string {
  if (lab.lab === "anthropic") return spellClaude(name);
  return dotVersion(joinVersion(name, family, lab.glued?.includes(family) ?? false));
}

/** `gpt5.1` → `gpt-5.1`, but `qwen-3` → `qwen3`: each lab has its own way. */
function joinVersion(name: string, family: string, glued: boolean): string {
  if (!name.startsWith(family)) return name;
  const rest = name.slice(family.length);
  if (glued) return /^-\d/.test(rest) ? family + rest.slice(1) : name;
  return /^\d/.test(rest) && !/[\d-]$|v$/.test(family) ? `${family}-${rest}` : name;
}

/** `gpt-5-2-codex` → `gpt-5.2-codex`; a size (`3-8b`) or a longer number is no minor version. */
function dotVersion(name: string): string {
  return name.replace(/(^|\D)(\d{1,2})-(\d{1,2})(?![\d.a-z])/, "$1$2.$3");
}

/** Tier and version come in either order, and with dots, dashes or nothing between them. */
function spellClaude(name: string): string {
  const words = name
    .replace(/([a-z])(\d)/g, "$1-$2")
    .split(/[-.]/)
    .filter((word) => word !== "claude" && word !== "v" && word !== "");
  const tier = words.find((word) => CLAUDE_TIERS.has(word));
  // A name that does not say Claude may be of a new family: what it is called must be what a policy's glob meets.
  if (tier === undefined) return name.includes("claude") ? ["claude", ...words].join("-") : name;
  // `5a0` is no version, nor is what follows it.
  const first = words.findIndex((word) => /^\d/.test(word));
  const at = /^\d{1,2}$/.test(words[first] ?? "") ? first : -1;
  const version = at < 0 ? [] : words.slice(at, /^\d{1,2}$/.test(words[at + 1] ?? "") ? at + 2 : at + 1);
  const rest = words.filter((word, i) => word !== tier && (at < 0 || i < at || i >= at + version.length));
  const short = version[1] === "0" ? version.slice(0, 1) : version;
  if (CLAUDE_NAMES.has(tier)) return [tier, ...short, ...rest].join("-");
  const order = Number(version[0] ?? "4") < 4 ? [...short, tier] : [tier, ...short];
  return ["claude", ...order, ...rest].join("-");
}
