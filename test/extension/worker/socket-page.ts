import type { Clearance, ResidualRule } from "../../../shared/schema/clearance.ts";
import type { ToHook } from "../../../shared/wire/page.ts";
import { CLEARANCE, rule } from "../states.ts";
import { Handshakes } from "../../../extension/worker/handshakes.ts";
import { judgeCall } from "../../../extension/worker/judgement.ts";
import { CANCEL, PASS } from "../../../extension/worker/network.ts";
import { Posture } from "../../../extension/worker/posture.ts";
import { Sockets } from "../../../extension/worker/sockets.ts";
import { catalogHosts, indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";

/** The built-in catalog. */
export const catalog = indexCatalog(SERVICES);
const IN_FORCE = { now: { catalog, hosts: catalogHosts(catalog) } };
/** Milliseconds of the clock. */
export const NOW = 1_000_000;
/** One that a hook might make. */
export const NONCE = "0123456789abcdef0123456789abcdef";
/** OpenAI's socket, whose address names the model. */
export const REALTIME = "wss://api.openai.com/v1/realtime";
/** Gemini's socket, whose first frame names the model. */
export const LIVE =
  "wss://generativelanguage.googleapis.com/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

/** Permits two labs. */
export const OPENAI = rule({ id: "openai", effect: "permit", models: ["openai/*", "google/*"] });
/** Forbids a model of each. */
export const NO_SOL = rule({
  id: "no-sol",
  effect: "forbid",
  models: ["openai/gpt-5.6-sol", "google/gemini-3-flash"],
});

/** A clearance of these rules. */
export function clearance(...rules: readonly ResidualRule[]): Clearance {
  return { ...CLEARANCE, classifications: [], levels: ["open"], rules: [...rules], almost: [], models: [] };
}

/** What the worker stands on with this clearance. */
export function postureWith(held: Clearance | null): Posture {
  const posture = new Posture("1.0.0", NOW);
  posture.apply(stateOf(held));
  return posture;
}

/** What the agent pushes with this clearance. */
export function stateOf(held: Clearance | null) {
  const health = { version: "1.0.0", policyCheckedAt: NOW, policyProblem: null, journalProblem: null };
  return { type: "state" as const, clearance: held, health, promptKey: "0".repeat(64) };
}

/** The worker's side of one page with a hook. */
export function pageOf(posture: Posture, url = "https://copilot.example/") {
  const said: ToHook[] = [];
  const reports: string[] = [];
  const page = { tab: 1, frame: 0, url, say: (message: ToHook) => said.push(message) };
  const sockets = new Sockets(IN_FORCE, posture, {
    frame({ decision, recognition }) {
      reports.push(`${decision.effect} ${recognition.model ?? recognition.mayBe?.join("|") ?? "?"}`);
      return { id: `record-${reports.length}`, raised: null };
    },
    served({ asServed }, { verdict, ends }, { id }) {
      reports.push(`${asServed} served: ${verdict}${ends ? ", ends" : ""}, of ${id}`);
    },
  });
  const gate: ConstructorParameters<typeof Handshakes>[1] = (call) => {
    const judged = judgeCall(catalog, posture, call, NOW);
    reports.push(`handshake ${judged?.decision.effect} by ${judged?.decision.ground}`);
    return judged?.decision.effect === "permit" ? PASS : CANCEL;
  };
  const handshakes = new Handshakes(posture, gate, (at) => sockets.isAnnounced(at));
  const send = (s: number, frame: unknown) => {
    const verdict = sockets.frame(page, s, typeof frame === "string" ? frame : JSON.stringify(frame), NOW);
    return verdict instanceof Promise ? "asked" : verdict.kind;
  };
  return { sockets, handshakes, page, said, reports, send };
}

/** A socket's handshake as the page of `pageOf` makes it. */
export const at = (url: string, nonce: string | null, other: object = {}) => ({
  requestId: "7",
  tabId: 1,
  frameId: 0,
  type: "websocket" as const,
  url,
  nonce,
  ...other,
});
