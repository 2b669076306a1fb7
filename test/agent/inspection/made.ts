import { createWriteStream, readFileSync, writeFileSync } from "node:fs";
import { createHash, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import type { AuditEvent, EnforcedEvent, LifecycleEvent } from "../../../shared/schema/audit-event.ts";
import { policyDigest } from "../../../agent/distribution/policy-history.ts";
import { makePack, type PackOptions } from "../../../agent/inspection/make-pack.ts";
import type { PackChoice } from "../../../agent/inspection/choice.ts";
import { appliedDetail } from "../../../agent/journal/policy-words.ts";
import { POLICY } from "../running.ts";
import { askingEvent, decisionEvent, servedEvent } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openAt, testKey } from "../journal/written.ts";

const DAY = 86_400_000;
export const START = 1_780_000_000_000;

/** The texts that were in force, as the history has them. */
export const TEXTS = [
  { file: "main.yaml", text: POLICY },
  { file: "directives/stop.yaml", text: "lanyard: 1\ndirectives: []\n" },
];
export const DIGEST = policyDigest(TEXTS);

function lifecycle(id: string, fields: Partial<LifecycleEvent>): LifecycleEvent {
  return {
    id,
    time: START - DAY,
    kind: "lifecycle",
    part: "policy",
    what: "applied",
    detail: appliedDetail("r1", DIGEST),
    ...fields,
  };
}

function enforced(id: string, fields: Partial<EnforcedEvent>): EnforcedEvent {
  return {
    id,
    time: START,
    kind: "enforced",
    revision: "r1",
    release: "2026-06",
    policy: 3,
    directives: 7,
    issued: START - 2_000,
    took: 2_000,
    instance: "5a1c0000-0000-4000-8000-000000000001",
    browser: "Chrome 150",
    person: "ada@example.com",
    ...fields,
  };
}

/** What happened at one endpoint before and in a month, of every kind that a summary tells. */
export function monthOfEvents(): AuditEvent[] {
  const calls = Array.from({ length: 300 }, (_, index) =>
    decisionEvent(`call-${String(index).padStart(6, "0")}`, {
      time: START + index * 60_000,
      effect: index % 10 === 0 ? "deny" : "permit",
      rules: [index % 10 === 0 ? "informed" : "claude"],
      because: index % 10 === 0 ? "A license is required." : "",
      person: index % 3 === 0 ? "ada@example.com" : "bond@example.com",
      model: index % 10 === 0 ? "anthropic/mythos-5" : "anthropic/claude-opus-4-8",
    }),
  );
  return [
    lifecycle("applied-0001", {}),
    lifecycle("joined-00001", {
      part: "extension",
      what: "connected",
      detail: "Extension 1.0.0 in Chrome 150, installation 5a1c0000-0000-4000-8000-000000000001",
      time: START,
    }),
    enforced("enforced-0001", {}),
    enforced("enforced-0002", { directives: 8, revision: "r2", took: 4_000, time: START + 9_000 }),
    ...calls,
    askingEvent("asking-00001", { of: "call-000001", time: START + DAY }),
    servedEvent("served-00001", { of: "call-000001", time: START + DAY }),
    {
      id: "gap-00000001",
      time: START + DAY,
      kind: "gap",
      what: "agent_away",
      count: 3,
      from: START,
      until: START + 5_000,
    },
    decisionEvent("later-000001", { time: START + 90 * DAY, person: "eve@example.com" }),
  ];
}

/** A journal of these events, with its key. */
export function journalOf(events: readonly AuditEvent[]): {
  readonly journal: string;
  readonly key: KeyObject;
} {
  const journal = join(temporaryFolder(), "journal.db");
  const key = testKey();
  const open = openAt(journal, key);
  for (let from = 0; from < events.length; from += 50) open.append(events.slice(from, from + 50));
  open.sign();
  open.close();
  return { journal, key };
}

export const MONTH: PackChoice = { from: START, to: START + 30 * DAY, models: [], people: [], redact: [] };

/** Makes a pack; the file. */
export async function packOf(
  { journal, key }: { readonly journal: string; readonly key: KeyObject | null },
  fields: Partial<PackOptions> = {},
): Promise<string> {
  const file = join(temporaryFolder(), "pack.zip");
  await makePack({
    journal,
    choice: MONTH,
    witnessed: [],
    key,
    textsOf: (digest) => (digest === DIGEST ? TEXTS : null),
    program: "1.0.0",
    now: START + 40 * DAY,
    to: createWriteStream(file),
    onProgress: () => undefined,
    ...fields,
  });
  return file;
}

/** The files of a pack by their names. */
export function filesOf(file: string): Map<string, string> {
  const files = unzipSync(readFileSync(file));
  return new Map(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
}

/** Writes a pack of these files, as somebody with a zip program would; the file. */
export function zipped(files: ReadonlyMap<string, string>): string {
  const file = join(temporaryFolder(), "changed.zip");
  const bytes = Object.fromEntries(Array.from(files, ([name, text]) => [name, Buffer.from(text)]));
  writeFileSync(file, zipSync(bytes));
  return file;
}

/** The same files with a manifest that names them as they are now: what somebody without the key can do. */
export function renamed(files: ReadonlyMap<string, string>): Map<string, string> {
  const manifest = JSON.parse(files.get("manifest.json") ?? "") as Record<string, unknown>;
  const named = Array.from(files)
    .filter(([name]) => !name.startsWith("manifest."))
    .map(([name, text]) => ({
      name,
      bytes: Buffer.byteLength(text),
      sha256: createHash("sha256").update(text).digest("hex"),
    }));
  const text = JSON.stringify({ ...manifest, signed: false, files: named });
  const all = new Map([...files, ["manifest.json", text]]);
  all.delete("manifest.sig");
  return all;
}
