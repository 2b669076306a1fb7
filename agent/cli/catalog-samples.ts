import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { BUILT_IN_CONTENT, catalogOf } from "../../shared/catalog/edition.ts";
import { recognize } from "../../shared/catalog/recognize.ts";
import { callOfSample, SampleClaim, SampleFile } from "../../shared/catalog/sample.ts";
import { CatalogFixture, type Expectation } from "../../shared/schema/catalog-edition.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import { systemWords } from "../platform/fault.ts";
import { textOf } from "./config-file.ts";
import { CommandError } from "./exit.ts";

/**
 * The samples of a folder as fixtures: what the built-in catalog makes of each of them is expected of an edition too.
 * Throws `unreadable` for what is no sample, and `found` where the built-in catalog reads one otherwise than it says.
 */
export async function fixturesOf(folder: string): Promise<readonly CatalogFixture[]> {
  const catalog = catalogOf(BUILT_IN_CONTENT);
  const fixtures: CatalogFixture[] = [];
  for (const file of await samplesIn(folder)) {
    const { said, sample } = await sampleOf(join(folder, file));
    const found = recognize(catalog, callOfSample(sample), { prompt: true });
    const { expected } = said;
    if (
      expected !== undefined &&
      (found?.service !== expected.service || found.operation !== expected.operation)
    )
      throw new CommandError(
        "found",
        `${file} says ${expected.service}, and the built-in catalog finds another call.`,
      );
    const { method, url, headers, body, body_base64, frames } = sample;
    const request = { method: method.toUpperCase(), url, headers, body, body_base64, frames };
    const name = said.name ?? file.replace(/\.json$/, "");
    const wanted = found === null ? null : expectationOf(found, expected?.prompt_contains ?? null);
    fixtures.push(CatalogFixture.parse(JSON.parse(JSON.stringify({ name, request, expected: wanted }))));
  }
  return fixtures;
}

async function samplesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((file) => /^[^.].*\.json$/.test(file)).sort();
  } catch (error) {
    throw new CommandError("unreadable", `${folder} cannot be read: ${systemWords(error)}.`, error);
  }
}

async function sampleOf(file: string): Promise<{ readonly said: SampleClaim; readonly sample: SampleFile }> {
  const json = jsonOf(file, await textOf(file));
  const sample = SampleFile.safeParse(json);
  const said = SampleClaim.safeParse(json);
  if (sample.success && said.success) return { said: said.data, sample: sample.data };
  throw new CommandError(
    "unreadable",
    `${file} is no recorded request. Write method, url, headers and body.`,
  );
}

function jsonOf(file: string, text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch (error) {
    throw new CommandError("unreadable", `${file} is not JSON.`, error);
  }
}

function expectationOf(found: Recognition, promptContains: string | null): Expectation {
  return {
    service: found.service,
    operation: found.operation,
    provider: found.provider,
    modelAsSent: found.modelAsSent,
    model: found.model,
    mayBe: found.mayBe,
    attachments: found.attachments,
    account: found.account?.id ?? null,
    inspectable: found.inspectable,
    ...(promptContains !== null && { promptContains }),
  };
}
