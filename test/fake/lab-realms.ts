import { type Answer, text } from "./answer.ts";

const PAGE = `<!doctype html><title>Lab</title><body><input type="file" id="upload"></body>`;

/** A page, document or script for realms to be made of; null: no such thing. `content` is what it is to hold. */
export function labRealm(name: string, content: string | null): Answer | null {
  switch (name) {
    case "page":
      return text("text/html; charset=utf-8", PAGE);
    case "html":
      return text("text/html; charset=utf-8", content ?? "");
    case "script":
      return { ...text("text/javascript; charset=utf-8", content ?? ""), headers: SCRIPT };
    default:
      return null;
  }
}

const SCRIPT = { "content-type": "text/javascript; charset=utf-8", "service-worker-allowed": "/" };
