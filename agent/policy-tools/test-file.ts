import * as z from "zod/mini";
import { Action } from "../../shared/schema/action.ts";
import { Effect, Ground, Obligation } from "../../shared/schema/decision.ts";
import { Person } from "../../shared/schema/person.ts";
import { AccountKind } from "../../shared/schema/recognition.ts";
import { Name } from "../../shared/schema/text.ts";
import { readYaml, type FileForm, type FileReading } from "../platform/yaml-file.ts";

/** What an editor says about each key. */
const WORDS = z.registry<{ readonly description: string }>();

function told<T extends z.core.$ZodType>(schema: T, description: string): T {
  WORDS.add(schema, { description });
  return schema;
}

/** A moment with its offset, so that a test means the same everywhere. */
const At = told(
  z.string().check(
    z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/),
    z.refine((text) => !Number.isNaN(Date.parse(text))),
  ),
  "A moment with its offset, as in 2026-06-12T17:21:00-04:00.",
);

/** Minutes, hours or days: `90m`, `24h`, `7d`. */
const Age = told(z.string().check(z.regex(/^\d{1,6}[mhd]$/)), "Minutes, hours or days: 90m, 24h, 7d.");

/** One call, in the words of policy. What is not said is as on an ordinary call. */
export const TestRequest = z.strictObject({
  action: told(z.optional(Action), "What the person does; chat unless said."),
  model: told(z.optional(Name), "The one model that the call names: provider/model."),
  models: told(
    z.optional(z.array(Name)),
    "The models that the call may be for; the strictest decision stands.",
  ),
  service: told(z.optional(Name), "Instead of a model: the service, with what it was `sent`."),
  sent: told(
    z.optional(z.string()),
    "What the call to `service` carries as its model, as in auto; may be empty.",
  ),
  host: told(z.optional(Name), "The host that the call goes to, where the policy tells hosts apart."),
  alias: told(z.optional(Name), "A name beside the model: a custom GPT, an assistant."),
  account: told(z.optional(AccountKind), "Whose account; corporate unless said."),
  tenant: told(z.optional(Name), "The account or tenant id of the wire."),
  region: told(z.optional(Name), "Where the call goes, as in eu-west-1."),
  purpose: told(z.optional(Name), "The purpose that the person declared."),
  data: told(
    z.optional(z.array(Name)),
    "Classes of data found in the call; [] where somebody looked and found none.",
  ),
  inspectable: told(z.optional(z.boolean()), "False where the body cannot be read."),
  at: told(z.optional(At), "The moment of the call."),
  agent_away: told(z.optional(z.boolean()), "True while the agent does not answer."),
  policy_age: told(z.optional(Age), "How long ago the policy was last found to be the newest: 90m, 24h, 7d."),
});
export type TestRequest = z.infer<typeof TestRequest>;

/** What a decision must be; what is not said may be anything. */
export const Expectation = z.strictObject({
  effect: told(z.optional(Effect), "permit or deny."),
  obligations: told(z.optional(z.array(Obligation)), "Exactly these, in any order."),
  ground: told(z.optional(Ground), "Which step of the semantics settled it."),
  rules: told(z.optional(z.array(Name)), "Ids of exactly the rules that determined it, in any order."),
  because: told(z.optional(z.string()), "A part of the sentence that the person reads."),
  missing: told(
    z.optional(z.array(Name)),
    "What would give access, at least these: license, license:ID, us-person, level:controlled, account:corporate.",
  ),
  instead: told(z.optional(z.array(Name)), "Models that are offered instead, at least these."),
  shadow: told(
    z.optional(z.enum(["permit", "deny", "none"])),
    "The decision if monitored rules counted; none where none matched.",
  ),
});
export type Expectation = z.infer<typeof Expectation>;

/** Somebody of the people file, or facts of nobody in particular. */
const Who = z.union([Name, z.partial(Person)]);

const Case = z.strictObject({
  case: told(Name, "What is promised, in a few words."),
  person: told(Who, "A person's id in the people file, or facts such as {groups: [engineering]}."),
  step: told(z.optional(Name), "One of `steps`: the policy of that day."),
  request: told(z.optional(TestRequest), "The call."),
  expect: told(Expectation, "What the decision must be."),
});
export type Case = z.infer<typeof Case>;

/** One cell: all calls of the row, none of them, exactly those for these models, or more about each. */
const Cell = z.union([z.enum(["permit", "deny"]), z.array(Name), Expectation]);
export type Cell = z.infer<typeof Cell>;

const Row = z.strictObject({
  case: told(Name, "Who this row is about, in a few words."),
  person: told(Who, "A person's id in the people file, or facts such as {groups: [engineering]}."),
  request: told(
    z.optional(TestRequest),
    "The call of this row; one for each of the table's models unless said.",
  ),
  expect: told(
    z.array(Cell),
    "One cell for each step: permit, deny, the list of models that are permitted, or an expectation.",
  ),
  denied: told(
    z.optional(Expectation),
    "What every denied call of this row must be told, instead of the step's `denied`.",
  ),
});
export type Row = z.infer<typeof Row>;

const Table = z.strictObject({
  table: told(Name, "What the table is about."),
  models: told(z.optional(z.array(Name)), "Each row asks for each of these."),
  steps: told(z.optional(z.array(Name)), "Which of `steps` the cells of a row are for; all unless said."),
  rows: told(z.array(Row), "A row for each person."),
});
export type Table = z.infer<typeof Table>;

const Step = z.strictObject({
  at: told(z.optional(At), "The moment of the calls of this step."),
  add: told(z.optional(z.array(Name)), "Files that are published beside the policy, relative to this file."),
  without: told(z.optional(z.array(Name)), "Files of the policy folder that are withdrawn."),
  denied: told(z.optional(Expectation), "What every denied call of this step must be told."),
});
export type Step = z.infer<typeof Step>;

/** One file of promises about a policy. */
export const TestFile = z.strictObject({
  lanyard: told(z.optional(z.literal(1)), "The version of the language: 1."),
  people: told(
    z.optional(Name),
    "People file, relative to this file; people.yaml beside the policy's folder unless said.",
  ),
  at: told(z.optional(At), "The moment of every call that names none."),
  steps: told(z.optional(z.record(Name, Step)), "States of the policy, in the order of the story."),
  cases: told(z.optional(z.array(Case)), "Single calls."),
  tables: told(z.optional(z.array(Table)), "Whole stories: people down, steps across."),
});
export type TestFile = z.infer<typeof TestFile>;

const REQUEST = "Write a call, as in `request: {action: chat, model: anthropic/mythos-5}`.";
const PERSON = "Write a person's id, or facts as in `person: {groups: [engineering]}`.";
const EXPECT = "Write what must come, as in `expect: {effect: deny, because: license}`.";

const form: FileForm<TestFile> = {
  schema: TestFile,
  mends: {
    "": "Write `cases:` or `tables:` with a list below it.",
    lanyard: "Write `lanyard: 1`, or leave the field out.",
    people: "Write the people file's name, as in `people: ../../people.yaml`.",
    at: "Write a time with its offset, as in `at: 2026-06-12T17:21:00-04:00`.",
    steps: "Write the states of the policy by name, as in `steps: {12 June: {add: [directive.yaml]}}`.",
    cases: "Write a list of cases, as in `- {case: …, person: …, request: …, expect: …}`.",
    tables: "Write a list of tables, as in `- {table: …, models: …, rows: …}`.",
    "cases.*.case": "Write what is promised, as text.",
    "cases.*.person": PERSON,
    "cases.*.step": "Write one of the names under `steps`.",
    "cases.*.request": REQUEST,
    "cases.*.expect": EXPECT,
    "tables.*.table": "Write what the table is about, as text.",
    "tables.*.models": "Write a list of models, as in `models: [anthropic/mythos-5]`.",
    "tables.*.steps": "Write a list of names under `steps`.",
    "tables.*.rows": "Write a list of rows, as in `- {case: …, person: …, expect: [permit, deny]}`.",
    "tables.*.rows.*.case": "Write who the row is about, as text.",
    "tables.*.rows.*.person": PERSON,
    "tables.*.rows.*.request": REQUEST,
    "tables.*.rows.*.expect":
      "Write a cell for each step: permit, deny, or a list of the models that are permitted.",
    "tables.*.rows.*.denied": EXPECT,
  },
};

/** Reads one file of promises. */
export function parseTestFile(file: string, text: string): FileReading<TestFile> {
  return readYaml(form, file, text);
}

/** The JSON Schema of test files, for editors. */
export function testFileJsonSchema(): object {
  return {
    ...z.toJSONSchema(TestFile, { metadata: WORDS, io: "input" }),
    title: "Lanyard policy tests",
    description: "What a policy promises to people, checked by `lanyard policy test`.",
  };
}
