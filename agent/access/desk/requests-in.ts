import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { systemWords } from "../../platform/fault.ts";
import { ANSWER_LIMIT } from "../answer-form.ts";
import { AccessError } from "../fault.ts";
import { type CameRequest, readSent } from "../sent-request.ts";

/** The requests that came, newest first, and how many files are none. */
export interface FoundRequests {
  readonly requests: readonly CameRequest[];
  readonly unreadable: number;
}

/** The requests of a folder, each in a file that is called by its id; throws `unreadable` where there is no such folder. */
export async function requestsIn(folder: string): Promise<FoundRequests> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith(".json"));
  const requests: CameRequest[] = [];
  for (const name of names) {
    const came = await requestIn(join(folder, name)).catch(ifRefused);
    if (came?.request.id === name.slice(0, -".json".length)) requests.push(came);
  }
  requests.sort((a, b) => b.request.asked - a.request.asked);
  return { requests, unreadable: names.length - requests.length };
}

async function requestIn(file: string): Promise<CameRequest> {
  const text = await readFile(file, "utf8");
  if (text.length > 2 * ANSWER_LIMIT)
    throw new AccessError("too_large", `${file} is larger than any request.`);
  return await readSent(text);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    throw new AccessError("unreadable", `${folder} cannot be read: ${systemWords(error)}.`, error);
  }
}

/** Whoever can send requests can send anything else as well: that must not hide the others. */
function ifRefused(error: unknown): null {
  if (error instanceof AccessError) return null;
  throw error;
}
