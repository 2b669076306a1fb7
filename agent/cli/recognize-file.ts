import { indexCatalog, recognize } from "../../shared/catalog/recognize.ts";
import { SERVICES } from "../../shared/catalog/services.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import { EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";
import { callOf } from "./request-file.ts";

/** `recognize FILE`: what the call is, with its prompt; 1 where it is no AI call. */
export async function recognizeFile(given: Given): Promise<number> {
  const call = await callOf(word(given, 0, "The request's file"));
  const recognition = recognize(indexCatalog(SERVICES), call, { prompt: true });
  if (!recognition) {
    if (given.json) printJson(null);
    else print("This is no AI call.");
    return EXIT.found;
  }
  if (given.json) printJson(recognition);
  else for (const line of recognitionLines(recognition)) print(plain(line));
  return EXIT.done;
}

/** A recognition in lines for people. */
export function recognitionLines(recognition: Recognition): readonly string[] {
  const { account } = recognition;
  return [
    `Service     ${recognition.service} (${recognition.provider})`,
    `Operation   ${recognition.operation}`,
    `Model       ${modelWords(recognition)}`,
    `Account     ${account ? (account.id ?? (account.signedOut ? "signed out" : "not told")) : "not told"}`,
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
