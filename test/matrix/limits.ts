import type { MatrixCase } from "./cases.ts";

/** What the extension cannot do for a case: let an allowed call pass, or stop a forbidden one. */
export interface Limit {
  readonly side: "allowed" | "forbidden";
  readonly reason: string;
}

type Facts = Omit<MatrixCase, "name" | "limit" | "mayBeAbsent">;

const NO_HOOK =
  "The network event does not show this body, and no hook runs here to read it: what cannot be read is stopped, whatever its model.";
const NO_HOOK_FOR_FRAMES =
  "No hook runs here, so nobody could see what goes over the socket: it is refused, whatever its model.";

const HIDDEN = /^(?:Blob|File|stream|gzipped Blob|gzipped stream)|with a file|in a file|field and file/;

/** What is known not to work for a case; null: everything must. */
export function expectedLimit({ page, realm, transport, form, where }: Facts): Limit | null {
  const hasHook = runsHook(page, realm) && transport !== "WebSocketStream";
  if (hasHook) return null;
  if (transport.startsWith("WebSocket")) return { side: "allowed", reason: NO_HOOK_FOR_FRAMES };
  const hidden = HIDDEN.test(form) || transport.startsWith("PATCH");
  const matters = !["URL", "URL, percent-encoded", "deployment in the URL", "ARN in the URL"].includes(where);
  return hidden && matters ? { side: "allowed", reason: NO_HOOK } : null;
}

function runsHook(page: MatrixCase["page"], realm: MatrixCase["realm"]): boolean {
  if (realm === "frame of a service in a neutral page") return true;
  if (page === "neutral" || page === "over http") return false;
  return (
    !/worker\b(?!$)|^worker|worker$|taken at once/.test(realm) || realm === "page behind a service worker"
  );
}
