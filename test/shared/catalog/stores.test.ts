import { describe, expect, test } from "vitest";
import { indexCatalog, matchPatterns, recognize, touchesStore } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { storeScopes } from "../../../shared/catalog/store-scopes.ts";
import type { Call } from "../../../shared/schema/call.ts";

const catalog = indexCatalog(SERVICES);
const BLOB = "https://files08.blob.core.windows.net/files/a1?sig=x";

function callTo(url: string, from: string | null, method = "PUT"): Call {
  return { method, url, from, headers: null, body: { kind: "none" }, frames: [] };
}

const serviceOf = (call: Call) => recognize(catalog, call, { prompt: false })?.service ?? null;

describe("an object store that serves the world", () => {
  test("takes an upload for the service whose page sends it, readable whatever its bytes are", () => {
    expect(recognize(catalog, callTo(BLOB, "https://chatgpt.com"), { prompt: false })).toMatchObject({
      service: "chatgpt-web",
      operation: "file_upload",
      host: "files08.blob.core.windows.net",
      inspectable: true,
    });
    expect(serviceOf(callTo(BLOB, "https://www.perplexity.ai"))).toBe("perplexity-web");
    expect(serviceOf(callTo(BLOB, "https://perplexity.ai:443"))).toBe("perplexity-web");
  });

  test.each([
    ["of another page", callTo(BLOB, "https://intranet.example")],
    ["of a page that is named like a service's", callTo(BLOB, "https://chatgpt.com.evil.example")],
    ["of nobody who is known", callTo(BLOB, null)],
    ["of a page without an origin", callTo(BLOB, "null")],
    ["that only reads", callTo(BLOB, "https://chatgpt.com", "GET")],
    ["of a page at a host that is much else", callTo(BLOB, "https://github.com")],
    ["to another host", callTo("https://logs.example/put", "https://chatgpt.com")],
    [
      "of a service's page to a name around a store",
      callTo("https://blob.core.windows.net.evil.example/", "https://chatgpt.com"),
    ],
    [
      "to a log of the same provider",
      callTo("https://p.cn-hangzhou.log.aliyuncs.com/put", "https://chat.qwen.ai"),
    ],
    [
      "of Microsoft 365 that is no session of a file",
      callTo("https://acme.sharepoint.com/_api/web/lists", "https://m365.cloud.microsoft", "POST"),
    ],
  ])("takes no call %s for an upload", (_, call) => {
    expect(serviceOf(call)).toBeNull();
    expect(touchesStore(catalog, call.url, call.method, call.from ?? "")).toBe(false);
  });

  test("is told of only by the patterns for stores, which name whole hosts and no provider's all", () => {
    const patterns = storeScopes(catalog).flatMap((scope) => scope.patterns);
    expect(patterns).toContain("*://*.blob.core.windows.net/*");
    expect(patterns).toContain("*://*.sharepoint.com/*/uploadSession*");
    expect(
      patterns.filter((pattern) => /\*\.(amazonaws|aliyuncs|googleapis|windows)\./.test(pattern)),
    ).toEqual([]);
    for (const pattern of patterns) expect(pattern).toMatch(/^\*:\/\/(\*\.)?[a-z0-9.-]+\/[^{}]*$/);
    expect(matchPatterns(catalog).filter((pattern) => pattern.includes("blob.core"))).toEqual([]);
  });
});

function filesOf(url: string, body: unknown, headers: Record<string, string> = {}) {
  const bytes = new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
  const call: Call = { method: "POST", url, headers, body: { kind: "bytes", bytes }, frames: [] };
  return recognize(catalog, call, { prompt: false })?.files;
}

describe("what is told of files", () => {
  const CREATE = "https://chatgpt.com/backend-api/files";

  test("is name, type and size where the call has them", () => {
    const body = { file_name: "plan.pdf", file_size: 1_234, mime_type: "Application/PDF; q=1" };
    expect(filesOf(CREATE, body)).toEqual([{ name: "plan.pdf", type: "application/pdf", size: 1_234 }]);
  });

  test("is null where the call lies or says nothing of it", () => {
    expect(filesOf(CREATE, { file_name: "plan.pdf", file_size: -1, mime_type: "a secret" })).toEqual([
      { name: "plan.pdf", type: null, size: null },
    ]);
    expect(filesOf("https://chatgpt.com/backend-api/f/conversation", { model: "gpt-5-5" })).toEqual([]);
  });

  test("is the name in the first message of a resumable upload, and the size in its header", () => {
    const headers = {
      "x-tenant-id": "bard-storage",
      "x-goog-upload-command": "start",
      "x-goog-upload-header-content-length": "77",
    };
    expect(filesOf("https://push.clients6.google.com/upload/", "File name: plan.pdf", headers)).toEqual([
      { name: "plan.pdf", type: null, size: 77 },
    ]);
  });
});
