import type { KeyObject } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { finished } from "node:stream/promises";
import type { Writable } from "node:stream";
import type { PolicyFile } from "../../shared/policy/document.ts";
import { exportLines } from "../journal/export.ts";
import { JournalError } from "../journal/fault.ts";
import { EVERYTHING } from "../journal/filter.ts";
import { publicBytes, verifierKey } from "../journal/note.ts";
import { readApplied } from "../journal/policy-words.ts";
import { JournalReader } from "../journal/reader.ts";
import { checkpointsText, type WitnessedNote } from "./checkpoints-file.ts";
import { narrowedBy, type PackChoice } from "./choice.ts";
import { NAMES, PackManifest, signManifest, TOLD_FORM, type PackHead } from "./manifest.ts";
import { textName, textsFor, type PolicyTexts } from "./policies.ts";
import { redactor } from "./redact.ts";
import type { Integrity } from "./summary/integrity.ts";
import { Telling, toldFiles } from "./telling.ts";
import { ZipWriter } from "./zip-writer.ts";

/** What a pack is made of. */
export interface PackOptions {
  readonly journal: string;
  readonly choice: PackChoice;
  /** Checkpoints that witnesses hold, to go with it. */
  readonly witnessed: readonly WitnessedNote[];
  /** The device's key; null: the manifest is not signed. */
  readonly key: KeyObject | null;
  /** The texts of a policy by their digest; null where they are not kept. */
  readonly textsOf: (digest: string) => readonly PolicyFile[] | null;
  /** Version of the program. */
  readonly program: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly to: Writable;
  /** Called after each tile with the events that are done and all of them. */
  readonly onProgress: (done: number, of: number) => void;
}

/** What came of it. */
export interface MadePack {
  readonly manifest: PackManifest;
  readonly integrity: Integrity;
  /** Events in full, and with something withheld. */
  readonly events: number;
  readonly redacted: number;
  /** Digests of policies that were in force, of which the texts are not kept. */
  readonly withoutTexts: number;
}

/** Writes a pack, in memory that does not grow with the journal's events; throws a `JournalError`. */
export async function makePack(options: PackOptions): Promise<MadePack> {
  const { choice, witnessed, to, now, textsOf } = options;
  const zip = new ZipWriter(to);
  const telling = new Telling({
    file: options.journal,
    from: choice.from,
    witnessed,
    onProgress: () => undefined,
  });
  await zip.add(NAMES.events, eventLines(options, telling));
  const { story, head: exported } = telling;
  const integrity = telling.integrity();
  if (exported === null || integrity === null) throw new Error("The export has no head.");
  await zip.add(NAMES.checkpoints, [checkpointsText(story.newest?.note ?? null, witnessed)]);
  const texts = textsFor(story.states, textsOf);
  await addTexts(zip, texts);
  const head: PackHead = { ...choice, origin: exported.origin, time: now };
  const key = keyFor(options.key, exported);
  const told = toldFiles({ head, story, integrity, texts, keys: exported.keys, signed: key !== null });
  for (const [name, text] of told) await zip.add(name, [text]);
  const manifest = await addManifest(zip, head, options.program, key);
  zip.end();
  to.end();
  await finished(to);
  const digests = new Set(story.states.flatMap(({ digest }) => digest ?? []));
  const withoutTexts = digests.size - texts.size;
  return { manifest, integrity, events: story.full, redacted: story.redacted, withoutTexts };
}

async function* eventLines(
  { journal, choice, now, onProgress }: PackOptions,
  telling: Telling,
): AsyncGenerator<string> {
  const { from, to, redact } = choice;
  const narrowed = narrowedBy(choice);
  const lines = exportLines({
    file: journal,
    filter: { ...EVERYTHING, since: from, until: to },
    // Who has the pack has no business with what reviewers alone may read.
    withoutKeys: true,
    besides: new Set(from === null ? [] : policyBefore(journal, from)),
    now,
    onProgress,
    ...(narrowed !== undefined && { narrowed }),
    ...(redact.length > 0 && { redact: redactor(redact) }),
  });
  let last = performance.now();
  for (const line of lines) {
    telling.take(line);
    yield `${line}\n`;
    if (performance.now() - last < TURN) continue;
    // Whoever serves others meanwhile, as the console does, must come to its turn.
    await breathe();
    last = performance.now();
  }
}

/** Milliseconds that lines are made in one go. */
const TURN = 15;

/** Records of the agent that are looked through for the policy that was in force when the time begins. */
const LOOKED_THROUGH = 2_000;

/** The place of the record that says which policy was in force at a moment; none where there is none. */
function policyBefore(journal: string, moment: number): readonly number[] {
  try {
    const reader = new JournalReader(journal);
    const filter = { ...EVERYTHING, kind: "lifecycle", until: moment, text: '"part":"policy"' } as const;
    const found = reader
      .newest(filter, LOOKED_THROUGH)
      .findLast(
        ({ event }) =>
          event.kind === "lifecycle" && event.what === "applied" && readApplied(event.detail) !== null,
      );
    reader.close();
    return found === undefined ? [] : [found.sequence];
  } catch (error) {
    // What is damaged is exported as far as it is whole, and its findings say the rest.
    if (error instanceof JournalError && error.code === "damaged") return [];
    throw error;
  }
}

async function addTexts(zip: ZipWriter, texts: PolicyTexts): Promise<void> {
  for (const [digest, files] of texts)
    for (const { file, text } of files) await zip.add(textName(digest, file), [text]);
}

/** A key that signed no checkpoint of this journal is another device's: its signature would say nothing. */
function keyFor(
  key: KeyObject | null,
  { origin, keys }: { readonly origin: string; readonly keys: readonly string[] },
) {
  if (key === null) return null;
  return keys.includes(verifierKey({ name: origin, bytes: publicBytes(key) })) ? key : null;
}

async function addManifest(
  zip: ZipWriter,
  head: PackHead,
  program: string,
  key: KeyObject | null,
): Promise<PackManifest> {
  const manifest: PackManifest = {
    lanyard: "inspection pack",
    form: 1,
    program,
    told: TOLD_FORM,
    ...head,
    signed: key !== null,
    files: [...zip.files],
  };
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  await zip.add(NAMES.manifest, [text]);
  if (key !== null) await zip.add(NAMES.signature, [signManifest(text, head.origin, key)]);
  return manifest;
}
