import { askedAbout } from "../../shared/catalog/asked-about.ts";
import { type Catalog, recognize } from "../../shared/catalog/recognize.ts";
import { replacedAddress, replacedBody, replacedJson } from "../../shared/catalog/replacing.ts";
import type { Finder } from "../../shared/policy/data/finder.ts";
import { type Piece, redact } from "../../shared/policy/data/redaction.ts";
import { fingerprintOf } from "../../shared/policy/fingerprint.ts";
import type { Call } from "../../shared/schema/call.ts";

/** What is sent in place of a body, a frame, or the address that a link leads to. */
export interface Replacement {
  readonly made: string;
  /** The texts that were changed, in pieces, for the person's eyes alone. */
  readonly texts: readonly (readonly Piece[])[];
  /** Stands for what will be sent, as `CallFacts.text` does for what was. */
  readonly fingerprint: string;
}

/** A call with texts replaced, and the part of it in which they were; null where that cannot be done. */
type Replacing = (
  call: Call,
  replacements: ReadonlyMap<string, string>,
) => { readonly call: Call; readonly made: string } | null;

/**
 * Makes the body, frame or address without the data of these classes, and looks at it as the service will: null where any of it
 * is still found, or where it would be a call for something else. Then nothing can be sent.
 */
export function replacementFor(
  catalog: Catalog,
  call: Call,
  finder: Finder,
  redacted: readonly string[],
  replacing: Replacing = inBody,
): Replacement | null {
  const classes = new Set(redacted);
  const { texts, isForm } = askedAbout(catalog, call);
  const changed = [...new Set(texts)].map((text) => [text, redact(finder, text, classes)] as const);
  const made = changed.filter(([text, redaction]) => redaction.text !== text);
  const replacements = new Map(made.map(([text, redaction]) => [text, redaction.text]));
  if (call.body.kind === "form" && !isForm) return null; // of several parts, whose form the browser does not show
  const after = replacing(call, replacements);
  if (after === null || !isClean(catalog, call, after.call, finder, classes)) return null;
  const { prompt, attachments } = recognize(catalog, after.call, { prompt: true }) ?? {};
  return {
    made: after.made,
    texts: made.map(([, { pieces }]) => pieces),
    fingerprint: fingerprintOf([prompt, attachments]),
  };
}

/** Replaces in what the call sends along. */
const inBody: Replacing = (call, replacements) => {
  const [frame] = call.frames;
  if (frame !== undefined) {
    if (typeof frame !== "string" || call.frames.length > 1) return null;
    const made = replacedJson(frame, replacements);
    return { call: { ...call, frames: [made] }, made };
  }
  const made = replacedBody(call.body, replacements);
  if (made === null) return null;
  return { call: { ...call, body: { kind: "bytes", bytes: new TextEncoder().encode(made) } }, made };
};

/** Replaces in the query of the address. */
export const inAddress: Replacing = (call, replacements) => {
  const made = replacedAddress(call.url, replacements);
  return { call: { ...call, url: made }, made };
};

function isClean(
  catalog: Catalog,
  before: Call,
  after: Call,
  finder: Finder,
  classes: ReadonlySet<string>,
): boolean {
  const was = recognize(catalog, before, { prompt: false });
  const is = recognize(catalog, after, { prompt: true });
  if (was === null || is === null || is.prompt === null || !is.inspectable) return false;
  const isSame =
    was.service === is.service && was.operation === is.operation && was.modelAsSent === is.modelAsSent;
  return isSame && !finder.find(is.prompt).some(({ of }) => classes.has(of.name));
}
