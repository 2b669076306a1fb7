import { workerData } from "node:worker_threads";
import { Verification, runVerification } from "./verification.ts";
import { runDesk } from "./worker.ts";

/** Runs the thread that the console started, by what it was given. */
export async function runThread(): Promise<void> {
  const verification = Verification.safeParse(workerData);
  if (verification.success) await runVerification(verification.data);
  else await runDesk();
}
