import * as z from "zod/mini";
import { Operation } from "./action.ts";
import { ModelNames } from "./model-names.ts";
import { Recognizer } from "./recognizer.ts";
import { Name } from "./text.ts";

/** Day of making and number of that day, `2026-11-20.1`: later editions have the greater name. */
export const EditionName = z
  .string()
  .check(z.regex(/^2\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\.[1-9]\d{0,5}$/));
export type EditionName = z.infer<typeof EditionName>;

const Services = z.array(Recognizer).check(z.minLength(1), z.maxLength(5_000));

/** What recognition needs of an edition: all that reaches the extension. */
export const CatalogContent = z.strictObject({
  edition: EditionName,
  /** The order is the order of trying. */
  services: Services,
  models: ModelNames,
});
export type CatalogContent = z.infer<typeof CatalogContent>;

/** What is known of one model, as `ModelFacts` says it, with the release as a date that people can read. */
export const FactOnFile = z.strictObject({
  id: Name,
  name: Name,
  family: Name,
  openWeights: z.nullable(z.boolean()),
  /** `2025-11-24`, or null. */
  released: z.nullable(z.string().check(z.regex(/^2\d{3}-\d{2}-\d{2}$/))),
});
export type FactOnFile = z.infer<typeof FactOnFile>;

/** A request in the form of the samples. */
const FixtureRequest = z.strictObject({
  method: z.string().check(z.regex(/^[A-Z]{3,10}$/)),
  url: z.string().check(z.minLength(1), z.maxLength(20_000)),
  headers: z._default(z.record(z.string(), z.string()), {}),
  /** An object or array is sent as JSON, a string as it is. */
  body: z.optional(z.unknown()),
  body_base64: z.optional(z.string()),
  frames: z._default(
    z.array(z.strictObject({ direction: z.enum(["sent", "received"]), data: z.unknown() })),
    [],
  ),
});

/** What a request must be recognized as; what is left out does not matter. Null for `expected`: no AI call. */
const Expectation = z.strictObject({
  service: Name,
  operation: Operation,
  provider: z.optional(Name),
  modelAsSent: z.optional(z.nullable(z.string())),
  model: z.optional(z.nullable(Name)),
  /** In any order. */
  mayBe: z.optional(z.nullable(z.array(Name))),
  promptContains: z.optional(z.string()),
  attachments: z.optional(z.array(z.string())),
  account: z.optional(z.nullable(Name)),
  inspectable: z.optional(z.boolean()),
});
export type Expectation = z.infer<typeof Expectation>;

/** One request that an edition must recognize rightly before anybody uses it. */
export const CatalogFixture = z.strictObject({
  name: Name,
  request: FixtureRequest,
  expected: z.nullable(Expectation),
});
export type CatalogFixture = z.infer<typeof CatalogFixture>;

/** An edition as the file that policy distribution carries. */
export const CatalogEdition = z.strictObject({
  lanyardCatalog: z.literal(1),
  edition: EditionName,
  /** The oldest version of Lanyard that can read it. */
  minimumProgram: z.string().check(z.regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/)),
  services: Services,
  models: z.extend(ModelNames, { facts: z.array(FactOnFile).check(z.maxLength(50_000)) }),
  fixtures: z.array(CatalogFixture).check(z.maxLength(10_000)),
});
export type CatalogEdition = z.infer<typeof CatalogEdition>;
