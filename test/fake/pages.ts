import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { text, type Answer } from "./answer.ts";
import type { Received } from "./received.ts";

/** Which page of ours stands at `/` of which host. */
const PAGES: Readonly<Record<string, string>> = {
  "chatgpt.com": "chat.html",
  "claude.ai": "chat.html",
  "gemini.google.com": "chat.html",
};

/** The page at `/` of every other host. */
const NEUTRAL_PAGE = "intranet.html";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".ts": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

const PAGE_FOLDER = join(import.meta.dirname, "page");
const PAGE_PREFIX = "/stand-in/";

/** The page, style or script that a GET asks for, or null where none stands there. `sites` are folders by host. */
export async function pageFor(
  call: Received,
  sites: Readonly<Record<string, string>>,
): Promise<Answer | null> {
  if (call.method !== "GET") return null;
  if (call.path === "/favicon.ico") return { status: 204, headers: {}, body: "" };
  if (call.path.startsWith(PAGE_PREFIX)) return file(PAGE_FOLDER, call.path.slice(PAGE_PREFIX.length));
  const site = sites[call.host];
  if (site !== undefined) return file(site, call.path === "/" ? "index.html" : call.path);
  // A web app answers its page at each of its addresses: `/new`, `/c/…`.
  const page = PAGES[call.host] ?? (call.path === "/" ? NEUTRAL_PAGE : null);
  return page === null || call.path.includes("/api") ? null : file(PAGE_FOLDER, page);
}

async function file(folder: string, path: string): Promise<Answer | null> {
  const whole = join(folder, normalize(join(sep, decodeURIComponent(path))));
  const bytes = await readFile(whole).catch(() => null);
  if (bytes === null) return null;
  const kind = extname(whole);
  const body = kind === ".ts" ? await withoutTypes(whole, bytes.toString("utf8")) : bytes;
  return text(TYPES[kind] ?? "application/octet-stream", body);
}

/** Vite takes a while to load, and only pages need it. */
async function withoutTypes(name: string, source: string): Promise<string> {
  const { transformWithOxc } = await import("vite");
  return (await transformWithOxc(source, name, { sourcemap: false })).code;
}
