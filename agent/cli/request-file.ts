import { text } from "node:stream/consumers";
import { callOfSample, SampleFile } from "../../shared/catalog/sample.ts";
import type { Call } from "../../shared/schema/call.ts";
import { textOf } from "./config-file.ts";
import { CommandError } from "./exit.ts";

/** The call that a file of one recorded request holds; `-` reads stdin. */
export async function callOf(file: string): Promise<Call> {
  const json = jsonOf(file, file === "-" ? await text(process.stdin) : await textOf(file));
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
