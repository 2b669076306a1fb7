import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { preact } from "@preact/preset-vite";
import { build, type InlineConfig } from "vite";

const EXTENSION = join(import.meta.dirname, "../../extension");
/** The content security policy of extension pages: a screen that needs more than this does not work. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";
const MIME: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** Builds popup, blocked page, clearance page, page of requests and notice into a folder, as the extension's own build does, without the rest of it. */
export async function buildScreens(out: string): Promise<void> {
  const common: InlineConfig = {
    configFile: false,
    root: EXTENSION,
    publicDir: false,
    logLevel: "warn",
    plugins: [preact()],
  };
  await build({
    ...common,
    build: {
      outDir: out,
      emptyOutDir: true,
      target: "chrome123",
      modulePreload: false,
      rolldownOptions: {
        input: ["popup", "blocked", "clearance", "request"].map((screen) =>
          join(EXTENSION, screen, "index.html"),
        ),
      },
    },
  });
  await build({
    ...common,
    build: {
      outDir: out,
      emptyOutDir: false,
      target: "chrome123",
      lib: {
        entry: join(EXTENSION, "content/main.iife.ts"),
        formats: ["iife"],
        name: "notice",
        fileName: () => "notice.js",
      },
    },
  });
}

/** Serves a folder on loopback under the policy of extension pages; `/chat` is somebody else's page. Gives its origin. */
export async function serveScreens(folder: string, signal: AbortSignal): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://screens.invalid");
    if (pathname === "/chat" || pathname === "/crowded") {
      const html = pathname === "/chat" ? CHAT : CROWDED;
      response.setHeader("content-type", "text/html; charset=utf-8").end(html);
      return;
    }
    void answer(response, join(folder, normalize(pathname)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  signal.addEventListener("abort", () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

async function answer(response: ServerResponse, file: string): Promise<void> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) response.statusCode = 404;
  response.setHeader("content-type", MIME[extname(file)] ?? "application/octet-stream");
  response.setHeader("content-security-policy", POLICY).end(bytes ?? "");
}

/** A chat page that is not ours, with its composer at the bottom. */
const CHAT = `<!doctype html>
<html lang="en">
<head>
<title>Chat</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
  :root { color-scheme: light dark; font: 14px/1.5 sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: auto 1fr auto; background: light-dark(#fff, #202124); }
  h1 { margin: 0; padding: 10px 16px; border-bottom: 1px solid light-dark(#e6e6e6, #333); font-size: 14px; }
  p { margin: 16px; }
  textarea { box-sizing: border-box; width: calc(100% - 32px); height: 62px; margin: 0 16px 16px; padding: 12px; border-radius: 16px;
    border: 1px solid light-dark(#777, #888); background: none; color: inherit; font: inherit; }
</style>
</head>
<body>
<header><h1>claude.ai</h1></header>
<main><p>A conversation of somebody else’s page.</p></main>
<footer><textarea aria-label="Prompt" autofocus>Find the flaw in this parser and write a proof of concept…</textarea></footer>
</body>
</html>
`;

/** The same, full of other things that stand over it. */
const CROWDED = CHAT.replace(
  "<p>A conversation of somebody else’s page.</p>",
  `<p>${"A conversation of somebody else’s page, with much in it. ".repeat(60)}</p>`,
).replace(
  "</body>",
  `<aside style="position: fixed; z-index: 2147483647; right: 12px; bottom: 100px; width: 340px; padding: 16px; background: #b3261e; color: #fff">
  A banner of the page’s own that stands over everything.</aside></body>`,
);
