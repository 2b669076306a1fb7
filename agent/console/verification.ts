import { parentPort } from "node:worker_threads";
import * as z from "zod/mini";
import { JournalError } from "../journal/fault.ts";
import type { VerifyReport } from "../journal/verify/report.ts";
import { verifyDatabase } from "../journal/verify/verify-database.ts";
import { verifyExport } from "../journal/verify/verify-export.ts";
import { isExport } from "./open-shelf.ts";

/** What is verified, by what. */
export const Verification = z.strictObject({
  console: z.literal("verification"),
  file: z.string(),
  /** Public keys in base64; null: those that the record names itself. */
  keys: z.nullable(z.array(z.string())),
  witnessed: z.array(z.strictObject({ note: z.string(), file: z.string() })),
});
export type Verification = z.infer<typeof Verification>;

/** What the thread of a verification tells. */
export type Told =
  | { readonly what: "progress"; readonly done: number; readonly of: number }
  | { readonly what: "report"; readonly report: VerifyReport }
  | { readonly what: "failed"; readonly problem: string };

/** Milliseconds between two tellings of how far it is. */
const EVERY = 500;

function tell(told: Told): void {
  parentPort?.postMessage(told);
}

/** Verifies one record in a thread of its own: it takes a processor for itself. */
export async function runVerification({ file, keys, witnessed }: Verification): Promise<void> {
  let last = 0;
  const options = {
    keys: keys?.map((key) => Buffer.from(key, "base64")) ?? null,
    witnessed,
    onProgress: (done: number, of: number) => {
      if (performance.now() - last < EVERY) return;
      last = performance.now();
      tell({ what: "progress", done, of });
    },
  };
  try {
    tell({
      what: "report",
      report: isExport(file) ? await verifyExport(file, options) : verifyDatabase(file, options),
    });
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    tell({ what: "failed", problem: error.message });
  }
}
