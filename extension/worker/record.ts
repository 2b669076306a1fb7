import type { AuditEvent, DecisionEvent } from "../../shared/schema/audit-event.ts";
import type { FileFacts } from "../../shared/schema/recognition.ts";
import type { WrappedKeys } from "../../shared/schema/sealed-content.ts";
import type { Judgement } from "./judgement.ts";
import { seal } from "./sealing.ts";

/** What the network event adds to a judgement. */
export interface Circumstances {
  readonly id: string;
  readonly time: number;
  readonly host: string;
  readonly bytes: number | null;
  /** The tab; -1: a worker that belongs to none. */
  readonly tabId: number;
  readonly person: string | null;
  /** Milliseconds. */
  readonly took: number;
}

/** Longest model name that is recorded, in characters: it comes from the page. */
const LONGEST = 512;
/** Most models that the page said a string may be: it may say as many as it likes. */
const MOST_NAMED = 50;
/** Most media types of one call that are recorded. */
const MOST_TYPES = 20;

/** A record as it is written, with the keys of its sealed content, which stand beside it. */
export interface Written {
  readonly event: AuditEvent;
  readonly wrapped: WrappedKeys | null;
}

/**
 * The record of one decision. The prompt leaves no trace but its length and its hash under the endpoint's key, and where
 * policy says `seal` its text as the reviewers alone can read it.
 */
export async function recordOf(
  judged: Judgement,
  at: Circumstances,
  key: CryptoKey | null,
): Promise<Written> {
  const event = await eventOf(judged, at, key);
  const { recognition, seal: to } = judged;
  if (to === null || recognition.prompt === null) return { event, wrapped: null };
  // One text that cannot be encrypted must not cost the records that are written with it: this one then has none.
  const sealed = await seal(recognition.prompt, to).catch(() => null);
  if (sealed === null) return { event, wrapped: null };
  return { event: { ...event, sealed: sealed.content }, wrapped: sealed.wrapped };
}

async function eventOf(judged: Judgement, at: Circumstances, key: CryptoKey | null): Promise<DecisionEvent> {
  const { recognition, decision } = judged;
  return {
    id: at.id,
    time: at.time,
    kind: "decision",
    effect: decision.effect,
    ground: decision.ground,
    obligations: decision.obligations,
    rules: decision.rules,
    revision: decision.ground === "not_ready" ? null : decision.revision,
    because: decision.because,
    shadow: decision.shadow,
    person: at.person,
    service: recognition.service,
    host: at.host,
    operation: recognition.operation,
    modelAsSent: recognition.modelAsSent?.slice(0, LONGEST) ?? null,
    model: recognition.model,
    mayBe: recognition.mayBe,
    pageNamed: recognition.pageNamed?.slice(0, MOST_NAMED) ?? null,
    alias: recognition.alias,
    account: judged.account,
    region: recognition.region,
    inspectable: recognition.inspectable,
    bytes: at.bytes,
    promptHmac: key === null || recognition.prompt === null ? null : await keyedHash(key, recognition.prompt),
    promptLength: recognition.prompt?.length ?? null,
    attachments: recognition.attachments.length,
    files: filesOf(recognition.files),
    realm: at.tabId < 0 ? "worker" : "page",
    took: at.took,
  };
}

/** Counts, types and total size: a file's name is content. */
function filesOf(files: readonly FileFacts[]): DecisionEvent["files"] {
  if (files.length === 0) return null;
  const sizes = files.map(({ size }) => size).filter((size) => size !== null);
  const types = new Set(files.map(({ type }) => type).filter((type) => type !== null));
  return {
    count: files.length,
    types: [...types].sort().slice(0, MOST_TYPES),
    bytes: sizes.length < files.length ? null : sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** The key of the prompt hash, from the 32 bytes in hexadecimal that the agent gave. */
export function importPromptKey(hexadecimal: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(hexadecimal.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function keyedHash(key: CryptoKey, text: string): Promise<string> {
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return Array.from(new Uint8Array(mac), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
