import type { CompiledRequests } from "../../shared/policy/compiled-policy.ts";
import type { RequestSettings } from "../platform/requests-config.ts";

/** One way on which requests go out; it rejects where one did not get through. */
export interface Route {
  /** What the book remembers it by. */
  readonly name: string;
  readonly send: (text: string, id: string) => Promise<void>;
}

/** How a request is sent over the web; rejects where the answer is no success. */
export type SendWeb = (method: "PUT" | "POST", url: string, body: string) => Promise<void>;

/** What does the work of each kind of route. */
export interface RouteParts {
  readonly web: SendWeb;
  readonly write: (file: string, text: string) => void;
  readonly run: (command: readonly string[], input: string) => Promise<void>;
}

/** The routes that policy and configuration name, in that order. */
export function routesOf(
  requests: CompiledRequests | undefined,
  { folder, command }: RequestSettings,
  { web, write, run }: RouteParts,
): readonly Route[] {
  if (!requests) return [];
  const { put, webhook } = requests;
  return [
    ...(put === null ? [] : [route(put, (text, id) => web("PUT", `${put}${id}.json`, text))]),
    ...(webhook === null ? [] : [route(webhook, (text) => web("POST", webhook, text))]),
    ...(folder === null
      ? []
      : [route(folder, (text, id) => Promise.resolve(write(`${folder}/${id}.json`, text)))]),
    ...(command === null ? [] : [route(command.join(" "), (text) => run(command, text))]),
  ];
}

function route(name: string, send: Route["send"]): Route {
  return { name, send };
}
