import { PassThrough, Readable } from "node:stream";
import type { Context } from "hono";
import { textsOf } from "../distribution/policy-history.ts";
import { makePack } from "../inspection/make-pack.ts";
import type { VerifyOptions } from "../journal/verify/report.ts";
import { deviceKeyFile, policyHistoryFolder } from "../platform/config.ts";
import { existingDeviceKey } from "../platform/device-key.ts";
import { isExport } from "./open-shelf.ts";

/** What is asked for. */
interface PackAsked {
  /** Null: there is none of that number. */
  readonly journal: string | null;
  /** Milliseconds since 1970 UTC; null: no such limit. */
  readonly from: number | null;
  readonly to: number | null;
  readonly witnessed: VerifyOptions["witnessed"];
  /** Version of the program. */
  readonly program: string;
}

/** A pack of one journal in a span of time, as `lanyard journal export --pack` writes it, as fast as it is taken. */
export function packDownload(context: Context, { journal, from, to, ...parts }: PackAsked): Response {
  if (journal === null || isExport(journal)) {
    const message = "There is no such journal. Packs are made of journals.";
    return context.json({ error: { code: "no_journal", message } }, 404);
  }
  const out = new PassThrough();
  // What fails breaks the download off: a pack that is cut is told by whoever verifies it.
  makePack({
    ...parts,
    journal,
    choice: { from, to, models: [], people: [], redact: [] },
    key: existingDeviceKey(deviceKeyFile({ journal })),
    textsOf: (digest) => textsOf(policyHistoryFolder({ journal }), digest),
    now: Date.now(),
    to: out,
    onProgress: () => undefined,
  }).catch((error: unknown) => out.destroy(error instanceof Error ? error : undefined));
  const moment = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  context.header("Content-Type", "application/zip");
  context.header("Content-Disposition", `attachment; filename="lanyard-pack-${moment}.zip"`);
  return context.body(Readable.toWeb(out) as ReadableStream<Uint8Array>);
}
