import { ReviewError } from "../review/fault.ts";
import { CommandError } from "./exit.ts";

/** Does something with sealed text; what does not open is told as `unsigned` where a key is the reason, else as `found`. */
export async function inReview<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ReviewError)) throw error;
    const isKey = error.code === "key" || error.code === "other_reviewer";
    throw new CommandError(isKey ? "unsigned" : "found", error.message, error);
  }
}
