import type { Answer } from "../../shared/wire/page.ts";
import { bare, defineProperty } from "./primordials.ts";

const OwnResponse = Response;

/** The headers of an answer as a bare record. */
export function headersOfAnswer({ headers }: Answer): Record<string, string> {
  const record: Record<string, string> = bare({});
  for (let index = 0; index < headers.length; index += 1) {
    const name = headers[index]?.[0];
    const value = headers[index]?.[1];
    if (name !== undefined && value !== undefined) record[name] = value;
  }
  return record;
}

/** The answer as fetch gives it: with the address it was asked of, which no constructor takes. */
export function responseOf(answer: Answer, url: string, type: ResponseType): Response {
  const { status, statusText, body } = answer;
  const init = bare({ status, statusText, headers: headersOfAnswer(answer) });
  const response = new OwnResponse(body, init);
  defineProperty(response, "url", bare({ value: url, configurable: true }));
  defineProperty(response, "type", bare({ value: type, configurable: true }));
  return response;
}
