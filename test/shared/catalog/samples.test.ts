import { describe, expect, test } from "vitest";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { callOfSample } from "../../../shared/catalog/sample.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { NOT_COVERED, READ_OTHERWISE, SAMPLES } from "./recorded-samples.ts";

const catalog = indexCatalog(SERVICES);
const covered = SAMPLES.filter(({ name }) => !Object.hasOwn(NOT_COVERED, name));
const uncovered = SAMPLES.filter(({ name }) => Object.hasOwn(NOT_COVERED, name));

describe("every recorded request is recognized", () => {
  test.each(covered)("$name", ({ name, sample, expected }) => {
    const otherwise = READ_OTHERWISE[name];
    const recognition = recognize(catalog, callOfSample(sample), { prompt: true });
    expect(recognition).toMatchObject({
      service: expected.service,
      provider: otherwise?.provider ?? expected.provider,
      operation: expected.operation,
      modelAsSent: otherwise?.modelAsSent === null ? null : expected.model_as_sent,
    });
    if (expected.prompt_contains !== null && otherwise?.prompt !== null) {
      expect(recognition?.prompt).toContain(expected.prompt_contains);
    }
    if (expected.attachments !== undefined) expect(recognition?.attachments).toEqual(expected.attachments);
    if (expected.normalized !== undefined)
      expect(recognition?.model?.split("/")[1]).toBe(expected.normalized);
  });
});

describe("a request of a service that is not covered yet is taken for no other", () => {
  test.each(uncovered)("$name", ({ sample }) => {
    const service = recognize(catalog, callOfSample(sample), { prompt: false })?.service ?? null;
    expect(service === null || service.startsWith("generic-")).toBe(true);
  });
});

test("the tables of exceptions name samples that exist and still differ", () => {
  const names = new Set(SAMPLES.map(({ name }) => name));
  for (const name of [...Object.keys(NOT_COVERED), ...Object.keys(READ_OTHERWISE)])
    expect(names).toContain(name);
  for (const { name, sample, expected } of SAMPLES) {
    const otherwise = READ_OTHERWISE[name];
    if (otherwise === undefined) continue;
    const recognition = recognize(catalog, callOfSample(sample), { prompt: false });
    expect({ provider: recognition?.provider, modelAsSent: recognition?.modelAsSent }).not.toEqual({
      provider: expected.provider,
      modelAsSent: expected.model_as_sent,
    });
  }
});
