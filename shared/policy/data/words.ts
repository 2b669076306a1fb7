import { type Hit, hitsOf } from "./numbers.ts";

const LOCAL = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const DOMAIN = /[\p{L}\p{N}.-]/u;
const DOMAIN_END = /^[\p{L}\p{N}](?:[\p{L}\p{N}.-]*\.)(?:[\p{L}]{2,63}|xn--[a-z0-9-]{1,59})/iu;
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 253;

/** Addresses of electronic mail, those in letters of any script too. */
export function emails(text: string): Hit[] {
  const hits: Hit[] = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    let from = at;
    while (from > 0 && at - from < LONGEST_LOCAL && LOCAL.test(text.charAt(from - 1))) from -= 1;
    let end = at + 1;
    while (end < text.length && end - at <= LONGEST_DOMAIN && DOMAIN.test(text.charAt(end))) end += 1;
    const domain = DOMAIN_END.exec(text.slice(at + 1, end));
    if (from < at && domain !== null) hits.push([from, at + 1 + domain[0].length]);
  }
  return hits;
}

/** Beginnings that vendors give their keys so that they can be found, and tokens of RFC 7519. */
const KEYS = new RegExp(
  [
    String.raw`\bsk-[\w-]{20,}`, // OpenAI, Anthropic and those who took it over
    String.raw`\b[rs]k_(?:live|test)_\w{16,}`, // Stripe
    String.raw`\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b`, // Amazon
    String.raw`\bAIza[\w-]{35}`, // Google
    String.raw`\bya29\.[\w-]{20,}`,
    String.raw`\bgh[oprsu]_\w{36,}`, // GitHub
    String.raw`\bgithub_pat_\w{22,}`,
    String.raw`\bglpat-[\w-]{20,}`, // GitLab
    String.raw`\bxox[abeoprs]-[\w-]{10,}`, // Slack
    String.raw`\bnpm_\w{36,}`,
    String.raw`\bhf_[A-Za-z]{30,}`, // Hugging Face
    String.raw`\b(?:xai|gsk|pplx|r8|tvly|dop_v1)[-_]\w{20,}`,
    String.raw`(?<![\w.-])SG\.[\w-]{16,64}\.[\w-]{16,64}`, // SendGrid
    String.raw`(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}`, // JSON web tokens
    String.raw`\bAccountKey=[A-Za-z0-9+/=]{40,}`, // Azure storage
  ].join("|"),
  "g",
);
const PRIVATE_KEY = "-----BEGIN ";
const PRIVATE_KEY_HEAD = /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const PRIVATE_KEY_END = "-----END ";

/** Secrets that give access: keys of services, private keys, tokens. */
export function secretKeys(text: string): Hit[] {
  return [...hitsOf(KEYS, text), ...privateKeys(text)];
}

/** From the head to the line of the end; one that is cut off goes on to the end of the text. */
function privateKeys(text: string): Hit[] {
  const hits: Hit[] = [];
  for (let at = text.indexOf(PRIVATE_KEY); at >= 0;) {
    if (!PRIVATE_KEY_HEAD.test(text.slice(at, at + 80))) {
      at = text.indexOf(PRIVATE_KEY, at + 1);
      continue;
    }
    const tail = text.indexOf(PRIVATE_KEY_END, at);
    const close = tail < 0 ? -1 : text.indexOf("-----", tail + PRIVATE_KEY_END.length);
    const end = close < 0 ? text.length : close + 5;
    hits.push([at, end]);
    at = text.indexOf(PRIVATE_KEY, end);
  }
  return hits;
}

const V4 = /(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\d|\.\d)/g;
const V6 = /(?<![\w:.])[0-9a-f:]{2,39}(?:\.\d{1,3}){0,3}(?![\w:])/gi;

/** Addresses of machines, of both versions. */
export function ipAddresses(text: string): Hit[] {
  return [...hitsOf(V4, text), ...hitsOf(V6, text).filter(([from, end]) => isV6(text.slice(from, end)))];
}

/** RFC 4291: eight groups, or fewer with one `::`; the last two may be an address of version 4. */
function isV6(text: string): boolean {
  const [head = "", tail, another] = text.split("::");
  if (another !== undefined || (tail === undefined && !head.includes(":"))) return false;
  const groups = [head, tail ?? ""].flatMap((part) => (part === "" ? [] : part.split(":")));
  const isSound = groups.every(
    (group, index) =>
      /^[0-9a-f]{1,4}$/i.test(group) || (index === groups.length - 1 && /^\d+(?:\.\d+){3}$/.test(group)),
  );
  const count = groups.length + (text.includes(".") ? 1 : 0);
  return isSound && (tail === undefined ? count === 8 : count >= 1 && count < 8);
}
