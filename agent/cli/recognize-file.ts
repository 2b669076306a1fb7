import { explain, type Explanation } from "../../shared/catalog/explain.ts";
import { indexCatalog, recognize } from "../../shared/catalog/recognize.ts";
import { SERVICES } from "../../shared/catalog/services.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import { EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";
import { callsOf } from "./request-file.ts";

/** `recognize FILE`: what the call is, with its prompt; of a HAR file, a table of all its AI calls. 1 where there is none. */
export async function recognizeFile(given: Given): Promise<number> {
  const { isHar, calls } = await callsOf(word(given, 0, "The request's file"));
  const catalog = indexCatalog(SERVICES);
  const found = calls.flatMap((call) => {
    const recognition = recognize(catalog, call, { prompt: true });
    if (recognition === null) return [];
    return [
      {
        url: withoutQuery(call.url),
        recognition,
        ...(given.flag("explain") && { explanation: explain(catalog, call) }),
      },
    ];
  });
  if (given.json) printJson(isHar ? found : jsonOf(found[0]));
  else for (const line of isHar ? tableOf(found) : linesOf(found[0])) print(plain(line));
  return found.length === 0 ? EXIT.found : EXIT.done;
}

/** Addresses of sockets carry access tokens behind the question mark. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

/** One AI call of a file. */
interface Found {
  readonly url: string;
  readonly recognition: Recognition;
  readonly explanation?: Explanation | null;
}

function jsonOf(found: Found | undefined): unknown {
  if (found === undefined) return null;
  return found.explanation === undefined ? found.recognition : found;
}

function linesOf(found: Found | undefined): readonly string[] {
  return found === undefined
    ? ["This is no AI call."]
    : [...recognitionLines(found.recognition), ...explanationLines(found)];
}

function tableOf(all: readonly Found[]): readonly string[] {
  if (all.length === 0) return ["There is no AI call in this recording."];
  return all.flatMap((found) => {
    const { service, operation } = found.recognition;
    const line = `${service.padEnd(22)} ${operation.padEnd(16)} ${modelWords(found.recognition)}`;
    return [`${line}  ${hostAndRegion(found)}`, ...explanationLines(found)];
  });
}

function hostAndRegion({ url, recognition: { region } }: Found): string {
  const host = URL.parse(url)?.host ?? "";
  return region === null ? host : `${host} (${region})`;
}

function explanationLines({ explanation }: Found): readonly string[] {
  if (explanation === undefined || explanation === null) return [];
  return [
    `Record      ${explanation.service}: ${explanation.paths.join(" ")}`,
    ...explanation.found.map(
      ({ what, at, values }) => `  ${what.padEnd(11)} ${at}: ${values.slice(0, 5).join(", ")}`,
    ),
  ];
}

/** A recognition in lines for people. */
export function recognitionLines(recognition: Recognition): readonly string[] {
  const { account } = recognition;
  return [
    `Service     ${recognition.service} (${recognition.provider})`,
    `Operation   ${recognition.operation}`,
    `Model       ${modelWords(recognition)}`,
    `Account     ${account ? (account.id ?? (account.signedOut ? "signed out" : "not told")) : "not told"}`,
    `Region      ${recognition.region ?? "not told"}`,
    `Attachments ${recognition.attachments.length === 0 ? "none" : recognition.attachments.join(", ")}`,
    `Readable    ${recognition.inspectable ? "yes" : "no"}`,
    ...(recognition.prompt === null ? [] : [`Prompt      ${recognition.prompt}`]),
  ];
}

function modelWords({ model, mayBe, modelAsSent }: Recognition): string {
  const sent = modelAsSent === null ? "" : `, sent as "${modelAsSent}"`;
  if (model !== null) return model + sent;
  return (mayBe === null ? "cannot be told" : `one of ${mayBe.join(", ")}`) + sent;
}
