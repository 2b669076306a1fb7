import { describe, expect, test } from "vitest";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { load } from "../../../shared/policy/load.ts";
import { modelsFor } from "../../../shared/policy/model-set.ts";
import type { Call } from "../../../shared/schema/call.ts";
import { post, socket } from "./call-of.ts";

const catalog = indexCatalog(SERVICES);
const chat = { messages: [{ role: "user", content: "hello" }] };
const bedrock = (arn: string): Call =>
  post(`https://bedrock-runtime.us-east-1.amazonaws.com/model/${encodeURIComponent(arn)}/converse`, chat);
const azure = (resource: string): Call =>
  post(`https://${resource}.openai.azure.com/openai/deployments/prod/chat/completions?api-version=1`, chat);
const gpt = (model: string, gizmo: string): Call =>
  post("https://chatgpt.com/backend-api/f/conversation", {
    model,
    conversation_mode: { kind: "gizmo_interaction", gizmo_id: gizmo },
    messages: [{ content: { parts: ["hi"] } }],
  });
const gem = (id: string): Call => {
  const inner = Array.from({ length: 20 }, (): unknown => null);
  [inner[0], inner[19]] = [["hi"], id];
  const request = JSON.stringify([null, JSON.stringify(inner)]);
  return post(
    "https://gemini.google.com/_/BardChatUi/data/assistant.lamda.BardFrontendService/StreamGenerate",
    `f.req=${encodeURIComponent(request)}`,
  );
};

/** What a customer named, the call that carries it, the entry that maps it, and one that carries another name. */
const NAMES: readonly (readonly [what: string, entry: string, mapped: Call, other: Call])[] = [
  [
    "an Azure deployment, by its resource",
    "{ service: azure-openai, sent: prod, host: east.openai.azure.com, models: [openai/o3] }",
    azure("east"),
    azure("west"),
  ],
  [
    "all deployments of a resource",
    '{ service: azure-openai, host: "east*.openai.azure.com", models: [openai/o3] }',
    azure("east-2"),
    azure("west"),
  ],
  [
    "an application inference profile of Bedrock",
    '{ service: bedrock, sent: "arn:aws:bedrock:*:123:application-inference-profile/abc", models: [openai/o3] }',
    bedrock("arn:aws:bedrock:us-east-1:123:application-inference-profile/abc"),
    bedrock("arn:aws:bedrock:us-east-1:123:application-inference-profile/xyz"),
  ],
  [
    "a provisioned model of Bedrock",
    '{ service: bedrock, sent: "arn:aws:bedrock:us-east-1:123:provisioned-model/p1", models: [openai/o3] }',
    bedrock("arn:aws:bedrock:us-east-1:123:provisioned-model/p1"),
    bedrock("arn:aws:bedrock:us-east-1:123:provisioned-model/p2"),
  ],
  [
    "imported models of Bedrock",
    '{ service: bedrock, sent: "arn:aws:bedrock:*:123:imported-model/*", models: [openai/o3] }',
    bedrock("arn:aws:bedrock:us-east-1:123:imported-model/m1"),
    bedrock("arn:aws:bedrock:us-east-1:999:imported-model/m1"),
  ],
  [
    "an endpoint of Databricks, by its workspace",
    "{ service: databricks, sent: house, host: ws1.cloud.databricks.com, models: [openai/o3] }",
    post("https://ws1.cloud.databricks.com/serving-endpoints/house/invocations", chat),
    post("https://ws2.cloud.databricks.com/serving-endpoints/house/invocations", chat),
  ],
  [
    "a dedicated endpoint of Hugging Face, which is its host",
    '{ service: huggingface-endpoints, host: "abc.us-east-1.aws.endpoints.huggingface.cloud", models: [openai/o3] }',
    post("https://abc.us-east-1.aws.endpoints.huggingface.cloud/v1/chat/completions", {
      model: "tgi",
      ...chat,
    }),
    post("https://xyz.us-east-1.aws.endpoints.huggingface.cloud/v1/chat/completions", {
      model: "tgi",
      ...chat,
    }),
  ],
  [
    "an endpoint of Vertex",
    '{ service: vertex, sent: "endpoint:123", models: [openai/o3] }',
    post("https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/endpoints/123:predict", {
      instances: [],
    }),
    post("https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/endpoints/124:predict", {
      instances: [],
    }),
  ],
  [
    "a custom GPT that lets ChatGPT choose",
    "{ service: chatgpt-web, sent: auto, alias: g-abc, models: [openai/o3] }",
    gpt("auto", "g-abc"),
    gpt("auto", "g-xyz"),
  ],
  ["a gem", "{ service: gemini-web, alias: gem1, models: [openai/o3] }", gem("gem1"), gem("gem2")],
  [
    "an assistant of OpenAI's, whose runs name no model",
    "{ service: openai-api, alias: asst_1, models: [openai/o3] }",
    post("https://api.openai.com/v1/threads/t/runs", { assistant_id: "asst_1" }),
    post("https://api.openai.com/v1/threads/t/runs", { assistant_id: "asst_2" }),
  ],
  [
    "a prompt of OpenAI's",
    "{ service: openai-api, alias: pmpt_1, models: [openai/o3] }",
    post("https://api.openai.com/v1/responses", { prompt: { id: "pmpt_1" }, input: "hi" }),
    post("https://api.openai.com/v1/responses", { prompt: { id: "pmpt_2" }, input: "hi" }),
  ],
  [
    "an agent of Mistral's",
    "{ service: mistral-api, alias: ag-1, models: [openai/o3] }",
    post("https://api.mistral.ai/v1/agents/completions", { agent_id: "ag-1", ...chat }),
    post("https://api.mistral.ai/v1/agents/completions", { agent_id: "ag-2", ...chat }),
  ],
  [
    "a bot that somebody made on Poe",
    "{ service: poe-web, sent: HouseBot, models: [openai/o3] }",
    post("https://poe.com/api/gql_POST", {
      queryName: "SendMessageMutation",
      variables: { bot: "housebot", query: "hi" },
    }),
    post("https://poe.com/api/gql_POST", {
      queryName: "SendMessageMutation",
      variables: { bot: "otherbot", query: "hi" },
    }),
  ],
  [
    "an id of LMArena",
    "{ service: lmarena-web, sent: 0199f060-f3f1-7d21-a4b1-1c1c1c1c1c1c, models: [openai/o3] }",
    post("https://lmarena.ai/nextjs-api/stream/create-evaluation", {
      modelAId: "0199f060-f3f1-7d21-a4b1-1c1c1c1c1c1c",
      userMessage: { content: "hi" },
    }),
    post("https://lmarena.ai/nextjs-api/stream/create-evaluation", {
      modelAId: "0199f060-f3f1-7d21-a4b1-2c2c2c2c2c2c",
      userMessage: { content: "hi" },
    }),
  ],
  [
    "a deployment of watsonx",
    "{ service: watsonx, alias: dep-1, models: [openai/o3] }",
    post("https://us-south.ml.cloud.ibm.com/ml/v1/deployments/dep-1/text/chat?version=1", chat),
    post("https://us-south.ml.cloud.ibm.com/ml/v1/deployments/dep-2/text/chat?version=1", chat),
  ],
  [
    "a version of Replicate",
    "{ service: replicate, sent: 5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa, models: [openai/o3] }",
    post("https://api.replicate.com/v1/predictions", {
      version: "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa",
      input: { prompt: "hi" },
    }),
    post("https://api.replicate.com/v1/predictions", {
      version: "6c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa",
      input: { prompt: "hi" },
    }),
  ],
  [
    "an agent of Microsoft 365",
    "{ service: m365-copilot, sent: Magic, alias: T_1, models: [openai/o3] }",
    socket("wss://substrate.office.com/m365Copilot/Chathub/o@t", {
      type: 4,
      arguments: [{ message: { text: "hi" }, tone: "Magic", threadLevelGptId: { id: "T_1" } }],
    }),
    socket("wss://substrate.office.com/m365Copilot/Chathub/o@t", {
      type: 4,
      arguments: [{ message: { text: "hi" }, tone: "Magic", threadLevelGptId: { id: "T_2" } }],
    }),
  ],
];

function setsOf(entry: string) {
  const text = `lanyard: 1\nunidentified: forbid\nmay_be:\n  - ${entry}\n`;
  const loaded = load([{ file: "policy.yaml", text }], KNOWLEDGE);
  if ("problems" in loaded) throw new Error(JSON.stringify(loaded.problems));
  return { sets: [...loaded.policy.sets] };
}

/** What a call may be for, under these entries. */
function asked(call: Call, sets: ReturnType<typeof setsOf>) {
  const recognition = recognize(catalog, call, { prompt: false });
  return recognition === null ? "not recognized" : modelsFor(sets, recognition);
}

describe.each(NAMES)("%s", (_what, entry, mapped, other) => {
  test("means what the policy says, and another name does not", () => {
    const sets = setsOf(entry);
    expect(asked(mapped, sets)).toEqual(["openai/o3"]);
    expect(asked(other, sets)).not.toEqual(["openai/o3"]);
    expect(asked(other, sets)).toEqual(asked(other, { sets: [] }));
  });

  test("is not named by the call where nobody mapped it", () => {
    expect(asked(mapped, { sets: [] })?.length).not.toBe(1);
    expect(asked(mapped, { sets: [] })).not.toBe("not recognized");
  });
});
