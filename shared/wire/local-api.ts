import * as z from "zod/mini";
import { Moment, Name } from "../schema/text.ts";

/** The messages between the command line and the agent, on the same socket and in the same frames as the browser's. */
export const ApiRequest = z.strictObject({ type: z.literal("status") });
export type ApiRequest = z.infer<typeof ApiRequest>;

/** One browser that is connected now. */
const ConnectedExtension = z.strictObject({
  instance: Name,
  version: Name,
  browser: z.string(),
  since: Moment,
});

/** What `lanyard agent status` shows. */
export const AgentStatus = z.strictObject({
  type: z.literal("status"),
  version: Name,
  pid: z.number(),
  startedAt: Moment,
  organization: Name,
  person: z.nullable(Name),
  policy: z.strictObject({
    directory: z.string(),
    revision: z.nullable(Name),
    checkedAt: z.nullable(Moment),
    rules: z.number(),
    problems: z.array(z.string()),
  }),
  journal: z.strictObject({ file: z.string(), events: z.number(), problem: z.nullable(z.string()) }),
  extensions: z.array(ConnectedExtension),
  residentBytes: z.number(),
});
export type AgentStatus = z.infer<typeof AgentStatus>;
