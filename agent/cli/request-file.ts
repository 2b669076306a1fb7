import { text } from "node:stream/consumers";
import { callsOfHar, HarFile } from "../../shared/catalog/har.ts";
import { callOfSample, SampleFile } from "../../shared/catalog/sample.ts";
import type { Call } from "../../shared/schema/call.ts";
import { textOf } from "./config-file.ts";
import { CommandError } from "./exit.ts";

/** The call that a file of one recorded request holds; `-` reads stdin. */
export async function callOf(file: string): Promise<Call> {
  return callOfJson(file, await readJson(file));
}

/** The calls of a recording (HAR), or the one call of a file as `callOf` takes it. */
export async function callsOf(
  file: string,
): Promise<{ readonly isHar: boolean; readonly calls: readonly Call[] }> {
  const json = await readJson(file);
  const har = HarFile.safeParse(json);
  if (har.success) return { isHar: true, calls: callsOfHar(har.data) };
  return { isHar: false, calls: [callOfJson(file, json)] };
}

async function readJson(file: string): Promise<unknown> {
  return jsonOf(file, file === "-" ? await text(process.stdin) : await textOf(file));
}

function callOfJson(file: string, json: unknown): Call {
  const sample = SampleFile.safeParse(json);
  if (sample.success) return callOfSample(sample.data);
  const field = sample.error.issues[0]?.path.map(String).join(".") ?? "";
  throw new CommandError(
    "unreadable",
    `${file} is no recorded request: ${field === "" ? "the file" : `"${field}"`} is not what belongs there. Write method, url, headers and body.`,
  );
}

function jsonOf(file: string, content: string): unknown {
  try {
    const json: unknown = JSON.parse(content);
    return json;
  } catch (error) {
    throw new CommandError("unreadable", `${file} is not JSON.`, error);
  }
}
