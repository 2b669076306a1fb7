import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod/mini";
import { chatCall, messageCall, type PageCall } from "../e2e/calls.ts";

/** The sample organization: `policy`, `people.yaml`, and `later` for what comes later. */
export const SAMPLE = join(import.meta.dirname, "../tour/organization");
const STORY = join(SAMPLE, "policy/tests/story-of-june-2026.yaml");
const FABLE = "anthropic/fable-5";
const MYTHOS = "anthropic/mythos-5";

/** A file of policy: the company's gateway picks a model by itself, and Fable 5 is one of those that it picks from. */
export const GATEWAY_POLICY = `may_be:
  - { service: generic-openai, host: llm.internal.example, sent: auto, models: [anthropic/claude-opus-4-8, ${FABLE}] }
`;

const Cells = z.union([z.enum(["permit", "deny"]), z.array(z.string())]);
const Row = z.object({
  case: z.string(),
  person: z.union([z.string(), z.looseObject({})]),
  request: z.optional(z.looseObject({})),
  expect: z.array(Cells),
});
const Story = z.looseObject({ tables: z.array(z.looseObject({ rows: z.array(Row) })) });

/** One person of the story at a machine of their own, and which of the models are open to them on each day. */
export interface Life {
  readonly name: string;
  readonly person: string;
  readonly models: readonly Asked[];
  readonly open: readonly (readonly string[])[];
}

/** A model as it is asked for, and what stands for it in journal and screens. */
export interface Asked {
  readonly model: string;
  readonly call: PageCall;
  readonly host: string;
  readonly name: string;
}

const BOTH: readonly Asked[] = [
  { model: FABLE, call: messageCall("fable-5"), host: "api.anthropic.com", name: "Fable 5" },
  { model: MYTHOS, call: messageCall("mythos-5"), host: "api.anthropic.com", name: "Mythos 5" },
];
const GATEWAY = "llm.internal.example";
const CHOSEN_THERE: readonly Asked[] = [
  {
    model: "auto",
    call: chatCall(`https://${GATEWAY}/v1/chat/completions`, "auto"),
    host: GATEWAY,
    name: "",
  },
];

/** The rows of the sample organization's own table, as far as they name a person. */
export const LIVES: readonly Life[] = Story.parse(parse(readFileSync(STORY, "utf8")))
  .tables.flatMap(({ rows }) => rows)
  .flatMap(({ case: name, person, request, expect: cells }) => {
    const models = request === undefined ? BOTH : CHOSEN_THERE;
    return typeof person === "string"
      ? [{ name, person, models, open: cells.map((cell) => openIn(cell, models)) }]
      : [];
  });

function openIn(cell: z.infer<typeof Cells>, models: readonly Asked[]): readonly string[] {
  if (cell === "deny") return [];
  return cell === "permit" ? models.map(({ model }) => model) : cell;
}
