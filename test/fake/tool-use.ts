import type { Received } from "./received.ts";

/** What tells in any vendor's dialect that the tool has been used already. */
const USED =
  /"role":"tool"|"type":"(?:tool_result|tool-result|function_call_output)"|"(?:toolResult|functionResponse)":/;

/** A tool that the stand-in asks the client to use. */
export interface ToolUse {
  readonly id: string;
  readonly name: string;
  readonly input: { readonly country: string };
}

/** The use of the first tool that a call offers; null where it offers none, or brings a tool's result. */
export function toolUseFor(call: Received): ToolUse | null {
  if (USED.test(call.text)) return null;
  const name = /"tools":\[.*?"name":"(?<name>[^"]+)"/s.exec(call.text)?.groups?.["name"];
  return name === undefined ? null : { id: "call00001", name, input: { country: "France" } };
}
