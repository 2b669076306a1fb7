import { createHash } from "node:crypto";
import { StringDecoder } from "node:string_decoder";
import type { Readable } from "node:stream";
import { readVerifierKey } from "../journal/note.ts";
import { JournalError } from "../journal/fault.ts";
import { type Finding, findingOfAll } from "../journal/verify/finding.ts";
import type { VerifyOptions, VerifyReport } from "../journal/verify/report.ts";
import { ExportCheck } from "../journal/verify/verify-export.ts";
import { witnessedIn } from "./checkpoints-file.ts";
import { isManifestSigned, NAMES, PackManifest, TOLD_FORM } from "./manifest.ts";
import { policyFindings, textsIn } from "./policies.ts";
import { Telling, toldFiles } from "./telling.ts";
import { ZipReader } from "./zip-reader.ts";

/** Bytes of all files but the events, which are read whole; and of the longest event's line. */
const LIMIT = 256_000_000;
const LONGEST = 64_000_000;

/** What was read of a pack, beside its events. */
interface Files {
  readonly texts: ReadonlyMap<string, string>;
  /** SHA-256 by name, of what could be read. */
  readonly digests: Map<string, string>;
  readonly findings: Finding[];
}

/** Verifies a pack: its manifest, every file, the events with all that proves them, and what is said of them in words. */
export async function verifyPack(file: string, options: VerifyOptions): Promise<VerifyReport> {
  const zip = await ZipReader.open(file);
  const files = await readFiles(zip);
  const manifest = manifestIn(files);
  const events = await readEvents(zip, { files, options, from: manifest?.from ?? null });
  const { report, telling } = events;
  const { findings, notes } = words({ manifest, telling, files });
  return {
    ...report,
    file,
    what: "pack",
    origin: report.origin ?? manifest?.origin ?? null,
    findings: [
      ...manifestFindings(zip, manifest, files),
      ...signingFindings(manifest, files, options, telling),
      ...files.findings,
      ...policyFindings(textsIn(files.texts), telling.story.states),
      ...report.findings,
      ...findings,
    ],
    notes: [...notes, ...report.notes, ...unsignedNote(manifest, options)],
  };
}

async function readFiles(zip: ZipReader): Promise<Files> {
  const texts = new Map<string, string>();
  const files: Files = { texts, digests: new Map(), findings: [] };
  let left = LIMIT;
  for (const name of zip.names.filter((one) => one !== NAMES.events)) {
    const pieces: Buffer[] = [];
    try {
      for await (const piece of zip.stream(name) as AsyncIterable<Buffer>) {
        left -= piece.length;
        if (left < 0) throw new RangeError("it is larger than a pack's");
        pieces.push(piece);
      }
    } catch (error) {
      files.findings.push(unreadable(name, error));
      continue;
    }
    const bytes = Buffer.concat(pieces);
    texts.set(name, bytes.toString());
    files.digests.set(name, createHash("sha256").update(bytes).digest("hex"));
  }
  return files;
}

function manifestIn({ texts, findings }: Files): PackManifest | null {
  const text = texts.get(NAMES.manifest);
  const manifest = PackManifest.safeParse(jsonOf(text ?? "")).data ?? null;
  if (text === undefined)
    findings.push(findingOfAll("missing_file", `${NAMES.manifest} is not in the pack.`));
  else if (manifest === null)
    findings.push(
      findingOfAll("bad_manifest", `${NAMES.manifest} is no manifest of a pack that this version knows.`),
    );
  return manifest;
}

interface EventsParts {
  readonly files: Files;
  readonly options: VerifyOptions;
  readonly from: number | null;
}

/** Goes through the events once, for what is wrong by the reader's keys, and for what they say. */
async function readEvents(zip: ZipReader, { files, options, from }: EventsParts) {
  const own = witnessedIn(files.texts.get(NAMES.checkpoints) ?? "");
  const { onProgress } = options;
  const telling = new Telling({ file: `${NAMES.events} in ${zip.file}`, from, witnessed: own, onProgress });
  const digest = createHash("sha256");
  // The reader's own keys and witnesses find something else than what the pack tells by its own.
  const isOwn = options.keys === null && options.witnessed.length === 0;
  let check: ExportCheck | null = null;
  let isOpen = true;
  try {
    if (!zip.names.includes(NAMES.events)) throw new JournalError("not_there", "it is not in the pack");
    for await (const line of linesOf(zip.stream(NAMES.events), (piece) => digest.update(piece))) {
      telling.take(line);
      if (check === null && !isOwn && telling.head !== null)
        check = new ExportCheck(telling.head, {
          keys: options.keys,
          witnessed: [...own, ...options.witnessed],
          onProgress: () => undefined,
        });
      isOpen = isOpen && check?.take(line) !== false;
    }
    files.digests.set(NAMES.events, digest.digest("hex"));
  } catch (error) {
    // A file that is not there is told by the manifest.
    if (zip.names.includes(NAMES.events)) files.findings.push(unreadable(NAMES.events, error));
  }
  return {
    telling,
    report: (isOwn ? telling.integrity() : check?.end()) ?? { ...NOTHING, keyGiven: options.keys !== null },
  };
}

const NOTHING = {
  origin: null,
  events: 0,
  bodies: 0,
  pruned: 0,
  root: null,
  checkpoints: 0,
  signed: 0,
  findings: [],
  notes: [],
};

async function* linesOf(stream: Readable, onPiece: (piece: Buffer) => void): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const piece of stream as AsyncIterable<Buffer>) {
    onPiece(piece);
    const lines = (rest + decoder.write(piece)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST) throw new RangeError("it has a line that is longer than any event's");
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** What of the zip is not what its manifest names. */
function manifestFindings(
  zip: ZipReader,
  manifest: PackManifest | null,
  { digests }: Files,
): readonly Finding[] {
  const more = zip.hasMore
    ? [findingOfAll("added_file", "The pack holds bytes that belong to none of its files.")]
    : [];
  if (manifest === null) return more;
  const named = new Map(manifest.files.map(({ name, sha256 }) => [name, sha256]));
  const free = new Set<string>([NAMES.manifest, ...(manifest.signed ? [NAMES.signature] : [])]);
  const added = zip.names.filter((name) => !named.has(name) && !free.has(name));
  const wanted = [...named.keys(), ...(manifest.signed ? [NAMES.signature] : [])];
  return [
    ...more,
    ...added.map((name) =>
      findingOfAll("added_file", `${name} is in the pack, and its manifest does not name it.`),
    ),
    ...wanted
      .filter((name) => !zip.names.includes(name))
      .map((name) => findingOfAll("missing_file", `${name} is not in the pack, and its manifest names it.`)),
    ...Array.from(named)
      .filter(([name, sha256]) => digests.has(name) && digests.get(name) !== sha256)
      .map(([name]) => findingOfAll("edited_file", `${name} is not the file that the manifest names.`)),
  ];
}

function signingFindings(
  manifest: PackManifest | null,
  { texts }: Files,
  { keys }: VerifyOptions,
  { head }: Telling,
): readonly Finding[] {
  if (manifest === null) return [];
  const findings: Finding[] = [];
  if (head !== null && head.origin !== manifest.origin)
    findings.push(
      findingOfAll(
        "bad_manifest",
        `The manifest is of the journal ${manifest.origin}, and the events are of ${head.origin}.`,
      ),
    );
  const note = texts.get(NAMES.signature);
  const text = texts.get(NAMES.manifest) ?? "";
  const by = { text, origin: manifest.origin, keys: keys ?? namedKeys(head?.keys ?? []) };
  if (manifest.signed && note !== undefined && !isManifestSigned(note, by))
    findings.push(
      findingOfAll("bad_manifest", `${NAMES.signature} does not sign this manifest under the key.`),
    );
  if (!manifest.signed && keys !== null)
    findings.push(
      findingOfAll(
        "bad_manifest",
        "The manifest is not signed, so the key that was given says nothing of it.",
      ),
    );
  return findings;
}

function unsignedNote(manifest: PackManifest | null, { keys }: VerifyOptions): readonly string[] {
  return manifest !== null && !manifest.signed && keys === null
    ? ["The manifest is not signed: the device's key was not there when the pack was made."]
    : [];
}

interface WordsParts {
  readonly manifest: PackManifest | null;
  readonly telling: Telling;
  readonly files: Files;
}

/** Makes again what the pack says in words, and compares it. */
function words({ manifest, telling, files }: WordsParts) {
  const integrity = telling.integrity();
  if (manifest === null || integrity === null || telling.head === null)
    return { findings: [], notes: ["What the pack says in words could not be compared with its events."] };
  if (manifest.told !== TOLD_FORM)
    return {
      findings: [],
      notes: [
        `The pack was made by Lanyard ${manifest.program}, which says things otherwise: its words were not compared with its events.`,
      ],
    };
  const { story, head } = telling;
  const { origin, time, from, to, models, people, redact, signed } = manifest;
  const made = toldFiles({
    head: { origin, time, from, to, models, people, redact },
    story,
    integrity,
    texts: textsIn(files.texts),
    keys: head.keys,
    signed,
  });
  const findings = Array.from(made)
    .filter(([name, text]) => files.texts.has(name) && files.texts.get(name) !== text)
    .map(([name]) => findingOfAll("untrue", `${name} does not say what the events give.`));
  const withheld = story.redacted;
  const notes =
    withheld > 0
      ? [`What ${withheld} events say is the word of whoever made the pack: fields are withheld.`]
      : [];
  return { findings, notes };
}

function namedKeys(keys: readonly string[]): readonly Buffer[] {
  return keys.flatMap((key) => readVerifierKey(key)?.bytes ?? []);
}

function unreadable(name: string, error: unknown): Finding {
  const why = error instanceof Error ? error.message : "unknown";
  return findingOfAll("unreadable", `${name} cannot be read: ${why}.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
