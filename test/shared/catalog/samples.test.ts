import { describe, expect, test } from "vitest";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { callOfSample } from "../../../shared/catalog/sample.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { FIXTURES, READ_OTHERWISE, SAMPLES } from "./recorded-samples.ts";

const catalog = indexCatalog(SERVICES);

describe("every recorded request is recognized", () => {
  test.each([...SAMPLES, ...FIXTURES])("$name", ({ name, sample, expected }) => {
    const otherwise = READ_OTHERWISE[name];
    const recognition = recognize(catalog, callOfSample(sample), { prompt: true });
    expect(recognition).toMatchObject({
      service: expected.service,
      provider: otherwise?.provider ?? expected.provider,
      operation: expected.operation,
      modelAsSent: expected.model_as_sent,
    });
    if (expected.prompt_contains !== null) {
      expect(recognition?.prompt).toContain(expected.prompt_contains);
    }
    if (expected.attachments !== undefined) expect(recognition?.attachments).toEqual(expected.attachments);
    if (expected.may_be !== undefined) expect(recognition?.mayBe).toEqual(expected.may_be);
    if (expected.region !== undefined) expect(recognition?.region).toBe(expected.region);
    if (expected.account !== undefined) expect(recognition?.account?.id ?? null).toBe(expected.account);
    if (otherwise?.mayBe !== undefined)
      expect(recognition?.mayBe).toEqual(expect.arrayContaining([...otherwise.mayBe]));
    else if (expected.normalized !== undefined)
      expect(recognition?.model?.split("/")[1]).toBe(expected.normalized);
  });
});

test("the table of exceptions names samples that exist and still differ", () => {
  const names = new Set(SAMPLES.map(({ name }) => name));
  for (const name of Object.keys(READ_OTHERWISE)) expect(names).toContain(name);
  for (const { name, sample, expected } of SAMPLES) {
    if (!Object.hasOwn(READ_OTHERWISE, name)) continue;
    const recognition = recognize(catalog, callOfSample(sample), { prompt: false });
    const normalized = expected.normalized === undefined ? undefined : recognition?.model?.split("/")[1];
    expect({ provider: recognition?.provider, normalized }).not.toEqual({
      provider: expected.provider,
      normalized: expected.normalized,
    });
  }
});
