import { readdirSync, readFileSync } from "node:fs";
import * as z from "zod/mini";
import { SampleFile } from "../../../shared/catalog/sample.ts";

/** The samples lie beside the project's checkout; the fixtures, in the same form, are made from the rows of services.md. */
const SAMPLE_FOLDER = new URL("../../../../shared/samples/", import.meta.url);
const FIXTURE_FOLDER = new URL("fixtures/", import.meta.url);

const Expected = z.looseObject({
  service: z.string(),
  provider: z.string(),
  operation: z.string(),
  model_as_sent: z.nullable(z.string()),
  prompt_contains: z.nullable(z.string()),
  attachments: z.optional(z.array(z.string())),
  normalized: z.optional(z.string()),
  may_be: z.optional(z.array(z.string())),
  region: z.optional(z.nullable(z.string())),
  account: z.optional(z.nullable(z.string())),
});

const Recorded = z.looseObject({ name: z.string(), expected: Expected });

/** One sample, with what it must be recognized as. */
export interface RecordedSample {
  readonly name: string;
  readonly sample: SampleFile;
  readonly expected: z.infer<typeof Expected>;
}

function recordedIn(folder: URL): readonly RecordedSample[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => {
    const json: unknown = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    const { name, expected } = Recorded.parse(json);
    return { name, expected, sample: SampleFile.parse(json) };
  });
}

/** All samples, by name. */
export const SAMPLES: readonly RecordedSample[] = recordedIn(SAMPLE_FOLDER);

/** All fixtures, by name. */
export const FIXTURES: readonly RecordedSample[] = recordedIn(FIXTURE_FOLDER);

/** Samples that we read otherwise than they expect, with what we say instead. */
export const READ_OTHERWISE: Readonly<
  Record<string, { readonly provider?: string; readonly mayBe?: readonly string[]; readonly why: string }>
> = {
  "api-groq-chat": { provider: "meta", why: "a misspelled llama is still named after Meta's family" },
  "api-hf-router-together": { provider: "deepseek", why: "deepseek-ai/DeepSeek-R1 names its lab" },
  "api-ollama-local-openai": {
    provider: "alibaba",
    why: "qwen3 is as telling as llama3.2 in its sister samples",
  },
  "ws-m365-copilot-claude": {
    mayBe: ["anthropic/claude-opus", "anthropic/claude-opus-4-8"],
    why: "Claude_Opus is whichever Opus Microsoft runs today: a set (P7), with the family among it",
  },
};
